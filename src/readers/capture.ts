import { fillerAtEnd } from './json-bytes.ts';
import type { ScanPlace } from './scan-place.ts';

/** Something in the evidence: bytes, and the line in which it starts. */
export interface Captured {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Absent where it is larger than the cap. */
  readonly bytes: Buffer | undefined;
}

/** Collects the bytes of one thing that may go on over several chunks, up to a cap. */
export class Capture {
  readonly #place: ScanPlace;
  readonly #cap: number;
  #start = 0;
  #line = 0;
  #from = 0;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(place: ScanPlace, cap: number) {
    this.#place = place;
    this.#cap = cap;
  }

  /** Where it begins in the evidence. */
  get start(): number {
    return this.#start;
  }

  /** It begins at this index of the chunk. */
  begin(index: number): void {
    this.#start = this.#place.at(index);
    this.#line = this.#place.line;
    this.#from = index;
    this.#parts = [];
    this.#size = 0;
  }

  /** It goes on in the next chunk. */
  keep(chunk: Buffer): void {
    this.#size += chunk.length - this.#from;
    if (this.#size > this.#cap) this.#parts = [];
    else this.#parts.push(chunk.subarray(this.#from));
    this.#from = 0;
  }

  /** It ends before this index of the chunk. */
  finish(chunk: Buffer, index: number): Captured {
    const place = { start: this.#start, end: this.#place.at(index), line: this.#line };
    this.#size += index - this.#from;
    if (this.#size > this.#cap) return { ...place, bytes: undefined };
    const tail = chunk.subarray(this.#from, index);
    return { ...place, bytes: this.#parts.length === 0 ? tail : Buffer.concat([...this.#parts, tail]) };
  }

  /** It ends before the blanks and commas that stand before this index. */
  finishTrimmed(chunk: Buffer, index: number): Captured {
    const { bytes, end, ...place } = this.finish(chunk, index);
    if (bytes === undefined) return { ...place, end, bytes };
    const filler = fillerAtEnd(bytes);
    return { ...place, end: end - filler * this.#place.origin.unit, bytes: bytes.subarray(0, bytes.length - filler) };
  }
}
