import type { Json } from '../core/json.ts';
import type { Position } from '../core/record.ts';
import type { Origin } from './charset.ts';
import { csvCells } from './csv-cells.ts';
import type { Framer } from './framer.ts';
import { maskedBytes, tooLarge } from './line-framer.ts';
import { type Line, LineSplitter, lineText } from './line-splitter.ts';
import type { Mask } from './masking.ts';
import { type ReadItem, ReadItems, type ReadOptions } from './read-item.ts';
import { joined } from './segments.ts';

interface Row {
  readonly texts: string[];
  at: Position;
  size: number;
  /** Quotes seen so far: while their number is odd the row goes on in the next line. */
  quotes: number;
}

/** Rows of a table under a header (RFC 4180), each as an object; a cell in quotes may hold line ends. */
export class CsvFramer implements Framer {
  readonly #splitter: LineSplitter;
  readonly #cap: number;
  readonly #mask: Mask;
  readonly #items = new ReadItems();
  #header: readonly string[] | undefined;
  #row: Row | undefined;
  #number = 0;

  constructor(origin: Origin, { maxRecord, mask }: ReadOptions) {
    this.#splitter = new LineSplitter(origin, maxRecord);
    this.#cap = maxRecord;
    this.#mask = mask;
  }

  push(chunk: Buffer): readonly ReadItem[] {
    for (const line of this.#splitter.push(chunk)) this.#line(line);
    return this.#items.take();
  }

  end(): readonly ReadItem[] {
    for (const line of this.#splitter.end()) this.#line(line);
    if (this.#row !== undefined) this.#problem(this.#row, 'cut-in-record', 'the evidence ends within a cell');
    return this.#items.take();
  }

  get heldFrom(): number {
    return Math.min(this.#splitter.heldFrom, this.#row?.at.start ?? Number.POSITIVE_INFINITY);
  }

  #line(line: Line): void {
    const text = lineText(line);
    const at = { start: line.start, end: line.end, line: line.line };
    if (line.tooLarge) {
      this.#items.problem(at, 'record-too-large', tooLarge(line.end - line.start), '');
      return;
    }
    if (!line.utf8) {
      const base64 = maskedBytes(line.bytes.subarray(line.from, line.to), this.#mask);
      this.#items.problem(at, 'unknown-shape', 'not UTF-8', this.#mask(text), base64);
      return;
    }
    if (this.#row === undefined && text.trim() === '') return;
    const row = this.#row ?? { texts: [] as string[], at, size: 0, quotes: 0 };
    row.texts.push(text);
    row.at = joined(row.at, at);
    row.size += text.length + 1;
    row.quotes += text.split('"').length - 1;
    this.#row = row;
    if (row.quotes % 2 === 0) this.#finish(row);
    else if (row.size > this.#cap) this.#problem({ ...row, texts: [] }, 'record-too-large', tooLarge(row.size));
  }

  #finish(row: Row): void {
    const cells = csvCells(row.texts.join('\n'));
    const header = this.#header;
    if (header === undefined) {
      this.#header = cells;
      this.#row = undefined;
    } else if (cells.length === header.length) {
      const json = Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])) as Json;
      this.#items.json(row.at, this.#mask(row.texts.join('\n')), json, [], this.#number);
      this.#number += 1;
      this.#row = undefined;
    } else this.#problem(row, 'unknown-shape', `${cells.length} cells under a header of ${header.length}`);
  }

  #problem({ texts, at }: Row, code: 'cut-in-record' | 'record-too-large' | 'unknown-shape', message: string): void {
    this.#items.problem(at, code, message, this.#mask(texts.join('\n')));
    this.#row = undefined;
  }
}
