import type { EventMembers } from '../../../core/event.ts';
import type { Citation } from '../../../core/step.ts';
import { microsOf } from '../../../core/time.ts';

/** An event of the case, as far as findings speak of it. */
export interface SeenEvent {
  /** First 32 hex digits of its id, or `inference:` and what it is about. */
  readonly id: string;
  /** By which it is found again: number of the entry, or below zero for an inference. */
  readonly seq: number;
  readonly members: EventMembers;
  readonly citation: Citation;
}

/** When an event happened. */
export interface Moment {
  /** Microseconds: exact, else the latest possible, else the earliest possible. NaN: no time at all. */
  readonly at: number;
  /** The earliest possible, where it is not exact. */
  readonly low?: number;
  readonly isExact: boolean;
}

export function momentIn({ time, not_after, not_before }: EventMembers): Moment {
  if (time !== undefined) return { at: microsOf(time), isExact: true };
  const low = not_before === undefined ? undefined : microsOf(not_before);
  const at = not_after === undefined ? (low ?? Number.NaN) : microsOf(not_after);
  return { at, ...(low !== undefined && { low }), isExact: false };
}
