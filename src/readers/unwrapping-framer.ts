import type { EvidenceRecord, Position, Wrapped } from '../core/record.ts';
import type { Framer } from './framer.ts';
import { Joiner, type Taken } from './joiner.ts';
import { maskedBytes, tooLarge } from './line-framer.ts';
import { NUL_RUN } from './line-splitter.ts';
import { maskText } from './masking.ts';
import type { ProblemItem, ReadItem, ReadOptions } from './read-item.ts';
import { Segments } from './segments.ts';
import type { Content, Wrapper } from './wrappers/wrapper.ts';

const LINE_END = Buffer.from('\n');
/** Ends a line of which nobody knows whether it is whole. */
const CUT = Buffer.alloc(NUL_RUN);

/** What was seen of wrappers while reading. */
export interface WrapperReport {
  /** At least one entry states its time. */
  timed: boolean;
}

/**
 * Takes entries out of their wrapper and lets another framer read what was in them, as if it were a file of its own.
 * What that framer finds gets the places of the entries, and what the wrapper says of them. Entries in which nothing
 * can be found stand between its items, in their order.
 */
export class UnwrappingFramer implements Framer {
  readonly #wrapper: Wrapper;
  readonly #entries: Framer;
  readonly #inside: Framer;
  readonly #options: ReadOptions;
  readonly #report: WrapperReport;
  readonly #joiner: Joiner;
  readonly #segments = new Segments();
  /** Text that the inner framer has not seen yet. */
  #pending: Buffer[] = [];
  #items: ReadItem[] = [];
  #number = 0;
  #before: Wrapped | undefined;

  /** @param entries frames the entries, and masks nothing. @param inside reads what is in them. */
  constructor(wrapper: Wrapper, entries: Framer, inside: Framer, options: ReadOptions, report: WrapperReport) {
    this.#wrapper = wrapper;
    this.#entries = entries;
    this.#inside = inside;
    this.#options = options;
    this.#report = report;
    this.#joiner = new Joiner(options.maxRecord);
  }

  push(chunk: Buffer): readonly ReadItem[] {
    for (const item of this.#entries.push(chunk)) this.#take(item);
    this.#flush();
    this.#segments.forget(this.#inside.heldFrom);
    return this.#taken();
  }

  end(): readonly ReadItem[] {
    for (const item of this.#entries.end()) this.#take(item);
    for (const cut of this.#joiner.rest()) this.#add(cut, CUT);
    this.#flush();
    this.#found(this.#inside.end());
    return this.#taken();
  }

  get heldFrom(): number {
    return Math.min(this.#entries.heldFrom, this.#joiner.heldFrom, this.#segments.heldFrom);
  }

  #taken(): readonly ReadItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #take(item: ReadItem): void {
    if (item.kind === 'record') this.#entry(item.record, item.unterminated === true);
    else if (item.kind === 'noise') this.#aside({ ...item, text: this.#masked(item.text) });
    else this.#aside(this.#maskedProblem(item));
  }

  #entry(record: EvidenceRecord, unterminated: boolean): void {
    const { at, base64, json } = record;
    const bytes = base64 === undefined ? undefined : Buffer.from(base64, 'base64');
    const text = bytes?.toString('latin1') ?? record.text;
    const found = this.#wrapper.unwrap({ text, json });
    if (found?.kind === 'content') this.#content(found, at, bytes === undefined ? 'utf8' : 'latin1', unterminated);
    else if (found?.kind === 'noise')
      this.#aside({ kind: 'noise', number: 0, at, text: this.#masked(record.text), rule: found.rule });
    else {
      const code = found?.code ?? 'unknown-shape';
      const message = found?.message ?? `no entry of ${this.#wrapper.title}, as the others are`;
      const problem = { kind: 'problem', number: 0, at, code, message, text: record.text } as const;
      this.#aside(this.#maskedProblem(base64 === undefined ? problem : { ...problem, base64 }));
    }
  }

  #content({ text, says, piece, continues }: Content, at: Position, encoding: BufferEncoding, cut: boolean): void {
    const said = { by: this.#wrapper.title, ...says };
    const wrapped = continues === true ? (this.#before ?? said) : said;
    this.#before = wrapped;
    if (wrapped.time !== undefined) this.#report.timed = true;
    const bytes = typeof text === 'string' ? Buffer.from(text, encoding) : text;
    const taken = { bytes, at, wrapped, size: bytes.length };
    const whole = piece === undefined ? taken : this.#joiner.add(piece.stream, piece.last, taken);
    if (whole !== undefined) this.#add(whole, cut ? CUT : LINE_END);
    const overdue = this.#joiner.overdue();
    if (overdue !== undefined) this.#add(overdue, CUT);
  }

  #add({ bytes, at, wrapped, size }: Taken, end: Buffer): void {
    if (size > this.#options.maxRecord) {
      const message = tooLarge(size);
      this.#aside({ kind: 'problem', number: 0, at, code: 'record-too-large', message, text: '' });
      return;
    }
    this.#segments.add(bytes.length + end.length, at, wrapped);
    this.#pending.push(bytes, end);
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const text = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#found(this.#inside.push(text));
  }

  /** What the inner framer has found. */
  #found(items: readonly ReadItem[]): void {
    for (const item of items) {
      const number = this.#next();
      const { at, wrapped } = this.#segments.cover(item.kind === 'record' ? item.record.at : item.at);
      if (item.kind !== 'record') this.#items.push({ ...item, number, at });
      else if (wrapped === undefined) this.#items.push({ ...item, record: { ...item.record, number, at } });
      else {
        const both = together(wrapped, item.record.wrapped);
        this.#items.push({ ...item, record: { ...item.record, number, at, wrapped: both } });
      }
    }
  }

  /** What is passed on as it is, behind all that came before it. */
  #aside(item: Exclude<ReadItem, { kind: 'record' }>): void {
    this.#flush();
    this.#items.push({ ...item, number: this.#next() });
  }

  #masked(text: string): string {
    return maskText(text, this.#options.mask);
  }

  #maskedProblem(problem: ProblemItem): ProblemItem {
    const masked = { ...problem, text: this.#masked(problem.text) };
    if (problem.base64 === undefined) return masked;
    return { ...masked, base64: maskedBytes(Buffer.from(problem.base64, 'base64'), this.#options.mask) };
  }

  #next(): number {
    this.#number += 1;
    return this.#number - 1;
  }
}

/** What two wrappers say: the inner one was nearer to what happened. */
function together(outer: Wrapped, inner: Wrapped | undefined): Wrapped {
  if (inner === undefined) return outer;
  const clock = inner.time === undefined ? outer : inner;
  return {
    by: clock.by,
    time: clock.time,
    host: inner.host ?? outer.host,
    process: inner.process ?? outer.process,
  };
}
