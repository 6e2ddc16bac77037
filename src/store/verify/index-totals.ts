import type { Db } from '../open.ts';
import type { Findings } from './finding.ts';
import type { RangeResult } from './range.ts';

const TABLES = ['timeline', 'mark', 'posting'] as const;

/** What of check 9b concerns all stretches together: that strings are numbered by first use, and that nothing is left. */
export class IndexTotals {
  readonly #db: Db;
  readonly #findings: Findings;
  readonly #whole: boolean;
  readonly #rows = { timeline: 0, mark: 0, posting: 0 };
  /** Strings used so far; of a ledger that is read in part nobody knows how many were used before. */
  #strings: number;

  constructor(db: Db, findings: Findings, whole: boolean) {
    this.#db = db;
    this.#findings = findings;
    this.#whole = whole;
    this.#strings = whole ? 0 : Number.NaN;
  }

  /** Stretches are given in order. */
  add({ rows, strings: { low, high, seq } }: RangeResult): void {
    for (const table of TABLES) this.#rows[table] += rows[table];
    if (low > this.#strings + 1) {
      const should = `should be ${this.#strings + 1}: strings are numbered by first use`;
      this.#findings.add('F-INDEX', `seq ${seq}: string ${low} (${this.#text(low)}) ${should}`);
    }
    this.#strings = Math.max(high, Number.isNaN(this.#strings) ? low - 1 : this.#strings);
  }

  finish(): void {
    if (!this.#whole) return;
    for (const table of TABLES) {
      const stored = this.#count(table);
      if (stored > this.#rows[table])
        this.#findings.add('F-INDEX', `${table} has ${stored - this.#rows[table]} rows that the ledger does not give`);
    }
    const [count, highest] = [this.#count('string'), this.#highest()];
    if (count !== this.#strings || highest !== this.#strings)
      this.#findings.add('F-INDEX', `string has ${count} rows up to ${highest}, the ledger gives ${this.#strings}`);
  }

  #text(id: number): string {
    return this.#db.prepare<[number], string>('SELECT text FROM string WHERE id = ?').pluck().get(id) ?? 'missing';
  }

  #count(table: string): number {
    return this.#db.prepare<[], number>(`SELECT count(*) FROM ${table} NOT INDEXED`).pluck().get() ?? 0;
  }

  #highest(): number {
    return this.#db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM string').pluck().get() ?? 0;
  }
}
