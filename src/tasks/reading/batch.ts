import type { PartEntry, ProblemEntry, StateEntry } from '../../core/entry.ts';
import type { TimelineRow } from '../../store/derive.ts';
import { type PackedRows, RowPacker } from '../../store/packed-rows.ts';

/** What one of the records that are let go of turned out to be, where that does not depend on the case. */
export interface PlainCounts {
  readonly folded: number;
  readonly problem: number;
  readonly ignored: number;
}

/** What is to be done before the event of this ordinal in the batch. */
type Before<T> = T & { readonly before: number };

/** Everything but events. */
export type Instruction = Before<
  /** A raw text over 64 KiB of the entry that follows: stored if that entry is. */
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'part'; readonly record: number; readonly entry: PartEntry }
  | { readonly kind: 'append'; readonly entry: StateEntry | ProblemEntry }
>;

/** What was made of some records: all that the case is asked for is left to whoever holds it. */
export interface Batch {
  /** Records read so far. */
  readonly read: number;
  /** Bytes of the evidence as it lies there (compressed, where it is) read so far. */
  readonly bytes: number;
  /** Texts of event entries, each behind a zero byte, and where each ends. */
  readonly texts: Uint8Array;
  readonly ends: Int32Array;
  /** The record each event stands in. */
  readonly records: Float64Array;
  readonly rows: PackedRows;
  readonly instructions: readonly Instruction[];
  /** Records that will not be named again and that an event or a part was made of. */
  readonly told: readonly number[];
  /** So far, as `read`. */
  readonly counts: PlainCounts;
  readonly masked: number;
  /** Earliest and latest exact time in the batch. */
  readonly first?: string;
  readonly last?: string;
}

/** Totals of a reading so far. */
export type SoFar = Pick<Batch, 'read' | 'bytes' | 'counts' | 'masked'>;

/** What is known of a piece of evidence when all of it has been read. */
export interface ReadingEnd extends SoFar {
  /** Records ignored, by rule. */
  readonly ignored: Readonly<Record<string, number>>;
}

const INITIAL = 1024 * 1024;
const LEAF_PREFIX = 0x00;

/** Gathers a batch. */
export class BatchWriter {
  #texts: Buffer = Buffer.allocUnsafeSlow(INITIAL);
  #ends: number[] = [];
  #records: number[] = [];
  #instructions: Instruction[] = [];
  #told: number[] = [];
  /** Characters of what is no event. */
  #besides = 0;
  #first: string | undefined;
  #last: string | undefined;
  readonly #rows = new RowPacker();

  /** Bytes gathered, about: a batch should hold no more than a little, whatever it is made of. */
  get size(): number {
    return this.#used + this.#besides;
  }

  get #used(): number {
    return this.#ends.at(-1) ?? 0;
  }

  event(record: number, text: string, row: TimelineRow): void {
    const start = this.#used;
    if (start + 1 + text.length * 3 > this.#texts.length) this.#texts = grown(this.#texts, start + 1 + text.length * 3);
    this.#texts[start] = LEAF_PREFIX;
    const end = start + 1 + this.#texts.write(text, start + 1, 'utf8');
    this.#ends.push(end);
    this.#records.push(record);
    this.#rows.add(row);
  }

  raw(text: string): void {
    this.#besides += text.length;
    this.#instructions.push({ before: this.#ends.length, kind: 'raw', text });
  }

  part(record: number, entry: PartEntry): void {
    this.#besides += entry.raw?.length ?? 0;
    this.#instructions.push({ before: this.#ends.length, kind: 'part', record, entry });
  }

  append(entry: StateEntry | ProblemEntry): void {
    this.#besides += 'raw' in entry ? (entry.raw?.length ?? 0) : 0;
    this.#instructions.push({ before: this.#ends.length, kind: 'append', entry });
  }

  told(record: number): void {
    this.#told.push(record);
  }

  time(time: string): void {
    if (this.#first === undefined || time < this.#first) this.#first = time;
    if (this.#last === undefined || time > this.#last) this.#last = time;
  }

  /**
   * What was gathered. Its texts are valid until the next event.
   * @param another memory for the texts of the next batch, where these are sent away.
   */
  take(soFar: SoFar, another?: Buffer): Batch {
    const batch = {
      ...soFar,
      texts: this.#texts,
      ends: Int32Array.from(this.#ends),
      records: Float64Array.from(this.#records),
      rows: this.#rows.take(),
      instructions: this.#instructions,
      told: this.#told,
      ...(this.#first === undefined ? {} : { first: this.#first }),
      ...(this.#last === undefined ? {} : { last: this.#last }),
    };
    this.#texts = another ?? this.#texts;
    this.#ends = [];
    this.#records = [];
    this.#instructions = [];
    this.#told = [];
    this.#besides = 0;
    this.#first = undefined;
    this.#last = undefined;
    return batch;
  }
}

/** A larger copy. Not of Node's pool: the memory may be sent to another thread. */
function grown(bytes: Buffer, size: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(size, bytes.length * 2));
  bytes.copy(larger);
  return larger;
}
