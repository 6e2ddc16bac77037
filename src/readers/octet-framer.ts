import { isUtf8 } from 'node:buffer';
import type { Origin } from './charset.ts';
import type { Framer } from './framer.ts';
import { maskedBytes, tooLarge } from './line-framer.ts';
import type { Mask } from './masking.ts';
import { type ReadItem, ReadItems, type ReadOptions } from './read-item.ts';

const LF = 10;
const SPACE = 32;
/** Each message begins with its priority. */
const OPENS = 60;
const MOST_DIGITS = 9;

/**
 * Messages that stand behind their length, as syslog is sent over a stream (RFC 6587: `57 <134>1 …`), with or without
 * line ends between them. What has no length is taken up to the end of its line.
 */
export class OctetFramer implements Framer {
  readonly #origin: Origin;
  readonly #cap: number;
  readonly #mask: Mask;
  readonly #items = new ReadItems();
  #mode: 'between' | 'length' | 'message' | 'stray' = 'between';
  #offset = 0;
  #line = 1;
  #start = 0;
  #startLine = 1;
  #digits = '';
  #left = 0;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(origin: Origin, { maxRecord, mask }: ReadOptions) {
    this.#origin = origin;
    this.#cap = maxRecord;
    this.#mask = mask;
  }

  push(chunk: Buffer): readonly ReadItem[] {
    for (let i = 0; i < chunk.length; ) {
      if (this.#mode === 'between') i = this.#between(chunk, i);
      else if (this.#mode === 'length') i = this.#length(chunk, i);
      else i = this.#body(chunk, i);
    }
    this.#offset += chunk.length;
    return this.#items.take();
  }

  end(): readonly ReadItem[] {
    if (this.#mode === 'length') this.#keep(Buffer.from(this.#digits));
    if (this.#mode !== 'between') this.#finish(this.#offset, true);
    return this.#items.take();
  }

  get heldFrom(): number {
    return this.#mode === 'between' ? Number.POSITIVE_INFINITY : this.#start;
  }

  /** Blanks and NULs between messages. */
  #between(chunk: Buffer, from: number): number {
    let i = from;
    while (i < chunk.length && (chunk[i] ?? 0) <= SPACE) {
      if (chunk[i] === LF) this.#line += 1;
      i += 1;
    }
    if (i === chunk.length) return i;
    this.#start = this.#origin.of(this.#offset + i);
    this.#startLine = this.#line;
    this.#digits = '';
    this.#mode = 'length';
    return i;
  }

  #length(chunk: Buffer, i: number): number {
    const byte = chunk[i] ?? 0;
    if (byte >= 48 && byte <= 57 && this.#digits.length < MOST_DIGITS && !this.#digits.endsWith(' ')) {
      this.#digits += String.fromCharCode(byte);
      return i + 1;
    }
    if (byte === SPACE && /^[1-9]\d*$/.test(this.#digits)) {
      this.#digits += ' ';
      return i + 1;
    }
    const counted = byte === OPENS && this.#digits.endsWith(' ');
    this.#mode = counted ? 'message' : 'stray';
    this.#left = counted ? Number(this.#digits) : Number.POSITIVE_INFINITY;
    if (!counted) this.#keep(Buffer.from(this.#digits));
    return i;
  }

  #body(chunk: Buffer, from: number): number {
    const lineEnd = this.#mode === 'stray' ? chunk.indexOf(LF, from) : -1;
    const to = lineEnd === -1 ? Math.min(chunk.length, from + this.#left) : lineEnd;
    const part = chunk.subarray(from, to);
    this.#keep(part);
    this.#left -= part.length;
    if (this.#mode === 'message') for (const byte of part) if (byte === LF) this.#line += 1;
    if (this.#left === 0 || lineEnd !== -1) this.#finish(this.#offset + to, false);
    return to;
  }

  #keep(bytes: Buffer): void {
    this.#size += bytes.length;
    if (this.#size > this.#cap) this.#parts = [];
    else this.#parts.push(bytes);
  }

  #finish(end: number, unterminated: boolean): void {
    const at = { start: this.#start, end: this.#origin.of(end), line: this.#startLine };
    const bytes = Buffer.concat(this.#parts);
    if (this.#size > this.#cap) this.#items.problem(at, 'record-too-large', tooLarge(this.#size), '');
    else {
      const base64 = isUtf8(bytes) ? undefined : maskedBytes(bytes, this.#mask);
      this.#items.line(at, this.#mask(bytes.toString()), base64, unterminated);
    }
    this.#parts = [];
    this.#size = 0;
    this.#mode = 'between';
  }
}
