import type { Origin } from './charset.ts';
import type { Layout } from './json-pass.ts';

/** Where a scanner stands: in the text, in the evidence, and on its line. Indexes are those of the newest chunk. */
export class ScanPlace {
  line = 1;
  /** Whether anything but blanks came on the newest line. */
  touched = false;
  readonly origin: Origin;
  /** Text offset of the newest chunk, and of the first byte of the newest line. */
  #offset = 0;
  #fresh = 0;

  constructor(origin: Origin) {
    this.origin = origin;
  }

  /** The chunk is done. */
  advance(size: number): void {
    this.#offset += size;
  }

  /** A new line starts at this index, some lines further down. */
  startLine(index: number, lines: number): void {
    this.line += lines;
    this.#fresh = this.#offset + index;
    this.touched = false;
  }

  /** Byte of the evidence at this index. */
  at(index: number): number {
    return this.origin.of(this.#offset + index);
  }

  /** How what begins at this index stands on its line; nothing if it is not the first there. */
  layout(index: number, opener: number, outer: number): Layout | undefined {
    return this.touched ? undefined : { indent: this.#offset + index - this.#fresh, opener, outer };
  }

  /** A few bytes of the chunk, as they stand in the evidence. */
  span(chunk: Buffer, from: number, to: number) {
    const start = this.at(from);
    return { start, end: this.at(to), line: this.line, bytes: chunk.subarray(from, to) };
  }
}
