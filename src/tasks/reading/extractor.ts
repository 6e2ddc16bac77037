import { type Sha256, sha256 } from '../../core/digest.ts';
import { type EventHead, eventEntryText, eventId, RAW_LIMIT, type RawText } from '../../core/entry.ts';
import { type EventDraft, flatten } from '../../core/event.ts';
import type { Format, Out, Taken } from '../../core/format.ts';
import { positionText } from '../../core/record.ts';
import type { ReadItem } from '../../readers/read.ts';
import { type TimelineRow, timelineRow } from '../../store/derive.ts';
import { Accounts, type OpenRecord } from './accounts.ts';
import type { BatchWriter } from './batch.ts';

/** Identical raw records are told apart by their ordinal; this many distinct ones are remembered. */
const REMEMBERED = 16_384;

export interface Subject {
  readonly sha256: Sha256;
  readonly format: Format;
  readonly taken: Taken;
}

/** Microseconds that are asked for. */
interface Span {
  readonly since?: number;
  readonly until?: number;
}

/** Rule by which events that `--since` and `--until` leave out are counted. */
const OUTSIDE = 'outside --since and --until';

type OutOf<Kind extends Out['kind']> = Extract<Out, { kind: Kind }>;
type FormatReading = ReturnType<Format['open']>;

/**
 * Turns records into what is to be written, as far as that can be known without the case. Runs on a thread of its own,
 * or on the main one, and gives the same.
 */
export class Extractor {
  readonly accounts: Accounts;
  readonly #subject: Subject;
  readonly #reading: FormatReading;
  readonly #batch: BatchWriter;
  readonly #span: Span;
  readonly #parts = new Map<string, Record<string, Sha256>>();
  readonly #ordinals = new Map<string, number>();
  #damaged = false;
  /** The text line or the document in which the evidence ends, if it was cut off there. */
  #cut: OutOf<'problem'> | undefined;
  /** That was given out only because the evidence ends. */
  #isLast = false;

  constructor(subject: Subject, reading: FormatReading, batch: BatchWriter, span: Span = {}) {
    this.#span = span;
    this.#subject = subject;
    this.#reading = reading;
    this.#batch = batch;
    this.accounts = new Accounts((record) => batch.told(record));
  }

  take(item: ReadItem): void {
    if (item.kind === 'record') {
      const { number, text } = item.record;
      this.#opened(item.record);
      if (item.unterminated === true && this.#subject.format.whole?.(text) !== true)
        this.#cutAt(cut(number), item.isLast);
      else this.#answer(this.#reading.push(item.record));
      return;
    }
    this.#opened(item);
    const records = [item.number];
    if (item.kind === 'noise') this.#answer([{ kind: 'ignored', rule: item.rule ?? 'message-around-json', records }]);
    else this.#damage({ kind: 'problem', code: item.code, message: item.message, records }, item.isLast);
  }

  /** Where the evidence ends within a document, that is told when it is known what the document lacks. */
  #damage(problem: OutOf<'problem'>, isLast: boolean | undefined): void {
    this.#damaged = true;
    if (problem.code === 'cut-in-record') this.#cutAt(problem, isLast);
    else if (problem.code === 'bad-gzip' && this.#cut !== undefined) this.#cut = both(problem, this.#cut);
    else this.#answer([problem]);
  }

  /** Only where the evidence ends can something be lacking; all that waited there for more is one problem. */
  #cutAt(problem: OutOf<'problem'>, isLast: boolean | undefined): void {
    const before = this.#cut;
    if (before !== undefined && !this.#isLast) this.#answer([before]);
    this.#cut = before !== undefined && this.#isLast ? both(before, problem) : problem;
    this.#isLast = isLast === true;
  }

  /** All records have been taken. What an act or a document lacks because its end was cut off is one problem with that. */
  end(): void {
    const outs = this.#reading.end();
    if (this.#cut === undefined) {
      this.#answer(outs);
      return;
    }
    const gone = outs.filter(({ kind }) => kind === 'problem' || (kind === 'event' && this.#isCutToo()));
    const lacking = gone.flatMap((out) => ('records' in out ? out.records : []));
    const records = [...new Set([...this.#cut.records, ...lacking])];
    this.#answer(outs.filter((out) => !gone.includes(out)));
    this.#answer([{ ...this.#cut, records }]);
  }

  #isCutToo(): boolean {
    return this.#subject.format.entriesOfLines === true;
  }

  #opened(item: Pick<OpenRecord, 'at' | 'text' | 'base64'> & { readonly number: number }): void {
    const { number, at, text, base64 } = item;
    this.accounts.opened(number, base64 === undefined ? { at, text } : { at, text, base64 });
  }

  #answer(outs: readonly Out[]): void {
    for (const out of outs) this.#write(out);
    for (const out of outs) if (out.kind !== 'state') this.accounts.settle(out.records);
  }

  #write(out: Out): void {
    if (out.kind === 'event') this.#event(out);
    else if (out.kind === 'part') this.#part(out);
    else if (out.kind === 'state') this.#state(out);
    else if (out.kind === 'problem') this.#problem(out);
    else this.accounts.ignored(out.rule, out.records);
  }

  #event({ event, records, rawIsPart }: OutOf<'event'>): void {
    const open = records.map((number) => this.accounts.record(number));
    const raw = open.length === 1 ? (open[0]?.text ?? '') : textOf(open);
    const at = open.map((record) => positionText(record.at));
    const { members, times, text } = flatten(event);
    const head = {
      at,
      evidence: this.#subject.sha256,
      id: this.#id(event, at[0] ?? '', raw),
      ...(event.number === undefined ? {} : { number: event.number }),
    };
    const row = timelineRow(head, members, times);
    if (this.#isOutside(row)) {
      this.accounts.ignored(OUTSIDE, records);
      return;
    }
    this.#mark(records, 'told');
    if (times.time !== undefined) this.#batch.time(times.time);
    const entry: EventHead = { ...head, ...this.#raw(open, raw, rawIsPart === true) };
    this.#batch.event(records[0] ?? -1, eventEntryText(entry, text), row);
  }

  /** An event without any time may have happened within, and is kept. */
  #isOutside({ sort, low, bounded }: TimelineRow): boolean {
    const { since, until } = this.#span;
    if (bounded === 2) return false;
    return (since !== undefined && sort < since) || (until !== undefined && (low ?? sort) > until);
  }

  /** The first record of an answer has its fate, the others are part of it. */
  #mark([primary = -1, ...others]: readonly number[], fate: 'told' | 'problem'): void {
    this.accounts.mark(primary, fate);
    for (const number of others) this.accounts.mark(number, 'folded');
  }

  #id(event: EventDraft, position: string, raw: string): Sha256 {
    const { sha256: evidence, format } = this.#subject;
    const { identity } = event;
    const timed = identity.by === 'record' && identity.time !== undefined ? `${identity.time}\n${raw}` : raw;
    return eventId(identity, event.number ?? 0, {
      format: format.id,
      evidence,
      position,
      record: () => this.#ordinal(timed),
    });
  }

  #ordinal(raw: string): string {
    const digest = sha256(raw);
    const ordinal = this.#ordinals.get(digest) ?? 0;
    if (this.#ordinals.size >= REMEMBERED) this.#ordinals.delete(this.#ordinals.keys().next().value ?? '');
    this.#ordinals.delete(digest);
    this.#ordinals.set(digest, ordinal + 1);
    return `${digest}\n${ordinal}`;
  }

  #raw(records: readonly OpenRecord[], raw: string, isPart: boolean): RawText {
    const [first] = records;
    if (isPart && first?.part !== undefined) return { part: first.part };
    if (raw.length * 3 > RAW_LIMIT && Buffer.byteLength(raw) > RAW_LIMIT) {
      this.#batch.raw(raw);
      return { raw_sha256: sha256(raw), raw_size: Buffer.byteLength(raw) };
    }
    return records.length === 1 && first?.base64 !== undefined ? { raw_base64: first.base64 } : { raw };
  }

  #part({ subject: told, name, records }: OutOf<'part'>): void {
    const subject = told.toWellFormed();
    const open = records.map((number) => this.accounts.record(number));
    const text = textOf(open);
    const digest = open[0]?.part ?? sha256(text);
    for (const record of open) record.part = digest;
    const parts = this.#parts.get(subject) ?? (Object.create(null) as Record<string, Sha256>);
    parts[name.toWellFormed()] = digest;
    this.#parts.set(subject, parts);
    this.#mark(records, 'told');
    this.#batch.part(records[0] ?? -1, {
      entry: 'part',
      at: open.map(({ at }) => positionText(at)),
      evidence: this.#subject.sha256,
      sha256: digest,
      ...this.#raw(open, text, false),
    });
  }

  /** A snapshot of a damaged document is none: what it lacks may only have been cut off. Its parts are kept. */
  #state({ subject: told, newest }: OutOf<'state'>): void {
    if (this.#damaged) return;
    const subject = told.toWellFormed();
    const parts = this.#parts.get(subject) ?? {};
    this.#parts.delete(subject);
    const { taken, sha256: evidence } = this.#subject;
    this.#batch.append({
      entry: 'state',
      evidence,
      subject,
      taken_basis: taken.basis,
      ...(newest === undefined ? {} : { newest: newest.text }),
      ...(taken.at === undefined ? {} : { taken: taken.at.text }),
      ...this.#map(Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)))),
    });
  }

  #map(parts: Readonly<Record<string, Sha256>>) {
    const text = JSON.stringify(parts);
    if (text.length <= RAW_LIMIT) return { parts };
    this.#batch.raw(text);
    return { parts_sha256: sha256(text) };
  }

  #problem({ code, message, records }: OutOf<'problem'>): void {
    const open = records.map((number) => this.accounts.record(number));
    this.#mark(records, 'problem');
    const at = open.map((record) => positionText(record.at));
    const raw = this.#raw(open, textOf(open), open[0]?.part !== undefined);
    this.#batch.append({ entry: 'problem', at, code, evidence: this.#subject.sha256, message, ...raw });
  }
}

function textOf(records: readonly OpenRecord[]): string {
  return records.map(({ text }) => text).join('\n');
}

function cut(number: number): OutOf<'problem'> {
  return {
    kind: 'problem',
    code: 'cut-in-record',
    message: 'cut in mid-line; the records before it are kept',
    records: [number],
  };
}

/** Where compressed data ends early, so does the line or the document in it. */
function both(outer: OutOf<'problem'>, inner: OutOf<'problem'>): OutOf<'problem'> {
  return { ...outer, records: [...outer.records, ...inner.records] };
}
