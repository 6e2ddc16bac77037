import type { Db } from '../open.ts';

export const TIMELINE_COLUMNS = [
  'seq',
  'sort',
  'low',
  'bounded',
  'id',
  'evidence',
  'start',
  'line',
  'pointer',
  'also',
  'number',
  'action',
  'package',
  'version',
  'actor',
  'user',
  'ip',
  'token',
  'repo',
  'more',
];
export const MARK_COLUMNS = ['seq', 'entry', 'evidence', 'subject', 'digest'];
const BLOBS: ReadonlySet<string> = new Set(['id', 'digest']);

/** A row as it stands in the table; bytes as hex digits. */
export type StoredRow = readonly (number | string | null)[];

/**
 * Rows of a table of the index, by their numbers. SQLite writes many of them as one JSON text, and one `JSON.parse` reads
 * that: a quarter of the time of handing over value by value, and nothing is lost (no text column equals a number).
 */
export class IndexRows {
  readonly #packed;
  readonly #plain;

  constructor(db: Db, table: 'timeline' | 'mark', columns: readonly string[]) {
    const range = `FROM ${table} WHERE seq >= ? AND seq < ? ORDER BY seq`;
    const values = columns.map((name) =>
      BLOBS.has(name) ? `CASE WHEN ${name} IS NOT NULL THEN lower(hex(${name})) END` : name,
    );
    this.#packed = db
      .prepare<[number, number], string>(`SELECT json_group_array(json_array(${values.join(', ')})) ${range}`)
      .pluck();
    this.#plain = db.prepare<[number, number], (number | string | Buffer | null)[]>(
      `SELECT ${columns.join(', ')} ${range}`,
    );
    this.#plain.raw();
  }

  read(first: number, end: number): readonly StoredRow[] {
    try {
      const rows = JSON.parse(this.#packed.get(first, end) ?? '[]') as StoredRow[];
      return rows;
    } catch {
      return this.#slowly(first, end);
    }
  }

  /** A damaged row may hold what JSON cannot. */
  #slowly(first: number, end: number): readonly StoredRow[] {
    return this.#plain
      .all(first, end)
      .map((row) => row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)));
  }
}
