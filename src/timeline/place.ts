import type { EventMembers } from '../core/event.ts';
import type { Step } from '../core/step.ts';
import { microsOf } from '../core/time.ts';

/** Sort time of what has no time: behind everything else. */
const NO_TIME = Number.MAX_SAFE_INTEGER;

/** Where a step stands in time: at its exact time, else at the latest possible, else at the earliest possible one. */
export function placeInTime(members: EventMembers): Pick<Step, 'sort' | 'bounded' | 'low'> {
  const { time, not_before, not_after } = members;
  if (time !== undefined) return { sort: microsOf(time), bounded: 0 };
  const low = not_before === undefined ? undefined : microsOf(not_before);
  if (not_after !== undefined) return { sort: microsOf(not_after), bounded: 1, ...(low !== undefined && { low }) };
  return low === undefined ? { sort: NO_TIME, bounded: 2 } : { sort: low, bounded: 1, low };
}
