import type { Step } from '../core/step.ts';
import type { Precision } from '../core/time.ts';
import { momentText } from '../core/time.ts';

/** Digits of a second that a time of this precision shows; nanoseconds end at microseconds, as they are ordered. */
const DIGITS: Readonly<Record<Precision, number>> = { ns: 6, us: 6, ms: 3, s: 0, min: 0, day: 0 };

/** Characters of `2026-03-31 00:21:58` that it shows. */
const LENGTH: Partial<Record<Precision, number>> = { min: 16, day: 10 };

const MILLISECOND = 1000;

/**
 * When a step happened, UTC, as precisely as its source says: `2026-03-31 00:21:58.168`. Of a bounded one the latest
 * moment, `≤ 2026-03-31 03:15:30`; the earliest one is a line of its own, see `notBeforeText`.
 */
export function whenText({ members, bounded, sort }: Step): string {
  if (bounded === 2) return 'time unknown';
  if (bounded === 0) return exactText(members.time ?? momentText(sort), members.precision);
  if (members.not_after === undefined) return `≥ ${boundText(sort, Math.floor)}`;
  return `≤ ${boundText(sort, Math.ceil)}`;
}

/** `not before 2026-02-18 17:19:20`, for a line under a step that `whenText` gives the latest moment of. */
export function notBeforeText({ members, low }: Step): string | undefined {
  if (members.time !== undefined || members.not_after === undefined || low === undefined) return undefined;
  return `not before ${boundText(low, Math.floor)}`;
}

/** `≈`: between bounds. `~`: a person says so, to the minute or day at best. A space: exact. */
export function markOf({ members, bounded }: Step): '≈' | '~' | ' ' {
  const rough = bounded === 1 || members.precision === 'min' || members.precision === 'day';
  if (members.grade === 'reported') return rough ? '~' : ' ';
  return bounded === 1 ? '≈' : ' ';
}

/** A moment without more digits than it needs: `2026-03-31 00:21:58.168`, `2026-03-31 03:15:30`. */
export function stamp(micros: number): string {
  return spaced(momentText(micros)).replace(/\.000$/, '');
}

/** The day of a moment: `2026-03-31`. */
export function dayText(micros: number): string {
  return momentText(micros).slice(0, 10);
}

function exactText(time: string, precision: Precision | undefined): string {
  if (precision === undefined) return spaced(time).replace(/\.000$/, '');
  const [whole = '', fraction = ''] = spaced(time).split('.');
  const digits = fraction.padEnd(precision === 'us' ? 6 : 3, '0').slice(0, DIGITS[precision]);
  return digits === '' ? whole.slice(0, LENGTH[precision]) : `${whole}.${digits}`;
}

/** A bound is shown to the millisecond, rounded away from what it bounds. */
function boundText(micros: number, round: (value: number) => number): string {
  return stamp(round(micros / MILLISECOND) * MILLISECOND);
}

function spaced(time: string): string {
  return time.replace('T', ' ').replace(/Z$/, '');
}
