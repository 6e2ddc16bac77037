import type { Db } from '../open.ts';
import { BLOCK, CHUNK } from '../schema.ts';

/** What there is to read. */
export interface Stretch {
  /** One more than the highest number of an entry. */
  readonly size: number;
  /** Chunks of postings that hold entries, ascending. */
  readonly chunks: readonly number[];
}

const TABLES = [
  ['ledger_block', 'first', BLOCK],
  ['ledger_tail', 'seq', 1],
] as const;

/** Which chunks hold entries from a number on. A number that a file merely claims makes no work: rows are counted. */
export function stretchFrom(db: Db, from: number): Stretch {
  const chunks = new Set<number>();
  let size = 0;
  for (const [table, column, length] of TABLES) {
    const next = db
      .prepare<[number], number>(`SELECT ${column} FROM ${table} WHERE ${column} >= ? ORDER BY ${column} LIMIT 1`)
      .pluck();
    size = Math.max(size, lastOf(db, table, column) + length);
    for (let at = next.get(from); at !== undefined; at = next.get((Math.floor(at / CHUNK) + 1) * CHUNK))
      chunks.add(Math.floor(at / CHUNK));
  }
  return { size, chunks: [...chunks].sort((a, b) => a - b) };
}

function lastOf(db: Db, table: string, column: string): number {
  const last = db.prepare<[], number | null>(`SELECT max(${column}) FROM ${table}`).pluck().get();
  return last ?? Number.NEGATIVE_INFINITY;
}
