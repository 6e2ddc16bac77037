import { type Sha256, sha256 } from '../core/digest.ts';
import {
  type Entry,
  type EventHead,
  entryText,
  eventEntryText,
  eventId,
  RAW_LIMIT,
  type RawText,
} from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import { type EventDraft, flatten } from '../core/event.ts';
import type { Format, Out, Taken } from '../core/format.ts';
import { placeText, positionText } from '../core/record.ts';
import type { CaseWriter } from '../store/case-writer.ts';
import { timelineRow } from '../store/derive.ts';
import { Accounts, type OpenRecord } from './accounts.ts';

/** Identical raw records are told apart by their ordinal; this many distinct ones are remembered. */
const REMEMBERED = 16_384;

/** Problems told by name when a file has been read. */
const NAMED = 3;

export interface NamedProblem {
  /** `:17`, `#/time`: behind the id of the evidence. */
  readonly place: string;
  readonly message: string;
}

export interface Subject {
  readonly sha256: Sha256;
  readonly format: Format;
  readonly taken: Taken;
}

type OutOf<Kind extends Out['kind']> = Extract<Out, { kind: Kind }>;

/**
 * Turns a format's answers into ledger entries. When the reading of evidence is resumed, the same answers come again:
 * entries that are there already are compared, not appended. Nothing twice, nothing lost, and no bookkeeping beside
 * the ledger.
 */
export class Recorder {
  readonly accounts = new Accounts();
  readonly #writer: CaseWriter;
  readonly #subject: Subject;
  /** Number of the next entry; below the ledger's size while resuming. */
  #next: number;
  readonly #parts = new Map<string, Record<string, Sha256>>();
  #damaged = false;
  readonly #ordinals = new Map<string, number>();
  readonly tally = { events: 0, sightings: 0, states: 0, problems: 0 };
  /** The first problems, for whoever waits at the terminal. */
  readonly named: NamedProblem[] = [];
  readonly span = { first: undefined as string | undefined, last: undefined as string | undefined };

  constructor(writer: CaseWriter, subject: Subject, next: number) {
    this.#writer = writer;
    this.#subject = subject;
    this.#next = next;
  }

  answer(outs: readonly Out[]): void {
    for (const out of outs) this.#write(out);
    for (const out of outs) if (out.kind !== 'state') this.accounts.settle(out.records);
  }

  /** Something of the evidence could not be framed or parsed. */
  damaged(): void {
    this.#damaged = true;
  }

  /** Ends the reading: every entry of an interrupted earlier reading must have come again. */
  finish(): void {
    if (this.#next < this.#writer.size) throw mismatch(this.#next);
  }

  #write(out: Out): void {
    if (out.kind === 'event') this.#event(out);
    else if (out.kind === 'part') this.#part(out);
    else if (out.kind === 'state') this.#state(out);
    else if (out.kind === 'problem') this.#problem(out);
    else this.accounts.ignored(out.rule, out.records);
  }

  #event({ event, records, rawIsPart }: OutOf<'event'>): void {
    const [primary = -1, ...others] = records;
    const open = [primary, ...others].map((number) => this.accounts.record(number));
    const raw = open.length === 1 ? (open[0]?.text ?? '') : open.map(({ text }) => text).join('\n');
    const at = open.map((record) => positionText(record.at));
    const { members, times, text: membersText } = flatten(event);
    const id = this.#id(event, at[0] ?? '', raw);
    const head = {
      at,
      evidence: this.#subject.sha256,
      id,
      ...(event.number === undefined ? {} : { number: event.number }),
    };
    const row = timelineRow(head, members, times);
    const known = this.#writer.find(row, membersText);
    for (const number of others) this.accounts.mark(number, 'folded');
    this.#notice(times.time);
    if (known !== undefined && known < this.#next) {
      this.accounts.mark(primary, 'known');
      this.tally.sightings++;
      this.#append({ entry: 'sighting', at, event: id, evidence: this.#subject.sha256 });
      return;
    }
    this.accounts.mark(primary, 'recorded');
    this.tally.events++;
    const entry: EventHead = { ...head, ...this.#raw(open, raw, rawIsPart === true) };
    if (this.#resumed(() => eventEntryText(entry, membersText))) return;
    this.#writer.appendEvent(entry, membersText, row);
    this.#next++;
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
      return { raw_sha256: this.#writer.appendRaw(raw), raw_size: Buffer.byteLength(raw) };
    }
    return records.length === 1 && first?.base64 !== undefined ? { raw_base64: first.base64 } : { raw };
  }

  #part({ subject, name, records }: OutOf<'part'>): void {
    const open = records.map((number) => this.accounts.record(number));
    const [primary = -1, ...others] = records;
    const text = open.map((record) => record.text).join('\n');
    const digest = open[0]?.part ?? sha256(text);
    for (const record of open) record.part = digest;
    const parts = this.#parts.get(subject) ?? (Object.create(null) as Record<string, Sha256>);
    parts[name] = digest;
    this.#parts.set(subject, parts);
    const known = this.#isPartKnown(digest);
    this.accounts.mark(primary, known ? 'known' : 'recorded');
    for (const number of others) this.accounts.mark(number, 'folded');
    if (known) return;
    this.#append({
      entry: 'part',
      at: open.map(({ at }) => positionText(at)),
      evidence: this.#subject.sha256,
      sha256: digest,
      ...this.#raw(open, text, false),
    });
  }

  #isPartKnown(digest: Sha256): boolean {
    const seq = this.#writer.findPart(digest);
    return seq !== undefined && seq < this.#next;
  }

  /** A snapshot of a damaged document is none: what it lacks may only have been cut off. Its parts are kept. */
  #state({ subject, newest }: OutOf<'state'>): void {
    if (this.#damaged) return;
    const parts = this.#parts.get(subject) ?? {};
    this.#parts.delete(subject);
    const { taken } = this.#subject;
    const text = JSON.stringify(Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))));
    const map = text.length > RAW_LIMIT ? { parts_sha256: this.#writer.appendRaw(text) } : { parts };
    const times = {
      ...(newest === undefined ? {} : { newest: newest.text }),
      ...(taken.at === undefined ? {} : { taken: taken.at.text }),
    };
    this.tally.states++;
    this.#append({
      entry: 'state',
      evidence: this.#subject.sha256,
      subject,
      taken_basis: taken.basis,
      ...times,
      ...map,
    });
  }

  #problem({ code, message, records }: OutOf<'problem'>): void {
    const open = records.map((number) => this.accounts.record(number));
    const [primary = -1, ...others] = records;
    this.accounts.mark(primary, 'problem');
    for (const number of others) this.accounts.mark(number, 'folded');
    this.tally.problems++;
    this.#name(
      open.map((record) => positionText(record.at)),
      message,
    );
    const raw = this.#raw(open, open.map(({ text }) => text).join('\n'), open[0]?.part !== undefined);
    this.#append({
      entry: 'problem',
      at: open.map((record) => positionText(record.at)),
      code,
      evidence: this.#subject.sha256,
      message,
      ...raw,
    });
  }

  #name(at: readonly string[], message: string): void {
    if (this.named.length < NAMED) this.named.push({ place: placeText(at), message });
  }

  #append(entry: Entry): void {
    if (this.#resumed(() => entryText(entry))) return;
    this.#writer.append(entry);
    this.#next++;
  }

  /** Whether the entry is there already, from an earlier reading that was interrupted. */
  #resumed(text: () => string): boolean {
    if (this.#next >= this.#writer.size) return false;
    if (this.#writer.text(this.#next) !== text()) throw mismatch(this.#next);
    this.#next++;
    return true;
  }

  #notice(time: string | undefined): void {
    if (time === undefined) return;
    if (this.span.first === undefined || time < this.span.first) this.span.first = time;
    if (this.span.last === undefined || time > this.span.last) this.span.last = time;
  }
}

function mismatch(seq: number): AppError {
  return new AppError(
    'resume-mismatch',
    `the interrupted reading gave another entry ${seq} than this one: the program or its options differ`,
    'run the version and options of the first reading, or start a new case',
  );
}
