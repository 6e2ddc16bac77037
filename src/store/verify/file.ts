import { statSync } from 'node:fs';
import { openDatabase } from '../database.ts';
import { readHeader } from '../header.ts';
import type { Db } from '../open.ts';
import { INDEX_REVISION, PAGE_SIZE, SCHEMA } from '../schema.ts';
import type { Findings } from './finding.ts';

/** Fields of the SQLite header that are the same in every case: offset, bytes, value. */
const HEADER: readonly (readonly [string, number, 1 | 2 | 4, number])[] = [
  ['page size', 16, 2, PAGE_SIZE],
  ['write version', 18, 1, 1],
  ['read version', 19, 1, 1],
  ['reserved space', 20, 1, 0],
  ['maximum payload fraction', 21, 1, 64],
  ['minimum payload fraction', 22, 1, 32],
  ['leaf payload fraction', 23, 1, 32],
  ['freelist trunk', 32, 4, 0],
  ['freelist count', 36, 4, 0],
  ['schema format', 44, 4, 4],
  ['default cache size', 48, 4, 0],
  ['text encoding', 56, 4, 1],
  ['incremental vacuum', 64, 4, 0],
];

/** Check 1 of the file's first bytes: what SQLite itself would silently accept. */
export function checkHeader(path: string, findings: Findings): void {
  const header = readHeader(path);
  for (const [name, offset, bytes, wanted] of HEADER) {
    const found = header.readUIntBE(offset, bytes);
    if (found !== wanted) findings.add('F-HEADER', `${name} is ${found}, a case has ${wanted}`);
  }
  const cookie = header.readUInt32BE(40);
  if (cookie !== SCHEMA.length) {
    findings.add(
      'I-COPIED',
      `SQLite wrote this file anew (VACUUM, .backup), or its schema was changed and changed back: schema cookie ${cookie}, a case has ${SCHEMA.length}; copy cases as files`,
    );
  }
  if (header.readUInt32BE(24) !== header.readUInt32BE(92))
    findings.add('F-HEADER', 'change counter and version-valid-for differ');
  if (header.subarray(72, 92).some((byte) => byte !== 0)) findings.add('F-HEADER', 'reserved bytes are not zero');
  const pages = header.readUInt32BE(28);
  const { size } = statSync(path);
  if (pages * PAGE_SIZE !== size)
    findings.add('F-HEADER', `the header counts ${pages} pages, the file has ${size} bytes`);
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

const ALL_OBJECTS = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name';

/** Check 7: every object of the schema, to the letter. */
export function checkSchema(db: Db, findings: Findings): void {
  const wanted = new Map(knownSchema().map((row) => [`${row.type} ${row.name}`, row]));
  for (const row of db.prepare<[], SchemaRow>(ALL_OBJECTS).all()) {
    const name = `${row.type} ${row.name}`;
    const known = wanted.get(name);
    wanted.delete(name);
    if (known === undefined) findings.add('F-SCHEMA', `unexpected ${name}`);
    else if (known.sql !== row.sql || known.tbl_name !== row.tbl_name) findings.add('F-SCHEMA', `${name} was changed`);
  }
  for (const name of wanted.keys()) findings.add('F-SCHEMA', `${name} is missing`);
}

function knownSchema(): SchemaRow[] {
  const db = openDatabase(':memory:');
  try {
    for (const statement of SCHEMA) db.exec(statement);
    return db.prepare<[], SchemaRow>(ALL_OBJECTS).all();
  } finally {
    db.close();
  }
}

/**
 * Check 8: SQLite's own. @param full whether indexes are compared with their tables too, which `quick_check` does not do
 */
export function checkSqlite(db: Db, full: boolean, findings: Findings): void {
  const name = full ? 'integrity_check' : 'quick_check';
  const rows = db.pragma(`${name}(100)`) as readonly Readonly<Record<string, string>>[];
  const messages = rows.flatMap(({ [name]: message = '' }) => message.split('\n'));
  for (const message of messages) if (message !== 'ok' && message !== '') findings.add('F-SQLITE', message);
  for (const row of db.pragma('foreign_key_check') as readonly object[]) findings.add('F-SQLITE', JSON.stringify(row));
}

/** Revisions that there may ever be. */
const HIGHEST = 1000;

/** Whether this program derives the index as the one that wrote it did: only then it can be compared. */
export function sameRevision(db: Db, findings: Findings): boolean {
  const rows = db.prepare<[], { name: string; value: number }>('SELECT name, value FROM index_meta').all();
  const [row] = rows;
  const isNamed = rows.length === 1 && row?.name === 'revision';
  if (isNamed && row.value === INDEX_REVISION) return true;
  if (isNamed && row.value > 0 && row.value < HIGHEST) {
    const remedy = 'run `audit-timeline reindex` to compare it';
    findings.add('I-INDEX-REVISION', `the index was derived by revision ${row.value} of the program; ${remedy}`);
  } else findings.add('F-INDEX', 'index_meta does not say which revision derived the index');
  return false;
}
