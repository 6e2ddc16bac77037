import type { Db } from '../open.ts';

export interface BlockRow {
  readonly first: number;
  readonly count: number;
  readonly chain: Buffer;
  readonly root: Buffer;
  readonly leaves: Buffer;
  readonly size: number;
  readonly z: Buffer;
}

export interface TailRow {
  readonly seq: number;
  readonly text: string;
  readonly leaf: Buffer;
}

/** The rows of the ledger as they are stored, by their numbers. */
export class LedgerRows {
  readonly #blocks;
  readonly #chain;
  readonly #tail;

  constructor(db: Db) {
    this.#blocks = db.prepare<[number, number], BlockRow>(
      'SELECT first, count, chain, root, leaves, size, z FROM ledger_block WHERE first >= ? AND first < ? ORDER BY first',
    );
    this.#chain = db
      .prepare<[number], Buffer>('SELECT chain FROM ledger_block WHERE first < ? ORDER BY first DESC LIMIT 1')
      .pluck();
    this.#tail = db.prepare<[number, number], TailRow>(
      'SELECT seq, text, leaf FROM ledger_tail WHERE seq >= ? AND seq < ? ORDER BY seq',
    );
  }

  /** What a block that begins here follows. */
  chainBefore(first: number): Buffer | undefined {
    return this.#chain.get(first);
  }

  blocks(from: number, end: number): Iterable<BlockRow> {
    return this.#blocks.iterate(from, end);
  }

  tail(from: number, end: number): Iterable<TailRow> {
    return this.#tail.iterate(from, end);
  }
}
