import type { When } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Step } from '../../core/step.ts';
import { momentText } from '../../core/time.ts';

/** A moment or a range for programs. */
export function timesOf({ after, before }: When): JsonObject {
  if (after === before) return { time: momentText(before) };
  return { ...(after !== undefined && { not_before: momentText(after) }), not_after: momentText(before) };
}

export function timesOfStep({ bounded, sort, low, members }: Step): JsonObject {
  if (bounded === 2) return {};
  if (bounded === 0) return { time: momentText(sort) };
  if (members.not_after === undefined) return { not_before: momentText(low ?? sort) };
  return timesOf({ ...(low !== undefined && { after: low }), before: sort });
}

/** Whole seconds. */
export function secondsOf(micros: number): number {
  return Math.round(micros / 1_000_000);
}
