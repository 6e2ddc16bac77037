import type { EventMembers } from '../core/event.ts';
import type { Step } from '../core/step.ts';
import { microsOf } from '../core/time.ts';

/** Sort time of what has no time: behind everything else. */
const NO_TIME = Number.MAX_SAFE_INTEGER;

/** Where a step stands in time: at its exact time, else at the latest possible, else at the earliest possible one. */
export function placeInTime(members: EventMembers): Pick<Step, 'sort' | 'bounded' | 'low'> {
  const [exact, low, high] = [members.time, members.not_before, members.not_after].map(readable);
  if (exact !== undefined) return { sort: exact, bounded: 0 };
  if (high !== undefined) return { sort: high, bounded: 1, ...(low !== undefined && { low }) };
  return low === undefined ? { sort: NO_TIME, bounded: 2 } : { sort: low, bounded: 1, low };
}

/** Microseconds of a member that holds a time; undefined for one that does not. */
function readable(time: string | undefined): number | undefined {
  const micros = time === undefined ? Number.NaN : microsOf(time);
  return Number.isNaN(micros) ? undefined : micros;
}
