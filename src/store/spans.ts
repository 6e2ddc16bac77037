import type { TimelineRow } from './derive.ts';
import type { Db } from './open.ts';
import { BLOCK } from './schema.ts';

/** The times that the events of 256 entries lie in, as queries for a range look at them. Microseconds. */
export interface Span {
  readonly block: number;
  readonly low: number;
  readonly high: number;
}

/** What holds of an event whose end nobody knows. */
const OPEN_END = Number.MAX_SAFE_INTEGER;

/** Spans of the entries between two writes; entries come in order. */
export class SpanMaker {
  #spans: { block: number; low: number; high: number }[] = [];

  add(seq: number, { sort, low, bounded }: Pick<TimelineRow, 'sort' | 'low' | 'bounded'>): void {
    if (bounded === 2) return;
    const block = Math.floor(seq / BLOCK);
    const [from, to] = [low ?? sort, bounded === 1 && low === sort ? OPEN_END : sort];
    const last = this.#spans.at(-1);
    if (last?.block !== block) this.#spans.push({ block, low: from, high: to });
    else {
      if (from < last.low) last.low = from;
      if (to > last.high) last.high = to;
    }
  }

  /** What was added since the last call. */
  take(): readonly Span[] {
    const spans = this.#spans;
    this.#spans = [];
    return spans;
  }
}

/** Tells from 256 entries at a time whether any of them can lie in a range: logs are written in the order of time. */
export class Spans {
  readonly #db: Db;
  #blocks: { readonly low: Float64Array; readonly high: Float64Array } | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Those of the numbers whose events may lie in a range of microseconds. */
  within(numbers: Uint32Array, since: number, until: number): Uint32Array {
    const { low, high } = this.#read();
    return numbers.filter((number) => {
      const block = Math.floor(number / BLOCK);
      return (low[block] ?? OPEN_END) <= until && (high[block] ?? 0) >= since;
    });
  }

  #read(): { readonly low: Float64Array; readonly high: Float64Array } {
    if (this.#blocks !== undefined) return this.#blocks;
    const size = 1 + (this.#db.prepare<[], number>('SELECT ifnull(max(block), -1) FROM span').pluck().get() ?? -1);
    const low = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const high = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    for (const span of this.#db.prepare<[], Span>('SELECT block, low, high FROM span').iterate()) {
      low[span.block] = span.low;
      high[span.block] = span.high;
    }
    this.#blocks = { low, high };
    return this.#blocks;
  }
}
