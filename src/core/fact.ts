import { type Action, isAction } from './action.ts';
import type { ProblemCode } from './errors.ts';
import type { EventDraft } from './event.ts';
import { type Moment, parseTime } from './time.ts';

/** Kinds of reported facts, and what each is in the vocabulary. */
export const FACT_KINDS = {
  detected: 'incident.detected',
  reported: 'incident.reported',
  contacted: 'incident.contacted',
  revoked: 'auth.token.revoked',
  rotated: 'auth.token.revoked',
  contained: 'incident.contained',
  restored: 'incident.restored',
  published: 'other',
  other: 'other',
} as const satisfies Record<string, Action>;

/** What a reported fact can say, in the order in which it identifies the fact. Absent and empty are the same. */
export const FACT_FIELDS = [
  'at',
  'not_before',
  'not_after',
  'kind',
  'action',
  'package',
  'version',
  'actor',
  'source',
  'text',
  'ip',
  'user',
  'repo',
  'reference',
  'tag',
] as const;

export type FactFields = { readonly [Name in (typeof FACT_FIELDS)[number]]?: string | undefined };

export interface FactProblem {
  readonly code: ProblemCode;
  /** A sentence for the person who wrote the fact down. */
  readonly message: string;
}

interface Refusal {
  readonly problem: FactProblem;
}

/** The event, or why there is none. */
export type FactResult = { readonly event: EventDraft } | Refusal;

/** Before a time that is not known exactly: `~2026-03-31 01:00Z`. */
const APPROXIMATE = '~';

/**
 * What a person reports, as an event: from a row of a table or from the command `note`.
 * @param zone offset for times that state none, such as `+02:00`; without it such a time is a problem
 */
export function factEvent(fields: FactFields, zone?: string): FactResult {
  const given = trimmed(fields);
  const action = actionOf(given);
  if (typeof action !== 'string') return action;
  const times = timesOf(given, zone);
  if ('problem' in times) return times;
  return { event: { ...membersOf(given), ...times, action } };
}

function membersOf(given: FactFields): Omit<EventDraft, 'action'> {
  const { package: name, version, actor, source, ip, user, repo, reference, tag } = given;
  return {
    identity: { by: 'fields', values: FACT_FIELDS.map((field) => given[field]) },
    basis: 'reported',
    grade: 'reported',
    outcome: 'success',
    kind: given.kind?.toLowerCase(),
    source_name: source,
    text: remarkOf(given),
    ...{ package: name, version, actor, ip, user, repo, reference, tag },
  };
}

/** That a time is approximate must not get lost where only the sentence is shown. */
function remarkOf({ at, text }: FactFields): string | undefined {
  if (at?.startsWith(APPROXIMATE) !== true) return text;
  const about = `about ${at.slice(APPROXIMATE.length).trim()}`;
  return text === undefined ? about : `${about}: ${text}`;
}

function trimmed(fields: FactFields): FactFields {
  const given: { -readonly [Name in keyof FactFields]: string } = {};
  for (const name of FACT_FIELDS) {
    const value = fields[name]?.trim();
    if (value !== undefined && value !== '') given[name] = value;
  }
  return given;
}

function actionOf({ kind, action }: FactFields): Action | Refusal {
  if (action !== undefined) {
    return isAction(action) ? action : refuse('unknown-shape', `${quoted(action)} is not an action of this tool`);
  }
  if (kind === undefined) return refuse('missing-field', 'a fact needs a kind');
  const known = kind.toLowerCase();
  if (Object.hasOwn(FACT_KINDS, known)) return FACT_KINDS[known as keyof typeof FACT_KINDS];
  return refuse('unknown-shape', `${quoted(kind)} is no kind; kinds are ${Object.keys(FACT_KINDS).join(', ')}`);
}

type FactTimes = Pick<EventDraft, 'at' | 'after' | 'before'>;

/** Either a time, exact or approximate, or one bound, or two. */
function timesOf({ at, not_before, not_after }: FactFields, zone: string | undefined): FactTimes | Refusal {
  if (at !== undefined) {
    if ((not_before ?? not_after) !== undefined) return refuse('unknown-shape', 'give a time or bounds, not both');
    const moment = timeOf('at', at, zone);
    return 'problem' in moment ? moment : { at: moment };
  }
  if ((not_before ?? not_after) === undefined) return refuse('missing-field', 'a fact needs a time, or bounds');
  const after = not_before === undefined ? undefined : timeOf('not_before', not_before, zone);
  const before = not_after === undefined ? undefined : timeOf('not_after', not_after, zone);
  if (after !== undefined && 'problem' in after) return after;
  if (before !== undefined && 'problem' in before) return before;
  if (after !== undefined && before !== undefined && after.micros > before.micros) {
    return refuse('unknown-shape', 'not_before is later than not_after');
  }
  return { after, before };
}

/** An approximate time is not known to the second, whatever is written; its `~` stays in the raw text. */
function timeOf(name: 'at' | 'not_before' | 'not_after', written: string, zone: string | undefined): Moment | Refusal {
  const about = name === 'at' && written.startsWith(APPROXIMATE);
  const time = parseTime(about ? written.slice(APPROXIMATE.length).trim() : written, zone);
  if (!time.ok) return refuse(time.code, `${name} ${quoted(written)} ${TIME_PROBLEMS[time.code]}`);
  if (!about) return time.moment;
  return { ...time.moment, precision: time.moment.precision === 'day' ? 'day' : 'min', raw: written };
}

const TIME_PROBLEMS = {
  'unreadable-time': 'cannot be read; write for example 2026-03-31T00:21:58Z',
  'time-out-of-range': 'lies before 2009 or after 2099',
  'no-zone': 'has no time zone; write Z or an offset after it, or give --assume-tz',
};

function refuse(code: ProblemCode, message: string): Refusal {
  return { problem: { code, message } };
}

function quoted(written: string): string {
  return written.length <= 80 ? `"${written}"` : `"${written.slice(0, 80).toWellFormed()}…"`;
}
