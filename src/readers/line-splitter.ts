import { isAscii, isUtf8 } from 'node:buffer';
import type { Origin } from './charset.ts';

/** A line within a buffer, without its line end, and without NULs and a byte order mark around it. */
export interface Line {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  /** Where it lies in the evidence. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly ascii: boolean;
  readonly utf8: boolean;
  /** The evidence, or a run of NULs, ends it: no line end was written. */
  readonly unterminated: boolean;
  /** Larger than the cap: `bytes` is empty. */
  readonly tooLarge: boolean;
}

const LF = 10;
const CR = 13;
/** A run of NULs this long is what a crash leaves in a file that was laid out in advance: no line goes through it. */
export const NUL_RUN = 16;
const NOTHING = Buffer.alloc(0);

interface Quality {
  readonly ascii: boolean;
  readonly utf8: boolean;
}

/** Cuts chunks of text into lines. Holds no more than the line that goes on in the next chunk. */
export class LineSplitter {
  readonly #origin: Origin;
  readonly #cap: number;
  #lines: Line[] = [];
  #line = 1;
  #offset = 0;
  #open = false;
  #carry: Buffer[] = [];
  #carried = 0;
  #start = 0;
  #nuls = 0;

  constructor(origin: Origin, cap: number) {
    this.#origin = origin;
    this.#cap = cap;
  }

  /** The lines that end in this chunk. */
  push(chunk: Buffer): Line[] {
    if (this.#nuls === 0 && chunk.indexOf(0) === -1) this.#text(chunk, 0, chunk.length);
    else this.#textAndNuls(chunk);
    this.#offset += chunk.length;
    return this.#taken();
  }

  /** The last line, where no line end follows it. */
  end(): Line[] {
    if (this.#open) this.#finish(NOTHING, this.#origin.of(this.#offset - this.#nuls), true);
    return this.#taken();
  }

  /** Where the line begins that goes on in the next chunk; infinite where none does. */
  get heldFrom(): number {
    return this.#open ? this.#start : Number.POSITIVE_INFINITY;
  }

  #taken(): Line[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  #textAndNuls(chunk: Buffer): void {
    for (let i = 0; i < chunk.length; ) {
      const text = endOfNuls(chunk, i);
      this.#nuls += text - i;
      if (text === chunk.length) return;
      this.#afterNuls(text);
      const nul = chunk.indexOf(0, text);
      i = nul === -1 ? chunk.length : nul;
      this.#text(chunk, text, i);
    }
  }

  /** NULs in front of a line fall away, a long run of them ends one, and a few within it belong to it. */
  #afterNuls(i: number): void {
    const nuls = this.#nuls;
    this.#nuls = 0;
    if (!this.#open) return;
    if (nuls >= NUL_RUN) this.#finish(NOTHING, this.#origin.of(this.#offset + i) - nuls * this.#origin.unit, true);
    else this.#keep(Buffer.alloc(nuls));
  }

  #text(chunk: Buffer, from: number, to: number): void {
    let i = from;
    if (this.#open) {
      const end = chunk.subarray(from, to).indexOf(LF);
      if (end === -1) {
        this.#keep(chunk.subarray(from, to));
        return;
      }
      this.#finish(chunk.subarray(from, from + end), this.#origin.of(this.#offset + from + end), false);
      this.#line += 1;
      i = from + end + 1;
    }
    const rest = this.#whole(chunk, i, to);
    if (rest < to) {
      this.#open = true;
      this.#start = this.#origin.of(this.#offset + rest);
      this.#keep(chunk.subarray(rest, to));
    }
  }

  /** All lines that begin and end in one chunk. Returns where the first one begins that does not. */
  #whole(chunk: Buffer, from: number, to: number): number {
    const region = chunk.subarray(from, to);
    const last = region.lastIndexOf(LF);
    if (last === -1) return from;
    const quality = qualityOf(region.subarray(0, last));
    let start = 0;
    for (let end = region.indexOf(LF); end !== -1; end = region.indexOf(LF, start)) {
      const at = this.#origin.of(this.#offset + from + start);
      this.#add(region, start, end, at, this.#origin.of(this.#offset + from + end), quality, false);
      this.#line += 1;
      start = end + 1;
    }
    return from + start;
  }

  #keep(bytes: Buffer): void {
    this.#carried += bytes.length;
    if (this.#carried > this.#cap) this.#carry = [];
    else this.#carry.push(bytes);
  }

  #finish(tail: Buffer, end: number, unterminated: boolean): void {
    this.#keep(tail);
    const bytes = this.#carried > this.#cap ? NOTHING : Buffer.concat(this.#carry);
    if (this.#carried > this.#cap) this.#addTooLarge(this.#start, end, unterminated);
    else this.#add(bytes, 0, bytes.length, this.#start, end, qualityOf(bytes), unterminated);
    this.#carry = [];
    this.#carried = 0;
    this.#open = false;
  }

  #addTooLarge(start: number, end: number, unterminated: boolean): void {
    const place = { bytes: NOTHING, from: 0, to: 0, start, end, line: this.#line };
    this.#lines.push({ ...place, ascii: true, utf8: true, unterminated, tooLarge: true });
  }

  #add(
    bytes: Buffer,
    from: number,
    to: number,
    start: number,
    end: number,
    quality: Quality,
    unterminated: boolean,
  ): void {
    if (to - from > this.#cap) {
      this.#addTooLarge(start, end, unterminated);
      return;
    }
    let last = to;
    if (last > from && bytes[last - 1] === CR) last -= 1;
    while (last > from && bytes[last - 1] === 0) last -= 1;
    const mark = hasMark(bytes, from) ? 3 : 0;
    this.#lines.push({
      bytes,
      from: from + mark,
      to: last,
      start: start + (mark === 0 || this.#origin.unit === 1 ? mark : 2),
      end: end - (to - last) * this.#origin.unit,
      line: this.#line,
      ascii: quality.ascii,
      utf8: quality.utf8 || isUtf8(bytes.subarray(from + mark, last)),
      unterminated,
      tooLarge: false,
    });
  }
}

/** Files that begin with a byte order mark and were joined have one in the middle, at the start of a line. */
function hasMark(bytes: Buffer, from: number): boolean {
  return bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
}

function endOfNuls(bytes: Buffer, from: number): number {
  let i = from;
  while (i < bytes.length && bytes[i] === 0) i += 1;
  return i;
}

function qualityOf(bytes: Buffer): Quality {
  const ascii = isAscii(bytes);
  return { ascii, utf8: ascii || isUtf8(bytes) };
}

/** The line as text. Bytes that are not UTF-8 become replacement characters. */
export function lineText({ bytes, from, to, ascii }: Line): string {
  return bytes.toString(ascii ? 'latin1' : 'utf8', from, to);
}
