import type { Entry } from '../core/entry.ts';
import { type EventMembers, MEMBER_NAMES } from '../core/event.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { type Cell, jsonObject, type Line, type Row } from '../core/report.ts';
import { citationText, type Step } from '../core/step.ts';
import type { CaseReader } from '../store/case-reader.ts';
import { whatText } from '../timeline/what.ts';
import { markOf, notBeforeText, whenText } from '../timeline/when.ts';
import { addressOfAccount, whoText } from '../timeline/who.ts';

/** Shortest prefix of evidence digests that tells all of this case apart, at least four digits. */
export function evidenceDigits(reader: CaseReader): number {
  const digests = [...new Set(reader.receipts().map(({ evidence }) => evidence.sha256))];
  for (let digits = 4; digits < 64; digits++) {
    if (new Set(digests.map((digest) => digest.slice(0, digits))).size === digests.length) return digits;
  }
  return 64;
}

/** A step for people, and, only when asked for, everything its ledger entries say. */
export class StepRow implements Row {
  readonly #step: Step;
  readonly #digits: number;
  readonly #reader: CaseReader;
  readonly #raw: boolean;

  constructor(step: Step, digits: number, reader: CaseReader, raw: boolean) {
    this.#step = step;
    this.#digits = digits;
    this.#reader = reader;
    this.#raw = raw;
  }

  get cells(): readonly Cell[] {
    const step = this.#step;
    const known = `${step.members.grade} ${this.#cites(3)}`;
    return [
      { text: markOf(step) },
      { text: whenText(step) },
      { text: whoText(step) },
      { text: `${whatText(step)}${addressOfAccount(step)}` },
      { text: known, style: 'dim' },
    ];
  }

  get below(): readonly Line[] {
    const lower = notBeforeText(this.#step);
    const remarks = [
      ...(lower === undefined ? [] : [lower]),
      ...(this.#step.remarks ?? []),
      ...(this.#step.conflicts ?? []).map((text) => `sources disagree: ${text}`),
    ];
    const lines: Line[] = remarks.map((text) => ({ text, style: 'dim', indent: 2 }));
    if (!this.#raw) return lines;
    return [
      ...lines,
      ...this.#rawTexts()
        .flatMap((text) => text.split('\n'))
        .map((text): Line => ({ text, indent: 2 })),
    ];
  }

  /** Everything, from the ledger itself. */
  get data(): JsonObject {
    const step = this.#step;
    const cites = step.citations.map((citation) => ({ evidence: citation.evidence, place: citation.place }));
    const members = this.#members();
    return jsonObject({
      ...members,
      id: step.id,
      what: whatText(step),
      cites: cites.map(
        ({ evidence, place }) => `${evidence === 'note' ? 'note' : `EV-${evidence.slice(0, 8)}`}${place}`,
      ),
      witnesses: cites,
      inference: step.inference,
      remarks: step.remarks,
      joined: step.join,
      conflicts: step.conflicts,
      raw: this.#raw ? this.#rawTexts() : undefined,
    });
  }

  /** Of several entries of one act, each adds what those before it lack; what they disagree on is in `conflicts`. */
  #members(): Readonly<Record<string, Json | undefined>> {
    if (this.#step.join !== undefined)
      return this.#step.members as unknown as Readonly<Record<string, Json | undefined>>;
    const entries = this.#entries().flatMap((entry) =>
      entry.entry === 'event' || entry.entry === 'note' ? [entry.event] : [],
    );
    const [only, ...others] = entries;
    if (others.length === 0 && only !== undefined) return only as unknown as Readonly<Record<string, Json | undefined>>;
    const merged: Partial<EventMembers> = Object.assign({}, ...entries, this.#step.members);
    return Object.fromEntries(MEMBER_NAMES.map((name) => [name, merged[name]]));
  }

  /** By evidence and place, never by ledger number: the same whatever was read first. */
  #entries(): Entry[] {
    const entries = this.#step.entries.map((seq) => this.#reader.entry(seq));
    const key = (entry: Entry): string =>
      'evidence' in entry && 'at' in entry ? `${entry.evidence} ${entry.at[0]}` : '';
    return entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  #rawTexts(): string[] {
    return this.#entries().map((entry) => {
      if (entry.entry !== 'event') return '';
      if (entry.part !== undefined) return this.#reader.states.partText(entry.part) ?? '';
      if (entry.raw_sha256 !== undefined) return this.#reader.entries.raw(entry.raw_sha256) ?? '';
      return entry.raw ?? entry.raw_base64 ?? '';
    });
  }

  /** The most telling place in full, the other evidence by its id; programs get all places. */
  #cites(most: number): string {
    const [first, ...others] = [...this.#step.citations].sort(
      (a, b) => Number(a.place === '#/time') - Number(b.place === '#/time'),
    );
    if (first === undefined) return '';
    const ids = new Set(others.map(({ evidence }) => evidence.slice(0, this.#digits)));
    ids.delete(first.evidence.slice(0, this.#digits));
    const named = [shortPlace(citationText(first, this.#digits)), ...[...ids].slice(0, most - 1)];
    return ids.size >= most ? `${named.join(', ')} +${ids.size - most + 1}` : named.join(', ');
  }
}

/** Many lines of one act: the first three, and how many more. Programs get all. */
function shortPlace(place: string): string {
  const [first = '', ...others] = place.split('+');
  if (others.length <= 3 || !/^\d+$/.test(others[0] ?? '')) return place;
  return `${[first, ...others.slice(0, 2)].join('+')}+${others.length - 2} lines`;
}
