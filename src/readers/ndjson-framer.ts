import type { Origin } from './charset.ts';
import type { Framer } from './framer.ts';
import { HttpHeads } from './http-heads.ts';
import { JsonPass } from './json-pass.ts';
import { type JsonReading, readJson } from './json-value.ts';
import { maskedBytes, tooLarge } from './line-framer.ts';
import { type Line, LineSplitter, lineText } from './line-splitter.ts';
import { maskText } from './masking.ts';
import { isNoise } from './noise.ts';
import { type ReadItem, ReadItems, type ReadOptions } from './read-item.ts';

const WHOLE_DOCUMENT: readonly never[] = [];

/** One JSON value a line. A bad line costs only itself. */
export class NdjsonFramer implements Framer {
  readonly #splitter: LineSplitter;
  readonly #options: ReadOptions;
  readonly #items = new ReadItems();
  readonly #pass = new JsonPass();
  readonly #heads = new HttpHeads();
  #document = 0;

  constructor(origin: Origin, options: ReadOptions) {
    this.#splitter = new LineSplitter(origin, options.maxRecord);
    this.#options = options;
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
    const at = { start: line.start, end: line.end, line: line.line };
    if (line.tooLarge) {
      this.#items.problem(at, 'record-too-large', tooLarge(line.end - line.start), '');
      this.#document += 1;
      return;
    }
    const text = lineText(line);
    const first = text.charCodeAt(0);
    if (first === 0x7b) this.#value(line, at, text);
    else if (text.trim() === '') return;
    else if (isNoise(text) || this.#heads.take(text, line.line))
      this.#items.noise(at, maskText(text, this.#options.mask));
    else this.#value(line, at, text);
  }

  #value(line: Line, at: { start: number; end: number; line: number }, text: string): void {
    const document = this.#document;
    this.#document += 1;
    this.#pass.begin(line.bytes[line.from] ?? 0);
    this.#pass.run(line.bytes, line.from, line.to);
    const reading = readJson(text, this.#pass, this.#options.mask);
    if (line.unterminated && isCut(reading)) {
      this.#items.problem(at, 'cut-in-record', 'the record has no end', reading.text, this.#base64(line));
    } else if (reading.code !== undefined) {
      this.#items.problem(at, reading.code, reading.message, reading.text, this.#base64(line));
    } else if (line.utf8) {
      this.#items.json(at, reading.text, reading.json, WHOLE_DOCUMENT, document);
    } else {
      this.#items.problem(at, 'ambiguous-json', 'not UTF-8', reading.text, this.#base64(line));
    }
  }

  #base64({ bytes, from, to, utf8 }: Line): string | undefined {
    return utf8 ? undefined : maskedBytes(bytes.subarray(from, to), this.#options.mask);
  }
}

/** Without a line end only a number can be cut and still be valid. */
function isCut(reading: JsonReading): boolean {
  return reading.code === undefined ? typeof reading.json === 'number' : reading.code === 'bad-json';
}
