import type { Entry } from '../../core/entry.ts';
import { AppError } from '../../core/errors.ts';
import { parsePosition } from '../../core/record.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import type { Candidate, Choice } from './choices.ts';
import { goneOf, isLonger } from './sealed.ts';

/** An entry that is told of by name. */
export interface Listed {
  readonly seq: number;
  readonly kind: Entry['entry'];
  /** `EV-7c1e0a3b:17`; empty for what stands nowhere. */
  readonly place: string;
  /** What it is, without a name or value of it. */
  readonly what: string;
}

/** What is to be removed, and what holds the same and stays. */
export interface Plan {
  /** Entries of the case when it was made. */
  readonly size: number;
  readonly by: readonly string[];
  /** Numbers of the entries whose text goes, ascending. */
  readonly seqs: readonly number[];
  /** Entries that keep their text and lose values that are sealed beside it: digests of these, hex. */
  readonly sealed: ReadonlyMap<number, readonly string[]>;
  readonly listed: readonly Listed[];
  readonly kinds: ReadonlyMap<string, number>;
  /** Entries that hold a value and are needed: receipts, the case itself, what redactions say. */
  readonly kept: readonly Listed[];
  /** Entries in which the letters stand within a longer name. */
  readonly longer: readonly Listed[];
}

/** Entries told of one by one. */
const LISTED = 1000;

/** Without these the case could not say where anything comes from, or what was removed. */
const NEEDED: ReadonlySet<string> = new Set(['case', 'evidence', 'evidence-end', 'withdraw', 'redact']);

/** Goes through all entries. @throws {AppError} `usage` for an entry that was named and is not there */
export function planOf(reader: CaseReader, choices: readonly Choice[], progress: (done: number) => void): Plan {
  const plan = new Planning(choices);
  const { size } = reader.entries;
  for (let seq = 0; seq < size; seq++) {
    const text = reader.entries.text(seq);
    const disclosures = text.includes('"_sd":[') ? reader.entries.disclosures(seq) : [];
    if (text !== '') plan.look(candidateOf(reader, seq, text), disclosures);
    if (seq % 20_000 === 0) progress(seq);
  }
  return plan.finish(size);
}

function candidateOf(reader: CaseReader, seq: number, text: string): Candidate {
  let parsed: Entry | undefined;
  const entry = (): Entry => {
    parsed ??= reader.entry(seq);
    return parsed;
  };
  return { seq, text, entry, long: () => longTexts(reader, text, entry) };
}

function longTexts(reader: CaseReader, text: string, entry: () => Entry): string[] {
  if (text.includes('"raw_base64":"')) return base64Texts(entry());
  if (!text.includes('"raw_sha256":"') && !text.includes('"parts_sha256":"')) return [];
  const read = entry();
  const digest = read.entry === 'state' ? read.parts_sha256 : 'raw_sha256' in read ? read.raw_sha256 : undefined;
  return digest === undefined ? [] : [reader.entries.raw(digest) ?? ''];
}

/** A record that is not UTF-8, as far as it can be read. */
function base64Texts(entry: Entry): string[] {
  const raw = 'raw_base64' in entry ? entry.raw_base64 : undefined;
  if (raw === undefined) return [];
  const bytes = Buffer.from(raw, 'base64');
  return [bytes.toString('latin1'), bytes.toString('utf8')];
}

class Planning {
  readonly #choices: readonly Choice[];
  readonly #met = new Set<Choice>();
  readonly #seqs: number[] = [];
  readonly #sealed = new Map<number, readonly string[]>();
  readonly #listed: Listed[] = [];
  readonly #kinds = new Map<string, number>();
  readonly #kept: Listed[] = [];
  readonly #longer: Listed[] = [];
  readonly #events = new Set<string>();

  constructor(choices: readonly Choice[]) {
    this.#choices = choices;
  }

  look(candidate: Candidate, disclosures: readonly string[]): void {
    const held = this.#choices.map((choice) => this.#ask(choice, candidate));
    if (held.includes('whole') || this.#isSightingOfGone(candidate)) {
      this.#take(candidate);
      return;
    }
    const gone = goneOf(disclosures, this.#choices);
    if (gone.length > 0) this.#unseal(candidate, gone);
    else if ((held.includes('part') || isLonger(disclosures, this.#choices)) && this.#longer.length < LISTED)
      this.#longer.push(listed(candidate));
  }

  #unseal(candidate: Candidate, gone: readonly string[]): void {
    this.#sealed.set(candidate.seq, gone);
    this.#list(candidate, gone.length === 1 ? ', 1 sealed value' : `, ${gone.length} sealed values`);
  }

  #ask(choice: Choice, candidate: Candidate): ReturnType<Choice['chosen']> {
    const held = choice.chosen(candidate);
    if (held === 'whole') this.#met.add(choice);
    return held;
  }

  /** That an event was seen again says nothing when the event is gone. */
  #isSightingOfGone({ text, entry }: Candidate): boolean {
    if (this.#events.size === 0 || !text.includes('"entry":"sighting"')) return false;
    const read = entry();
    return read.entry === 'sighting' && this.#events.has(read.event);
  }

  #take(candidate: Candidate): void {
    const entry = candidate.entry();
    if (NEEDED.has(entry.entry)) {
      if (this.#kept.length < LISTED) this.#kept.push(listed(candidate));
      return;
    }
    this.#seqs.push(candidate.seq);
    if (entry.entry === 'event') this.#events.add(entry.id);
    this.#list(candidate);
  }

  #list(candidate: Candidate, more = ''): void {
    const { kind, what, ...rest } = listed(candidate);
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
    if (this.#listed.length < LISTED) this.#listed.push({ ...rest, kind, what: what + more });
  }

  finish(size: number): Plan {
    for (const choice of this.#choices) {
      if (choice.named === undefined || this.#met.has(choice)) continue;
      throw new AppError('usage', `no entry is ${choice.named}, or its text is gone already`, NUMBERS);
    }
    const by = [...new Set(this.#choices.map((choice) => choice.by))].sort();
    const [seqs, named, kinds, kept, longer] = [this.#seqs, this.#listed, this.#kinds, this.#kept, this.#longer];
    return { size, by, seqs, sealed: this.#sealed, listed: named, kinds, kept, longer };
  }
}

const NUMBERS = '`verify` and `redact --dry-run` give entry numbers, `show --json` gives ids and places';

/** Names no value of the entry: the list may be kept where the value must not be. */
function listed({ seq, entry: read }: Candidate): Listed {
  const entry = read();
  return { seq, kind: entry.entry, place: placeOf(entry), what: whatOf(entry) };
}

/** As `redact` takes it. A pointer may hold a name: the bytes stand in its place. */
function placeOf(entry: Entry): string {
  if (entry.entry === 'note') return `note:${entry.id.slice(0, 8)}`;
  if (entry.entry === 'evidence') return `EV-${entry.sha256.slice(0, 8)}`;
  if (!('evidence' in entry)) return '';
  const first = 'at' in entry ? entry.at[0] : undefined;
  if (first === undefined) return `EV-${entry.evidence.slice(0, 8)}`;
  const { start, end, line } = parsePosition(first);
  return `EV-${entry.evidence.slice(0, 8)}${line === undefined ? `@${start}-${end}` : `:${line}`}`;
}

function whatOf(entry: Entry): string {
  if (entry.entry === 'event' || entry.entry === 'note')
    return [entry.event.action, entry.event.time ?? entry.event.not_after ?? ''].join(' ').trim();
  return entry.entry === 'problem' ? entry.code : WHAT[entry.entry];
}

const WHAT: Readonly<Record<Exclude<Entry['entry'], 'event' | 'note' | 'problem'>, string>> = {
  case: 'the origin of the case',
  evidence: 'receipt: name of the file, or how it was read',
  'evidence-end': 'closing receipt',
  state: 'snapshot',
  part: 'part of a snapshot',
  sighting: 'seen again',
  history: 'finding acknowledged',
  redact: 'what an earlier redaction says of itself',
};
