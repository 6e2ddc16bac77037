import type { Db } from '../open.ts';
import type { Findings } from './finding.ts';

/** What each of SQLite's indexes must hold for a row of its table. One of some rows only is used where the query names those. */
const INDEXES = [
  { table: 'timeline', index: 'timeline_order', found: 'i.sort = t.sort AND i.id = t.id AND i.seq = t.seq', of: '1' },
  {
    table: 'timeline',
    index: 'timeline_bounded',
    found: 'i.bounded = 1 AND i.sort = t.sort AND i.low IS t.low AND i.seq = t.seq',
    of: 't.bounded = 1',
  },
  {
    table: 'mark',
    index: 'mark_entry',
    found: 'i.entry = t.entry AND i.subject IS t.subject AND i.seq = t.seq',
    of: '1',
  },
  {
    table: 'mark',
    index: 'mark_digest',
    found: 'i.digest IS NOT NULL AND i.digest = t.digest AND i.seq = t.seq',
    of: 't.digest IS NOT NULL',
  },
] as const;

/**
 * Check 8 of a large case: that every row is found through each index of its table. An index in which each of its keys
 * is found, and which has no others, is in order. `PRAGMA integrity_check` does the same on one thread.
 */
export function checkLookUps(db: Db, from: number, end: number, findings: Findings): void {
  const there = indexesIn(db);
  for (const { table, index, found, of } of INDEXES) {
    if (!there.has(index)) continue;
    const missing = db
      .prepare<[number, number], number>(
        `SELECT t.seq FROM ${table} t NOT INDEXED WHERE t.seq >= ? AND t.seq < ? AND ${of}
         AND NOT EXISTS (SELECT 1 FROM ${table} i INDEXED BY ${index} WHERE ${found})`,
      )
      .pluck();
    for (const seq of missing.all(from, end)) findings.add('F-SQLITE', `row ${seq} missing from index ${index}`);
  }
}

/** That one is missing is named by the check of the schema. */
function indexesIn(db: Db): ReadonlySet<string> {
  return new Set(db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'index'").pluck().all());
}

/** Rows that an index has, and rows that it should have. */
export const COUNTS = [
  [
    'timeline_order',
    'SELECT count(*) FROM timeline INDEXED BY timeline_order',
    'SELECT count(*) FROM timeline NOT INDEXED',
  ],
  [
    'timeline_bounded',
    'SELECT count(*) FROM timeline INDEXED BY timeline_bounded WHERE bounded = 1',
    'SELECT count(*) FROM timeline NOT INDEXED WHERE bounded = 1',
  ],
  ['mark_entry', 'SELECT count(*) FROM mark INDEXED BY mark_entry', 'SELECT count(*) FROM mark NOT INDEXED'],
  [
    'mark_digest',
    'SELECT count(*) FROM mark INDEXED BY mark_digest WHERE digest IS NOT NULL',
    'SELECT count(*) FROM mark NOT INDEXED WHERE digest IS NOT NULL',
  ],
  [
    'sqlite_autoindex_string_1',
    'SELECT count(*) FROM string INDEXED BY sqlite_autoindex_string_1',
    'SELECT count(*) FROM string NOT INDEXED',
  ],
  [
    'sqlite_autoindex_ledger_raw_1',
    'SELECT count(*) FROM ledger_raw INDEXED BY sqlite_autoindex_ledger_raw_1',
    'SELECT count(*) FROM ledger_raw NOT INDEXED',
  ],
] as const;

/** The other half: that no index has more rows than its table. */
export function checkCounts(db: Db, findings: Findings): void {
  const there = indexesIn(db);
  for (const [index, inIndex, inTable] of COUNTS) {
    if (!there.has(index)) continue;
    const [has, should] = [inIndex, inTable].map((sql) => db.prepare<[], number>(sql).pluck().get());
    if (has !== should) findings.add('F-SQLITE', `wrong # of entries in index ${index}`);
  }
}
