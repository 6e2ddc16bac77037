import { Capture } from './capture.ts';
import type { Origin } from './charset.ts';
import { BYTE, KIND, KINDS } from './json-bytes.ts';
import { JsonFrame, readName } from './json-frame.ts';
import { JsonPass, type Layout } from './json-pass.ts';
import { ScanPlace } from './scan-place.ts';
import type { Conflict, Scanned, ScanSelect } from './scanned.ts';
import { TextPass } from './text-pass.ts';

/** Deeper arrays and objects are not entered. */
const MOST_ENTERED = 64;
const NOTHING = Buffer.alloc(0);

/**
 * Frames JSON without parsing it: one document or many, with lines of text around them. Chunk in, findings out; holds
 * no more than the value that goes on in the next chunk.
 *
 * Damage stays where it is: a flaw in a value is the parser's to find, a flaw between values is reported and passed.
 */
export class JsonScanner {
  readonly #select: ScanSelect;
  readonly #place: ScanPlace;
  readonly #pass = new JsonPass();
  readonly #textPass = new TextPass();
  readonly #capture: Capture;
  #found: Scanned[] = [];
  readonly #frames: JsonFrame[] = [];
  readonly #root: { layout: Layout | undefined } = { layout: undefined };
  readonly #path: (string | number)[] = [];
  #mode: 'structure' | 'value' | 'skip' | 'name' | 'garbage' | 'text' = 'structure';
  #document = -1;
  #first = 0;
  #conflict: Conflict | undefined;
  /** Line on which a document ended last. */
  #endLine = 0;

  constructor(select: ScanSelect, origin: Origin, cap: number) {
    this.#select = select;
    this.#place = new ScanPlace(origin);
    this.#capture = new Capture(this.#place, cap);
  }

  push(chunk: Buffer): Scanned[] {
    for (let i = 0; i < chunk.length; ) {
      if (this.#mode === 'structure') i = this.#structure(chunk, i);
      else if (this.#mode === 'text') i = this.#text(chunk, i);
      else i = this.#passOver(chunk, i);
    }
    this.#place.advance(chunk.length);
    return this.#taken();
  }

  /** The evidence ends here. */
  end(): Scanned[] {
    if (this.#mode === 'value') this.#addValue(NOTHING, 0, true);
    else if (this.#mode === 'text') this.#addText(NOTHING, 0);
    else if (this.#mode === 'name' || this.#mode === 'garbage')
      this.#found.push({ kind: 'cut', ...this.#capture.finish(NOTHING, 0) });
    else if (this.#mode === 'skip' || this.#frames.length > 0)
      this.#found.push({ kind: 'cut', ...this.#place.span(NOTHING, 0, 0) });
    return this.#taken();
  }

  /** Where the thing begins that goes on in the next chunk; infinite where nothing does. */
  get heldFrom(): number {
    return this.#mode === 'structure' || this.#mode === 'skip' ? Number.POSITIVE_INFINITY : this.#capture.start;
  }

  #taken(): Scanned[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Bytes between values. */
  #structure(chunk: Buffer, from: number): number {
    let i = from;
    while (i < chunk.length && this.#mode === 'structure') {
      const byte = chunk[i] as number;
      const kind = KINDS[byte] as number;
      if (kind === KIND.blank) i += 1;
      else if (kind === KIND.lineFeed) {
        i += 1;
        this.#place.startLine(i, 1);
      } else {
        i = this.#token(chunk, i, byte, kind);
        this.#place.touched = true;
      }
    }
    return i;
  }

  #token(chunk: Buffer, i: number, byte: number, kind: number): number {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return this.#outside(i, byte, kind);
    if (kind === KIND.closeObject || kind === KIND.closeArray) return this.#close(chunk, i, kind === KIND.closeObject);
    if (frame.expects === 'colon' || frame.expects === 'comma') return this.#separator(chunk, i, frame, kind);
    if (frame.isObject && frame.expects !== 'value') return this.#name(chunk, i, frame, kind);
    if (kind !== KIND.comma && kind !== KIND.colon) return this.#value(i, byte, frame);
    this.#flaw('a value is missing', chunk, i, i + 1);
    if (kind === KIND.comma) frame.expects = 'next';
    return i + 1;
  }

  #outside(i: number, byte: number, kind: number): number {
    if (kind === KIND.openObject || kind === KIND.openArray) {
      this.#document += 1;
      return this.#value(i, byte, undefined);
    }
    this.#capture.begin(i);
    this.#mode = 'text';
    this.#textPass.begin();
    return i;
  }

  #separator(chunk: Buffer, i: number, frame: JsonFrame, kind: number): number {
    const colon = frame.expects === 'colon';
    const junk = kind === KIND.scalar || kind === KIND.quote || kind === KIND.colon;
    if (!colon && junk && this.#place.touched && frame.layout !== undefined) return this.#junk(i, frame.layout);
    frame.expects = colon ? 'value' : 'next';
    if (kind === (colon ? KIND.colon : KIND.comma)) return i + 1;
    this.#flaw(colon ? 'a colon is missing' : 'a comma is missing', chunk, i, i);
    return i;
  }

  /** What follows a value on its line, where each value has its own: the rest of a damaged one. */
  #junk(i: number, layout: Layout): number {
    this.#capture.begin(i);
    this.#pass.beginJunk(layout);
    this.#mode = 'garbage';
    return i;
  }

  #name(chunk: Buffer, i: number, frame: JsonFrame, kind: number): number {
    if (kind === KIND.comma || kind === KIND.colon) {
      this.#flaw('a name is missing', chunk, i, i + 1);
      return i + 1;
    }
    frame.layout = this.#place.layout(i, chunk[i] as number, BYTE.closeObject) ?? frame.layout;
    this.#capture.begin(i);
    this.#pass.begin(chunk[i] as number, frame.layout);
    this.#mode = kind === KIND.quote ? 'name' : 'garbage';
    return i;
  }

  #value(i: number, byte: number, frame: JsonFrame | undefined): number {
    if (frame !== undefined && !frame.isObject) {
      this.#path[this.#frames.length - 1] = frame.count;
      frame.count += 1;
    }
    let choice = frame?.conflict === undefined ? this.#select(this.#path, byte) : 'take';
    this.#conflict = frame?.conflict;
    if (choice === 'enter') {
      const opens = byte === BYTE.openObject || byte === BYTE.openArray;
      if (opens && this.#frames.length < MOST_ENTERED) return this.#enter(i, byte);
      this.#conflict = opens ? 'depth' : undefined;
      choice = opens ? 'take' : 'skip';
    }
    this.#first = byte;
    this.#capture.begin(i);
    this.#pass.begin(byte, this.#layoutOf(i, byte, frame));
    this.#mode = choice === 'take' ? 'value' : 'skip';
    return i;
  }

  /** The layout of a value or, where it does not begin its line, of those before it. */
  #layoutOf(i: number, byte: number, frame: JsonFrame | undefined): Layout | undefined {
    if (frame?.isObject === true) return frame.layout;
    const own = this.#place.layout(i, byte, frame === undefined ? -1 : BYTE.closeArray);
    const usual = frame ?? this.#root;
    if (own !== undefined && KINDS[byte] !== KIND.scalar) usual.layout = own;
    return own ?? usual.layout;
  }

  #enter(i: number, first: number): number {
    this.#found.push({ kind: 'open', path: [...this.#path], document: this.#document, first });
    this.#frames.push(new JsonFrame(first === BYTE.openObject, this.#place.at(i), this.#place.line));
    this.#path.push('');
    return i + 1;
  }

  #close(chunk: Buffer, i: number, isObject: boolean): number {
    const top = this.#frames.at(-1);
    if (top?.isObject !== isObject && top?.layout !== undefined && this.#place.touched)
      return this.#junk(i, top.layout);
    if (!this.#frames.some((frame) => frame.isObject === isObject)) {
      this.#flaw('a closing bracket too many', chunk, i, i + 1);
      return i + 1;
    }
    while (this.#frames.at(-1)?.isObject !== isObject) {
      this.#flaw('a closing bracket is missing', chunk, i, i);
      this.#pop(i);
    }
    const expects = this.#frames.at(-1)?.expects;
    if (expects === 'next') this.#flaw('a comma before the closing bracket', chunk, i, i);
    else if (expects !== 'first' && expects !== 'comma') this.#flaw('a value is missing', chunk, i, i);
    this.#pop(i);
    return i + 1;
  }

  #pop(i: number): void {
    const frame = this.#frames.pop();
    this.#path.pop();
    const around = this.#frames.at(-1);
    if (around !== undefined) {
      around.expects = 'comma';
      around.quiet = false;
    } else if (frame !== undefined) {
      const place = { start: frame.start, end: this.#place.at(i + 1), line: frame.line, lastLine: this.#place.line };
      this.#found.push({ kind: 'close', document: this.#document, ...place });
      this.#endLine = this.#place.line;
    }
  }

  /** Bytes of a value, of a name, or of what stands where a name should. */
  #passOver(chunk: Buffer, from: number): number {
    const end = this.#pass.run(chunk, from, chunk.length);
    if (this.#pass.state === 'more') {
      if (this.#mode !== 'skip') this.#capture.keep(chunk);
      return end;
    }
    const frame = this.#frames.at(-1);
    if (this.#mode === 'value') this.#addValue(chunk, end, false);
    else if (this.#mode !== 'skip' && frame !== undefined) this.#addName(chunk, end, frame);
    else if (frame === undefined) this.#endLine = this.#place.line + this.#pass.lineFeeds;
    this.#goOn(frame);
    return end;
  }

  /** After a value or a name: what is expected now, and on which line. */
  #goOn(frame: JsonFrame | undefined): void {
    const { state, lineFeeds, fresh } = this.#pass;
    const named = this.#mode === 'name';
    if (state === 'whole') this.#place.line += lineFeeds;
    else this.#place.startLine(fresh, lineFeeds);
    if (frame !== undefined && (!named || state !== 'whole')) {
      const again = state === 'next' || this.#mode === 'garbage' || named;
      frame.expects = again ? 'next' : 'comma';
      frame.quiet = again;
    }
    this.#mode = 'structure';
  }

  #addValue(chunk: Buffer, end: number, cut: boolean): void {
    const { names, deepest, trailingCommas, state } = this.#pass;
    const trim = state === 'next' || state === 'around';
    this.#found.push({
      kind: 'value',
      path: [...this.#path],
      document: this.#document,
      first: this.#first,
      ...(trim ? this.#capture.finishTrimmed(chunk, end) : this.#capture.finish(chunk, end)),
      names,
      deepest,
      trailingCommas,
      lastLine: this.#place.line + this.#pass.lineFeeds,
      cut: cut && !this.#pass.flawed,
      conflict: this.#conflict,
    });
    if (this.#frames.length === 0) this.#endLine = this.#place.line + this.#pass.lineFeeds;
  }

  #addName(chunk: Buffer, end: number, frame: JsonFrame): void {
    if (this.#mode === 'name' && this.#pass.state === 'whole') {
      const { name, valid } = readName(this.#capture.finish(chunk, end).bytes);
      this.#path[this.#frames.length - 1] = name;
      frame.name(name, valid);
    } else {
      const reason = frame.isObject ? 'a member without a sound name' : 'no value';
      this.#found.push({ kind: 'flaw', reason, ...this.#capture.finishTrimmed(chunk, end) });
    }
  }

  /** Text around the documents, up to the end of its line. */
  #text(chunk: Buffer, from: number): number {
    const end = this.#textPass.run(chunk, from);
    if (this.#textPass.state === 'more') {
      this.#capture.keep(chunk);
      return end;
    }
    this.#mode = 'structure';
    if (this.#textPass.state === 'line') this.#addText(chunk, end);
    else this.#place.startLine(end, 0);
    return end;
  }

  #addText(chunk: Buffer, end: number): void {
    const place = this.#capture.finish(chunk, end);
    this.#found.push({ kind: 'text', ...place, beside: this.#endLine === place.line });
  }

  #flaw(reason: string, chunk: Buffer, from: number, to: number): void {
    const frame = this.#frames.at(-1);
    if (frame?.quiet === false) this.#found.push({ kind: 'flaw', reason, ...this.#place.span(chunk, from, to) });
    if (frame !== undefined) frame.quiet = true;
  }
}
