import { isAscii, isUtf8 } from 'node:buffer';
import type { ProblemCode } from '../core/errors.ts';
import { type Position, pointerOf } from '../core/record.ts';
import type { Origin } from './charset.ts';
import type { Framer } from './framer.ts';
import { HttpHeads } from './http-heads.ts';
import { JsonScanner } from './json-scanner.ts';
import { readJson } from './json-value.ts';
import { maskedBytes, tooLarge } from './line-framer.ts';
import { maskedPath, maskText, maskUnder } from './masking.ts';
import { isNoise } from './noise.ts';
import { type ReadItem, ReadItems, type ReadOptions } from './read-item.ts';
import type { Conflict, Scanned, ScannedText, ScannedValue, ScanSelect } from './scanned.ts';

const CONFLICTS: Record<Conflict, string> = {
  duplicate: 'a name stands twice in the same object',
  name: 'the name is not Unicode',
  depth: 'nesting over 64',
};

/** Chosen values of JSON documents as records. */
export class DocumentFramer implements Framer {
  readonly #scanner: JsonScanner;
  readonly #options: ReadOptions;
  readonly #items = new ReadItems();
  readonly #heads = new HttpHeads();

  constructor(select: ScanSelect, origin: Origin, options: ReadOptions) {
    this.#scanner = new JsonScanner(select, origin, options.maxRecord);
    this.#options = options;
  }

  push(chunk: Buffer): readonly ReadItem[] {
    for (const found of this.#scanner.push(chunk)) this.#add(found);
    return this.#items.take();
  }

  end(): readonly ReadItem[] {
    for (const found of this.#scanner.end()) this.#add(found);
    return this.#items.take();
  }

  get heldFrom(): number {
    return this.#scanner.heldFrom;
  }

  #add(found: Scanned): void {
    if (found.kind === 'value') this.#value(found);
    else if (found.kind === 'text') this.#text(found);
    else if (found.kind === 'flaw')
      this.#items.problem(placeOf(found), 'bad-json', found.reason, this.#raw(found.bytes));
    else if (found.kind === 'cut')
      this.#items.problem(
        placeOf(found),
        'cut-in-record',
        'the evidence ends within a document',
        this.#raw(found.bytes),
      );
  }

  #value(scanned: ScannedValue): void {
    const { mask } = this.#options;
    const value = { ...scanned, path: maskedPath(scanned.path, mask) };
    const { bytes } = value;
    const at = positionOf(value);
    const [code, message] = doubtOf(value);
    if (bytes === undefined || code !== undefined) {
      const base64 = bytes === undefined || isUtf8(bytes) ? undefined : maskedBytes(bytes, this.#options.mask);
      this.#items.problem(at, code ?? 'record-too-large', message ?? '', this.#raw(bytes), base64);
      return;
    }
    const reading = readJson(bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8'), value, maskUnder(scanned.path, mask));
    if (reading.code === undefined) this.#items.json(at, reading.text, reading.json, value.path, value.document);
    else this.#items.problem(at, reading.code, reading.message, reading.text);
  }

  #text(found: ScannedText): void {
    const text = this.#raw(found.bytes).trimEnd();
    const at = { start: found.start, end: found.end, line: found.line };
    if (isNoise(text) || this.#heads.take(text, found.line)) this.#items.noise(at, text);
    else if (found.bytes === undefined)
      this.#items.problem(at, 'record-too-large', tooLarge(found.end - found.start), '');
    else this.#items.problem(at, 'bad-json', 'text that is not JSON', text);
  }

  #raw(bytes: Buffer | undefined): string {
    return bytes === undefined ? '' : maskText(bytes.toString(), this.#options.mask);
  }
}

/** What speaks against a value before it is parsed. */
function doubtOf({ bytes, start, end, cut, conflict }: ScannedValue): readonly [code?: ProblemCode, message?: string] {
  if (bytes === undefined) return ['record-too-large', tooLarge(end - start)];
  if (cut) return ['cut-in-record', 'the evidence ends within this record'];
  if (!isUtf8(bytes)) return ['ambiguous-json', 'not UTF-8'];
  return conflict === undefined ? [] : ['ambiguous-json', CONFLICTS[conflict]];
}

/** A whole document has its line, a part of one its pointer. */
function positionOf({ start, end, line, path }: ScannedValue): Position {
  return path.length === 0 ? { start, end, line } : { start, end, pointer: pointerOf(path) };
}

function placeOf({ start, end, line }: { start: number; end: number; line: number }): Position {
  return { start, end, line };
}
