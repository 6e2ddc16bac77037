import type { Sha256 } from './digest.ts';
import type { EventMembers } from './event.ts';
import type { Precision } from './time.ts';

/** Where a statement can be looked up: evidence, and `:17`, `:17+19` or `#/versions/1.14.1` in it. */
export interface Citation {
  readonly evidence: Sha256 | 'note';
  readonly place: string;
}

/** When an act was by the clock of one of its witnesses. Only of records with an exact time of the act itself. */
export interface WitnessTime {
  /** The evidence that has the record; several where they hold the same record. */
  readonly evidence: readonly Citation['evidence'][];
  /** Microseconds. */
  readonly at: number;
  readonly precision?: Precision;
}

/**
 * One line of the timeline: an act, with everything that witnesses it. Made of the events that share an id, or of an
 * inference. Members are those of the events together; where two disagree, `conflicts` holds both.
 */
export interface Step {
  /** Id of the events, or `inference:` and what it is about. */
  readonly id: string;
  /** Microseconds by which it is ordered: exact, else the latest possible, else the earliest possible. */
  readonly sort: number;
  /** 0 exact, 1 bounded, 2 no time. */
  readonly bounded: 0 | 1 | 2;
  /** Earliest possible moment, in microseconds, of a bounded step. */
  readonly low?: number;
  readonly members: EventMembers;
  readonly citations: readonly Citation[];
  /** Times of the single records, where several were put together. */
  readonly times?: readonly WitnessTime[];
  /** Which inference says so; absent for what a source recorded. */
  readonly inference?: string;
  /** Why records with ids of their own are one act, where several were put together. */
  readonly join?: string;
  readonly conflicts?: readonly string[];
  /** Lines under the step: what follows from it and its neighbours. */
  readonly remarks?: readonly string[];
  /** Numbers of the ledger entries behind it. */
  readonly entries: readonly number[];
}

/** A copy with some members changed. Steps of the index are objects of a class: a spread would lose half of them. */
export function stepWith(step: Step, changes: Partial<Step>): Step {
  const { id, sort, bounded, low, members, citations, times, inference, join, conflicts, remarks, entries } = step;
  return {
    id,
    sort,
    bounded,
    ...(low !== undefined && { low }),
    members,
    citations,
    ...(times !== undefined && { times }),
    ...(inference !== undefined && { inference }),
    ...(join !== undefined && { join }),
    ...(conflicts !== undefined && { conflicts }),
    ...(remarks !== undefined && { remarks }),
    entries,
    ...changes,
  };
}

/** `EV-3f9a:17`; `digits` hex digits of the evidence, at least 4. */
export function citationText(citation: Citation, digits: number): string {
  if (citation.evidence === 'note') return `note${citation.place}`;
  return `EV-${citation.evidence.slice(0, digits)}${citation.place}`;
}

/** Order of the timeline, everywhere: time, bounded before exact, then evidence and place. */
export function compareSteps(a: Step, b: Step): number {
  if (a.sort !== b.sort) return a.sort - b.sort;
  const kind = (step: Step): number => (step.bounded === 1 ? 0 : 1);
  if (kind(a) !== kind(b)) return kind(a) - kind(b);
  return compareText(orderKey(a), orderKey(b));
}

function orderKey(step: Step): string {
  const [first] = step.citations;
  const [, start = '0'] = /^[:#]?(\d*)/.exec(first?.place ?? '') ?? [];
  return `${first?.evidence ?? ''} ${start.padStart(15, '0')} ${first?.place ?? ''} ${step.id}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
