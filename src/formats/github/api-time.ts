import type { ProblemCode } from '../../core/errors.ts';
import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import { at, type Json } from '../../core/json.ts';
import { readTime, type TimeResult } from '../../core/time.ts';

/** What programs written in Go show for a time that is not set. */
const GO_ZERO = '0001-01-01T00:00:00Z';

/** A time as GitHub's API has it: ISO 8601 to the second, in old places an epoch. Undefined where none is set. */
export function apiTime(value: Json | undefined): TimeResult | undefined {
  if (value === undefined || value === null || value === '' || value === GO_ZERO) return undefined;
  return readTime(value);
}

/** An event, or why there is none. */
export type Told = { readonly event: EventDraft } | { readonly problem: TimeProblem };

export interface TimeProblem {
  readonly code: ProblemCode;
  readonly message: string;
}

export function timeProblem(name: string, code: ProblemCode): TimeProblem {
  return { code, message: `${name} cannot be used` };
}

/** The event of a time, what is wrong with that time, or nothing where the object has none. */
export function toldAt(
  name: string,
  value: Json | undefined,
  make: (time: Pick<EventDraft, 'at'>) => EventDraft,
): Told[] {
  const time = apiTime(value);
  if (time === undefined) return [];
  return [time.ok ? { event: make({ at: time.moment }) } : { problem: timeProblem(name, time.code) }];
}

/** Answers to a record of which several things are told. */
export function toldOuts(all: readonly Told[], records: readonly number[]): Out[] {
  return all.map((told) =>
    'event' in told ? { kind: 'event', event: told.event, records } : { kind: 'problem', ...told.problem, records },
  );
}

/** A member as the API names it, or as `gh … --json` does. */
export function either(json: Json | undefined, api: string, cli: string): Json | undefined {
  return at(json, api) ?? at(json, cli);
}
