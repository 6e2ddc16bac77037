import { HASH_SIZE } from '../../core/merkle.ts';
import type { Db } from '../open.ts';
import type { Findings } from './finding.ts';
import type { RangeResult } from './range.ts';
import type { Stretch } from './stretch.ts';

const KEYS = { ledger_block: 'first', ledger_tail: 'seq' } as const;
type Table = keyof typeof KEYS;

/**
 * What of check 9 concerns all stretches together: that entries are numbered from 0 on without a gap, and that every row
 * of the ledger was looked at. A row of the tail beside a block, or one numbered below 0, is in nobody's way otherwise.
 */
export class LedgerTotals {
  readonly #rows: Record<Table, number> = { ledger_block: 0, ledger_tail: 0 };
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  add({ blocks, tail }: Pick<RangeResult, 'blocks' | 'tail'>): void {
    this.#rows.ledger_block += blocks.length;
    this.#rows.ledger_tail += tail.length / HASH_SIZE;
  }

  /**
   * @param from the first entry that was read; 0: all rows count, whatever their number
   * @param entries how many there are, those before `from` included
   */
  finish(db: Db, from: number, { size }: Stretch, entries: number): void {
    if ((from === 0 || size > from) && size !== entries)
      this.#findings.add('F-LEDGER', `entries are numbered up to ${size - 1}, and there are ${entries}`);
    for (const table of ['ledger_block', 'ledger_tail'] as const) {
      const beyond = this.#count(db, table, from) - this.#rows[table];
      if (beyond > 0) this.#findings.add('F-LEDGER', `${table} has rows beside the entries: ${beyond}`);
    }
  }

  #count(db: Db, table: Table, from: number): number {
    const where = from === 0 ? '' : ` WHERE ${KEYS[table]} >= ${from}`;
    return db.prepare<[], number>(`SELECT count(*) FROM ${table} NOT INDEXED${where}`).pluck().get() ?? 0;
  }
}
