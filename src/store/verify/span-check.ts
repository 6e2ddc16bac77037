import type { TimelineRow } from '../derive.ts';
import type { Db } from '../open.ts';
import { BLOCK, CHUNK } from '../schema.ts';
import { type Span, SpanMaker } from '../spans.ts';
import type { Findings } from './finding.ts';

/** Whether `span` says of each 256 entries of one chunk what their events say. */
export class SpanCheck {
  readonly #rows;
  #made = new SpanMaker();
  /** Rows of `span` that were looked at. */
  seen = 0;

  constructor(db: Db) {
    this.#rows = db.prepare<[number, number], Span>(
      'SELECT block, low, high FROM span WHERE block >= ? AND block < ? ORDER BY block',
    );
  }

  begin(): void {
    this.#made = new SpanMaker();
  }

  add(seq: number, row: TimelineRow): void {
    this.#made.add(seq, row);
  }

  /** Compares. @param from the first entry that was added */
  finish(chunk: number, from: number, findings: Findings): void {
    const stored = this.#rows.all(Math.floor(from / BLOCK), ((chunk + 1) * CHUNK) / BLOCK);
    this.seen = stored.length;
    const there = new Map(stored.map((span) => [span.block, span]));
    for (const { block, low, high } of this.#made.take()) {
      const span = there.get(block);
      there.delete(block);
      if (span === undefined) findings.add('F-INDEX', `span has no row for block ${block}`);
      else if (span.low !== low || span.high !== high)
        findings.add('F-INDEX', `span of block ${block}: index says ${says(span)}, ledger says ${says({ low, high })}`);
    }
    for (const block of there.keys())
      findings.add('F-INDEX', `span has a row (${block} …) that the ledger does not give`);
  }
}

function says({ low, high }: Pick<Span, 'low' | 'high'>): string {
  return `${low} to ${high}`;
}
