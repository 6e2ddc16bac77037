import type { Db } from '../open.ts';
import { BLOCK, CHUNK } from '../schema.ts';
import type { Findings } from './finding.ts';
import type { RangeResult } from './range.ts';

/** What is counted, and of a ledger that is read in part the column and the entries of one number in it. */
const TABLES = { timeline: ['seq', 1], mark: ['seq', 1], posting: ['chunk', CHUNK], span: ['block', BLOCK] } as const;
type Table = keyof typeof TABLES;
const NAMES = Object.keys(TABLES) as readonly Table[];

/** What of check 9b concerns all stretches together: that strings are numbered by first use, and that nothing is left. */
export class IndexTotals {
  readonly #db: Db;
  readonly #findings: Findings;
  /** The first entry that was read. */
  readonly #from: number;
  readonly #rows = { timeline: 0, mark: 0, posting: 0, span: 0 };
  /** Strings used so far; of a ledger that is read in part nobody knows how many were used before. */
  #strings: number;

  constructor(db: Db, findings: Findings, from: number) {
    this.#db = db;
    this.#findings = findings;
    this.#from = from;
    this.#strings = from === 0 ? 0 : Number.NaN;
  }

  /** Stretches are given in order. */
  add({ rows, strings: { low, high, seq } }: RangeResult): void {
    for (const table of NAMES) this.#rows[table] += rows[table];
    if (low > this.#strings + 1) {
      const should = `should be ${this.#strings + 1}: strings are numbered by first use`;
      this.#findings.add('F-INDEX', `seq ${seq}: string ${low} (${this.#text(low)}) ${should}`);
    }
    this.#strings = Math.max(high, Number.isNaN(this.#strings) ? low - 1 : this.#strings);
  }

  finish(): void {
    for (const table of NAMES) {
      const stored = this.#count(table, this.#where(table));
      if (stored > this.#rows[table])
        this.#findings.add('F-INDEX', `${table} has ${stored - this.#rows[table]} rows that the ledger does not give`);
    }
    if (this.#from > 0) return;
    const [count, highest] = [this.#count('string'), this.#highest()];
    if (count !== this.#strings || highest !== this.#strings)
      this.#findings.add('F-INDEX', `string has ${count} rows up to ${highest}, the ledger gives ${this.#strings}`);
  }

  #text(id: number): string {
    return this.#db.prepare<[number], string>('SELECT text FROM string WHERE id = ?').pluck().get(id) ?? 'missing';
  }

  /** Of a ledger that is read in part, the rows of that part. */
  #where(table: Table): string {
    if (this.#from === 0) return '';
    const [key, length] = TABLES[table];
    return ` WHERE ${key} >= ${Math.floor(this.#from / length)}`;
  }

  #count(table: string, where = ''): number {
    return this.#db.prepare<[], number>(`SELECT count(*) FROM ${table} NOT INDEXED${where}`).pluck().get() ?? 0;
  }

  #highest(): number {
    return this.#db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM string').pluck().get() ?? 0;
  }
}
