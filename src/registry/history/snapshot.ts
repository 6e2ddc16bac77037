import type { EventDraft } from '../../core/event.ts';
import { membersOf } from '../../core/event.ts';
import type { Inferred, StateView } from '../../core/inference.ts';
import { type Citation, citationText } from '../../core/step.ts';
import { type Moment, momentOf } from '../../core/time.ts';

/** Something that was seen to hold, and from when to when it certainly did. */
export interface Shown {
  /** It held here already: when its source last changed, else when it was seen. */
  readonly since: Moment | undefined;
  /** It still held here: when it was seen, else the newest time in its source. */
  readonly until: Moment | undefined;
  readonly citation: Citation;
}

/** A state of a subject as something shown. */
export interface Snapshot extends Shown {
  readonly state: StateView;
}

/** @param changed when the subject last changed, as the state itself says */
export function snapshotOf(state: StateView, changed?: Moment): Snapshot {
  const taken = momentOf(state.taken);
  const since = earlier(changed, taken);
  const until = taken ?? momentOf(state.newest) ?? changed;
  return { state, since, until, citation: cite(state) };
}

/** Where a part of a state stands: `#/versions/1.14.1`. Without a part: the whole evidence. */
export function cite(state: StateView, part?: string): Citation {
  return { evidence: state.evidence, place: part === undefined ? '' : `#/${part}` };
}

function earlier(a: Moment | undefined, b: Moment | undefined): Moment | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.micros <= b.micros ? a : b;
}

/**
 * Oldest first; the last change counts before the time of the copy, so that a stale copy stands where it belongs.
 * What has no time at all comes last.
 */
export function inOrder<T extends Shown>(shown: readonly T[]): readonly T[] {
  return shown.toSorted(
    (a, b) =>
      compareMicros(a.since ?? a.until, b.since ?? b.until) || compareMicros(a.until, b.until) || comparePlaces(a, b),
  );
}

/** Those that can be compared with what comes before and after them. */
export function timedInOrder<T extends Shown>(shown: readonly T[]): readonly T[] {
  return inOrder(shown.filter(({ until }) => until !== undefined));
}

function compareMicros(a: Moment | undefined, b: Moment | undefined): number {
  return (a?.micros ?? Number.MAX_SAFE_INTEGER) - (b?.micros ?? Number.MAX_SAFE_INTEGER);
}

function comparePlaces(a: Shown, b: Shown): number {
  return compareText(place(a), place(b));
}

function place(shown: Shown): string {
  const { evidence, place: where } = shown.citation;
  return `${evidence} ${where} ${'state' in shown ? contentOf((shown as Snapshot).state) : ''}`;
}

/** Tells two states apart that one piece of evidence holds of the same subject and time. */
function contentOf(state: StateView): string {
  return state.parts.map((part) => `${part} ${state.digest(part)}`).join('\n');
}

/** By UTF-16 code units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** When something changed that two things shown disagree about. */
export interface Range {
  readonly after: Moment | undefined;
  readonly before: Moment | undefined;
  readonly remarks: readonly string[];
}

/** @param older as `inOrder` has them */
export function between(older: Shown, newer: Shown): Range {
  const { since, until } = older;
  if (newer.since === undefined || until === undefined || until.micros <= newer.since.micros) {
    return { after: until, before: newer.since, remarks: [] };
  }
  if (since === undefined || since.micros === newer.since.micros) return sameChange(older, newer);
  return { after: since, before: newer.since, remarks: [staleText(older)] };
}

/** Both say that they were last changed at one moment, and yet differ: only the times of the copies are left. */
function sameChange(older: Shown, newer: Shown): Range {
  const said = `${nameOf(older)} and ${nameOf(newer)} differ, though both were last changed at ${stamp(newer.since)}`;
  return { after: older.until, before: newer.until, remarks: [said] };
}

/** What to say where it is not certain which of two snapshots is the older one: nothing when their times tell. */
export function orderRemarks(older: Snapshot, newer: Snapshot): readonly string[] {
  const first = momentOf(older.state.taken);
  const second = momentOf(newer.state.taken ?? newer.state.newest);
  if (first === undefined || second === undefined) {
    return [
      `when ${nameOf(older)} was taken is not known: that it is the older one follows from the newest time inside`,
    ];
  }
  if (first.micros < second.micros) return [];
  return [`${nameOf(older)} and ${nameOf(newer)} were taken at one time: which one is older is not known`];
}

export function staleText(shown: Shown): string {
  return `${nameOf(shown)} shows it still at ${stamp(shown.until)}, but is a copy of ${stamp(shown.since)}`;
}

export function nameOf({ citation }: Shown): string {
  return citationText({ ...citation, place: '' }, 8);
}

/** `2026-03-31 00:21:58.168`, UTC. */
export function stamp(moment: Moment | undefined): string {
  if (moment === undefined) return 'a time unknown';
  return moment.text.replace('T', ' ').replace(/(?:\.000)?Z$/, '');
}

export type InferredDraft = Omit<EventDraft, 'identity' | 'grade' | 'outcome' | 'at' | 'basis'>;

/** Makes an inference of what changed within a range. */
export function inferred(key: readonly string[], draft: InferredDraft, range: Range, from: readonly Shown[]): Inferred {
  const { after, before, remarks } = range;
  const bounds = { after, before, basis: 'snapshot_range' } as const;
  const identity = { by: 'evidence' } as const;
  const members = membersOf({ ...draft, ...bounds, identity, grade: 'derived', outcome: 'success' });
  return { key: keyText(key), members, citations: uniqueCitations(from), ...(remarks.length > 0 && { remarks }) };
}

/** One name stands for itself; several are told apart whatever they hold. */
function keyText(key: readonly string[]): string {
  return key.length === 1 ? key.join('') : JSON.stringify(key);
}

function uniqueCitations(from: readonly Shown[]): readonly Citation[] {
  return [...new Map(from.map(({ citation }) => [citationText(citation, 64), citation])).values()];
}
