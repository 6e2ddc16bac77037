import type { Origin } from './charset.ts';
import type { Framer } from './framer.ts';
import { type Line, LineSplitter, lineText } from './line-splitter.ts';
import type { Mask } from './masking.ts';
import { type ReadItem, ReadItems, type ReadOptions } from './read-item.ts';

/** Text lines as records; lines of blanks are none. */
export class LineFramer implements Framer {
  readonly #splitter: LineSplitter;
  readonly #mask: Mask;
  readonly #items = new ReadItems();

  constructor(origin: Origin, { maxRecord, mask }: ReadOptions) {
    this.#splitter = new LineSplitter(origin, maxRecord);
    this.#mask = mask;
  }

  push(chunk: Buffer): readonly ReadItem[] {
    for (const line of this.#splitter.push(chunk)) this.#line(line);
    return this.#items.take();
  }

  end(): readonly ReadItem[] {
    for (const line of this.#splitter.end()) this.#line(line);
    return this.#items.take();
  }

  get heldFrom(): number {
    return this.#splitter.heldFrom;
  }

  #line(line: Line): void {
    const { start, end, unterminated } = line;
    const at = { start, end, line: line.line };
    if (line.tooLarge) {
      this.#items.problem(at, 'record-too-large', tooLarge(end - start), '');
      return;
    }
    const text = lineText(line);
    if (text.trim() === '') return;
    this.#items.line(
      at,
      this.#mask(text),
      line.utf8 ? undefined : maskedBytes(line.bytes.subarray(line.from, line.to), this.#mask),
      unterminated,
    );
  }
}

export function tooLarge(size: number): string {
  return `${size} bytes in one record; not read`;
}

/** Bytes that are not UTF-8, masked as if each were a character, base64. */
export function maskedBytes(bytes: Buffer, mask: Mask): string {
  return Buffer.from(mask(bytes.toString('latin1')), 'latin1').toString('base64');
}
