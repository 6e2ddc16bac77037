import { inRange } from '../../core/ip.ts';
import type { Json } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import type { FieldRef, SigmaEvent } from './event.ts';
import type { TextTest } from './pattern.ts';
import type { LinearRegex } from './regex/regex.ts';

/** Whether the value of a field fits. */
export interface Matcher {
  matches(value: Json | undefined, event: SigmaEvent): boolean;
  /** Of a text that stands in the record: whether it may fit. Absent: nothing can be said without the record. */
  readonly may?: TextTest;
}

/** One value of a list, or the value itself; a map is no value. */
function some(value: Json | undefined, test: (each: string | number | boolean) => boolean): boolean {
  if (Array.isArray(value)) return value.some((each: Json) => some(each, test));
  return typeof value === 'object' || value === undefined ? false : test(value);
}

export function textMatcher(test: TextTest): Matcher {
  return { matches: (value) => some(value, (each) => test(String(each))), may: test };
}

/** A number is met by itself in any notation: `1`, `1.0`, `"1"`. */
export function numberMatcher(wanted: number, text: string): Matcher {
  const test = (each: string | number | boolean): boolean =>
    String(each) === text || (Number.isSafeInteger(Math.trunc(wanted)) && numberIn(each) === wanted);
  return { matches: (value) => some(value, test), may: test };
}

export function numberIn(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/.test(value))
    return undefined;
  return Number(value);
}

/** Absent or null. */
export const NOTHING: Matcher = { matches: (value) => value === undefined || value === null };

export function existsMatcher(wanted: boolean): Matcher {
  return { matches: (value) => (value !== undefined) === wanted };
}

export type Comparison = 'gt' | 'gte' | 'lt' | 'lte';

export function compares(comparison: Comparison, value: number, limit: number): boolean {
  switch (comparison) {
    case 'gt':
      return value > limit;
    case 'gte':
      return value >= limit;
    case 'lt':
      return value < limit;
    case 'lte':
      return value <= limit;
  }
}

export function comparisonMatcher(comparison: Comparison, limit: number): Matcher {
  const test = (each: string | number | boolean): boolean => {
    const number = numberIn(typeof each === 'boolean' ? undefined : each);
    return number !== undefined && compares(comparison, number, limit);
  };
  return { matches: (value) => some(value, test) };
}

export function regexMatcher(regex: LinearRegex): Matcher {
  const test: TextTest = (text) => regex.test(text);
  return { matches: (value) => some(value, (each) => test(String(each))), may: test };
}

export function rangeMatcher(range: string): Matcher {
  const test: TextTest = (text) => inRange(text, range);
  return { matches: (value) => some(value, (each) => typeof each === 'string' && test(each)), may: test };
}

/** How the texts of two fields are compared. */
export interface FieldComparison {
  readonly ref: FieldRef;
  readonly how: 'equals' | 'contains' | 'startswith' | 'endswith';
  readonly cased: boolean;
}

export function fieldMatcher({ ref, how, cased }: FieldComparison): Matcher {
  const fold = (value: string | number | boolean): string => (cased ? String(value) : String(value).toLowerCase());
  return {
    matches: (value, event) =>
      some(event.field(ref), (other) => some(value, (each) => textsCompare(how, fold(each), fold(other)))),
  };
}

function textsCompare(how: FieldComparison['how'], text: string, part: string): boolean {
  switch (how) {
    case 'equals':
      return text === part;
    case 'contains':
      return text.includes(part);
    case 'startswith':
      return text.startsWith(part);
    case 'endswith':
      return text.endsWith(part);
  }
}

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** A part of a time, in UTC, against a test of numbers. */
export function timeMatcher(part: TimePart, inner: Matcher): Matcher {
  return {
    matches: (value, event) =>
      some(value, (each) => {
        const micros = typeof each === 'boolean' ? undefined : momentOf(each, 'Z')?.micros;
        return micros !== undefined && inner.matches(timePart(part, new Date(Math.floor(micros / 1000))), event);
      }),
  };
}

function timePart(part: TimePart, date: Date): number {
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
}

const DAY = 86_400_000;

/** ISO 8601: the week of a day is that of its Thursday. */
function isoWeek(date: Date): number {
  const day = Math.floor(date.getTime() / DAY);
  const thursday = new Date((day - ((day + 3) % 7) + 3) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - first) / DAY / 7) + 1;
}

export function anyMatcher(of: readonly Matcher[]): Matcher {
  const [only] = of;
  if (of.length === 1 && only !== undefined) return only;
  const tests = of.map(({ may }) => may);
  const matches: Matcher['matches'] = (value, event) => of.some((each) => each.matches(value, event));
  if (!tests.every((test) => test !== undefined)) return { matches };
  return { matches, may: (text) => tests.some((test) => test(text)) };
}

export function allMatcher(of: readonly Matcher[]): Matcher {
  return {
    matches: (value, event) => of.every((each) => each.matches(value, event)),
  };
}

export function notMatcher(of: Matcher): Matcher {
  return { matches: (value, event) => !of.matches(value, event) };
}
