import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { ACME, ingest, ingestJson, temporaryFolder } from '../support/cases.ts';
import { dump } from '../support/dump.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();
const original = join(folder, 'original.db');
let anchor = '';

beforeAll(async () => {
  const { foot } = ingestJson(await ingest(original, ACME));
  anchor = `${foot.size}:${foot.root}`;
});

/** A copy of the case, changed by somebody who can write the file. */
function changed(change: (db: Database) => void): string {
  const path = join(folder, 'changed.db');
  copyFileSync(original, path);
  const db = openDatabase(path);
  db.unsafeMode(true);
  change(db);
  db.close();
  return path;
}

/** Drops the guards, makes a change, and puts the guards back. */
function unguarded(change: (db: Database) => void): string {
  return changed((db) => {
    const guards = db
      .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all();
    for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`);
    change(db);
    for (const { sql } of guards) db.exec(sql);
  });
}

async function codes(
  path: string,
  ...words: readonly string[]
): Promise<{ exitCode: number; codes: readonly string[] }> {
  const { exitCode, stdout } = await run(['verify', path, '--json', ...words]);
  const report = stdout === '' ? { rows: [] } : (JSON.parse(stdout) as { rows: readonly { code: string }[] });
  return { exitCode, codes: report.rows.map(({ code }) => code) };
}

describe('one changed value', () => {
  const columns = (): { table: string; column: string; type: string; key: string }[] => {
    const db = openDatabase(original, { readonly: true });
    const found = db
      .prepare<[], { table: string; column: string; type: string }>(
        "SELECT m.name AS 'table', c.name AS 'column', c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'",
      )
      .all();
    db.close();
    return found.map((row) => ({
      ...row,
      key: /^(?:index_meta|posting|ledger_node|ledger_disclosure)$/.test(row.table) ? row.column : 'rowid',
    }));
  };
  const other: Readonly<Record<string, (column: string) => string>> = {
    BLOB: (column) => `zeroblob(ifnull(length(${column}), 16))`,
    TEXT: (column) => `ifnull(${column}, '') || 'x'`,
    INTEGER: (column) => `ifnull(${column}, 0) + 1`,
  };

  it('in any column of any table is found', { timeout: 120_000 }, async () => {
    const before = dump(original);
    const all = columns();
    let changes = 0;
    for (const { table, column, type, key } of all) {
      const path = unguarded((db) => {
        db.pragma('ignore_check_constraints = ON');
        db.exec(
          `UPDATE OR REPLACE ${table} SET ${column} = ${other[type]?.(column)} WHERE ${key} = (SELECT max(${key}) FROM ${table})`,
        );
      });
      if (dump(path) === before) continue;
      const rows = openDatabase(path, { readonly: true });
      const isEmpty = rows.prepare(`SELECT count(*) FROM ${table}`).pluck().get() === 0;
      rows.close();
      if (isEmpty) continue;
      changes++;
      const { exitCode } = await codes(path, '--expect', anchor);
      // Another revision of the index says that it cannot be compared, and what to do.
      const wanted = table === 'index_meta' && column === 'value' ? 3 : 1;
      expect([table, column, exitCode]).toEqual([table, column, wanted]);
    }
    expect(changes).toBeGreaterThan(35);
  });
});

describe('tampering', () => {
  it.each([
    ['a dropped trigger', 'DROP TRIGGER ledger_block_update', 'F-SCHEMA'],
    ['an extra view', 'CREATE VIEW event AS SELECT 1', 'F-SCHEMA'],
    ['a dropped index', 'DROP INDEX timeline_order', 'F-SCHEMA'],
    ['an extra row of the index', "INSERT INTO posting VALUES (9, 1, 1, x'0000')", 'F-INDEX'],
    ['a deleted row of the index', 'DELETE FROM timeline WHERE seq = (SELECT max(seq) FROM timeline)', 'F-INDEX'],
    ['an extra string', "INSERT INTO string(text) VALUES ('planted')", 'F-INDEX'],
    ['a planted raw text', "INSERT INTO ledger_raw VALUES (zeroblob(32), 0, x'789c030000000001')", 'F-RAW'],
    ['another index revision', 'UPDATE index_meta SET value = 7', 'I-INDEX-REVISION'],
  ])('%s is named', async (_name, sql, code) => {
    const found = await codes(
      changed((db) => db.exec(sql)),
      '--expect',
      anchor,
    );
    expect(found.codes).toContain(code);
    expect(found.exitCode).toBe(code.startsWith('F') ? 1 : 3);
  });

  it('a deleted last entry is a cut, seen against the anchor', async () => {
    const path = unguarded((db) => db.exec('DELETE FROM ledger_tail WHERE seq = (SELECT max(seq) FROM ledger_tail)'));
    expect((await codes(path, '--expect', anchor)).codes).toContain('F-TRUNCATED');
  });

  it('a swapped pair of entries is found in place', async () => {
    const path = unguarded((db) => {
      const [a, b] = db
        .prepare<[], { seq: number; text: string }>('SELECT seq, text FROM ledger_tail ORDER BY seq LIMIT 2')
        .all();
      for (const [seq, text] of [
        [a?.seq, b?.text],
        [b?.seq, a?.text],
      ])
        db.prepare('UPDATE ledger_tail SET text = ? WHERE seq = ?').run(text, seq);
    });
    expect((await codes(path, '--expect', anchor)).codes).toContain('F-LEAF');
  });

  it('a changed index page, which quick_check passes, is found', async () => {
    const path = join(folder, 'page.db');
    const bytes = readFileSync(original);
    const at = bytes.lastIndexOf('@acme/widget');
    bytes.write('@acme/widgeu', at);
    writeFileSync(path, bytes);
    expect((await codes(path, '--expect', anchor)).exitCode).toBe(1);
  });

  it('a planted -wal is not read', async () => {
    const path = changed(() => undefined);
    writeFileSync(`${path}-wal`, 'planted');
    const { exitCode, stderr } = await run(['verify', path, '--expect', anchor]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('changed.db-wal')]);
    writeFileSync(`${path}-wal`, '');
    expect((await run(['show', '--db', path])).exitCode).toBe(2);
  });

  it('an interrupted write is named, and not repaired by reading', async () => {
    const path = join(folder, 'interrupted.db');
    copyFileSync(original, path);
    appendFileSync(`${path}-journal`, 'journal');
    const { exitCode, stderr } = await run(['verify', path]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('ingest --recover')]);
  });
});

describe('without an anchor', () => {
  it('verify says so and exits 3, or 0 when that is accepted', async () => {
    expect(await codes(original)).toEqual({ exitCode: 3, codes: ['I-NO-ANCHOR'] });
    expect(await codes(original, '--allow-unanchored')).toEqual({ exitCode: 0, codes: [] });
    expect(await codes(original, '--expect', anchor)).toEqual({ exitCode: 0, codes: [] });
  });
});

describe('a flipped bit', () => {
  it('is found, or everything reads the same', { timeout: 120_000 }, async () => {
    const bytes = readFileSync(original);
    const before = dump(original);
    const path = join(folder, 'flipped.db');
    let seed = 20_260_331;
    for (let i = 0; i < 120; i++) {
      seed = (seed * 48_271) % 2_147_483_647;
      const at = seed % bytes.length;
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (i % 8)), at);
      writeFileSync(path, flipped);
      const { exitCode } = await run(['verify', path, '--expect', anchor]);
      expect([1, 2].includes(exitCode) || dump(path) === before, `byte ${at}, bit ${i % 8}`).toBe(true);
      expect(exitCode, `byte ${at}`).not.toBe(70);
    }
  });
});

describe('a header that cannot be opened as a case', () => {
  it.each([
    ['a write-ahead log', 18, [2, 2]],
    ['a schema of no format', 47, [6]],
  ])('%s is named, and nothing is written beside it', async (_name, offset, bytes) => {
    const path = join(folder, 'header.db');
    const file = readFileSync(original);
    file.set(bytes, offset);
    writeFileSync(path, file);
    expect(await codes(path, '--expect', anchor)).toEqual({ exitCode: 1, codes: ['F-HEADER'] });
    expect((await run(['show', '--db', path])).exitCode).toBe(2);
    expect(readdirSync(folder).filter((name) => name.startsWith('header.db'))).toEqual(['header.db']);
  });

  it('a copy that SQLite made is told from one that was altered', async () => {
    const path = join(folder, 'vacuumed.db');
    copyFileSync(original, path);
    const db = openDatabase(path);
    db.exec('VACUUM');
    db.close();
    expect(await codes(path, '--expect', anchor)).toEqual({ exitCode: 3, codes: ['I-COPIED'] });
  });

  it('a pointer of Git LFS is none', async () => {
    const path = join(folder, 'pointer.db');
    writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n');
    expect((await run(['verify', path])).stderr).toContain('git lfs pull');
  });
});
