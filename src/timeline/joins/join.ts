import type { EventMembers } from '../../core/event.ts';
import type { Step } from '../../core/step.ts';

/** All members of a step, also those that the index does not hold. */
export type Whole = (step: Step) => EventMembers;

/** How records of different evidence are found to tell of one act. Steps that a join puts together lie within a minute. */
export interface Join {
  readonly id: string;
  /** Why steps that it puts together are one act, as a remark says it. */
  readonly reason: string;
  /**
   * Text under which the records of one act meet, from what the index holds; none where the step can be no part of
   * such an act.
   */
  key(members: EventMembers): string | undefined;
  /** Whether two steps that meet under a key are one act; `a` is the earlier one. `whole` reads the ledger: ask last. */
  isOneAct(a: Step, b: Step, whole: Whole): boolean;
  /** Members that another record than the best one says better. */
  better?(best: EventMembers, others: readonly EventMembers[]): Partial<EventMembers>;
  /** Which of two steps says best when it happened and what it was. */
  isBetter(a: EventMembers, b: EventMembers): boolean;
  /**
   * Whether what a client says could as well be told by another record than by the one it stands with, and that names
   * somebody else: then a join would be a guess, and none is made.
   */
  isContested?(client: Step, counterpart: Step, rival: Step, whole: Whole): boolean;
  /** Whether a record is what a client says. */
  isClient?(members: EventMembers): boolean;
}

type Comparable = 'package' | 'version' | 'actor' | 'user' | 'ip' | 'repo' | 'status' | 'tag' | 'deprecated';

/** Whether neither of two records contradicts the other in these members. */
export function agree(a: EventMembers, b: EventMembers, names: readonly Comparable[]): boolean {
  return names.every((name) => a[name] === undefined || b[name] === undefined || a[name] === b[name]);
}

/** Whether both have an exact time, at most so many microseconds from each other. */
export function areNear(a: Step, b: Step, micros: number): boolean {
  return a.bounded === 0 && b.bounded === 0 && Math.abs(a.sort - b.sort) <= micros;
}
