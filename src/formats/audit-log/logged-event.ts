import { type Action, isAction } from '../../core/action.ts';
import { ENTRY_KINDS } from '../../core/entry.ts';
import type { ProblemCode } from '../../core/errors.ts';
import {
  type ActorType,
  type AuthMethod,
  type EventDraft,
  type Grade,
  type Identity,
  MEMBER_NAMES,
  MEMBERS,
  type MemberName,
  type Outcome,
} from '../../core/event.ts';
import { integer, isObject, type Json, type JsonObject, list, member, scalar, text } from '../../core/json.ts';
import { type Basis, type Moment, type Precision, readTime } from '../../core/time.ts';
import { ACTS } from '../audit-log.actions.ts';

/** An event but for its identity, or why there is none. */
export type Logged =
  | Omit<EventDraft, 'identity'>
  | { readonly rule: string }
  | { readonly code: ProblemCode; readonly message: string };

const GRADES: readonly string[] = ['server', 'client', 'derived', 'third_party', 'reported'] satisfies Grade[];
const OUTCOMES: readonly string[] = ['success', 'failure', 'denied', 'unknown'] satisfies Outcome[];
const PRECISIONS: readonly string[] = ['ns', 'us', 'ms', 's', 'min', 'day'] satisfies Precision[];
const BASES: readonly string[] = [
  ...(['event', 'request_end', 'ingest', 'log_window', 'snapshot_range', 'file_name'] satisfies Basis[]),
  ...(['vcs_commit', 'reported'] satisfies Basis[]),
];
const CLOSED: ReadonlyMap<MemberName, readonly string[]> = new Map<MemberName, readonly string[]>([
  ['actor_type', ['user', 'bot', 'oidc', 'app', 'service', 'system', 'anonymous', 'unknown'] satisfies ActorType[]],
  [
    'auth_method',
    [
      ...(['password', 'session', 'token', 'granular_token', 'oidc', 'ssh_key'] satisfies AuthMethod[]),
      ...(['deploy_key', 'app', 'api_key', 'anonymous', 'unknown'] satisfies AuthMethod[]),
    ],
  ],
]);

const REFUSALS: readonly Action[] = ['auth.login_failed', 'auth.2fa.challenge_failed', 'artifact.download_denied'];

/** Entries of a case that tell no act: what was taken in, and what became of it. */
const CUSTODY: readonly string[] = ENTRY_KINDS.filter((kind) => kind !== 'event' && kind !== 'note');

/** Made by `loggedEvent` itself. */
const OWN: readonly MemberName[] = [
  ...(['action', 'native_action', 'grade', 'outcome', 'basis', 'precision'] as const),
  ...(['time', 'time_raw', 'not_before', 'not_after'] as const),
];

/**
 * The event in the record of an entry: the record itself, or, where an entry of a case was exported whole, its member
 * `event`. What the writer notes about its own work (evidence taken in, states, problems) is no act.
 */
export function loggedEvent(record: Json | undefined): Logged {
  if (isObject(record) && Object.keys(record).length === 0) return { rule: 'empty-record' };
  const kind = entryKind(record);
  if (kind !== undefined && CUSTODY.includes(kind)) return { rule: 'custody-entry' };
  const said = kind === undefined ? record : member(record, 'event');
  const native = text(member(said, 'action'));
  if (!isObject(said) || native === undefined)
    return { code: 'missing-field', message: 'the record of the entry names no action' };
  if (native.startsWith('meta.')) return { rule: 'custody-entry' };
  const event = eventOf(said, native, kind !== undefined);
  const number = kind === undefined ? undefined : integer(member(record, 'number'));
  return number === undefined || number < 0 ? event : { ...event, number };
}

/** What kind of entry of a case a record is. */
function entryKind(record: Json | undefined): string | undefined {
  return text(member(record, 'action')) === undefined ? text(member(record, 'entry')) : undefined;
}

/** The identity that an entry of a case has there: what comes back to that case is known to it. */
export function givenIn(record: Json | undefined): Identity | undefined {
  const id = text(member(record, 'id')) ?? '';
  const isGiven = entryKind(record) !== undefined && /^[0-9a-f]{64}$/.test(id);
  return isGiven ? { by: 'given', id } : undefined;
}

/** @param ofCase whether it is one of a case, which may know an act without any time */
function eventOf(said: JsonObject, native: string, ofCase: boolean): Logged {
  const times = timesOf(said, ofCase);
  if ('code' in times) return times;
  const action = actionOf(native);
  const [grade, outcome] = [text(member(said, 'grade')), text(member(said, 'outcome'))];
  return {
    ...membersIn(said),
    ...times,
    action,
    native_action: text(member(said, 'native_action')) ?? (action === native ? undefined : native),
    grade: GRADES.includes(grade ?? '') ? (grade as Grade) : 'server',
    outcome: outcomeOf(outcome, action),
  };
}

function actionOf(native: string): Action {
  return isAction(native) ? native : (ACTS.get(native) ?? 'other');
}

/** An entry says that something happened; one that speaks of an outcome that nobody knows does not say how it ended. */
function outcomeOf(outcome: string | undefined, action: Action): Outcome {
  if (outcome === undefined) return REFUSALS.includes(action) ? 'denied' : 'success';
  return OUTCOMES.includes(outcome) ? (outcome as Outcome) : 'unknown';
}

type Times = Pick<EventDraft, 'at' | 'after' | 'before' | 'basis'>;

function timesOf(said: JsonObject, mayLack: boolean): Times | Extract<Logged, { code: ProblemCode }> {
  const stamp = member(said, 'ts') ?? member(said, 'time');
  const [from, until] = [member(said, 'not_before'), member(said, 'not_after')];
  if (stamp === undefined && from === undefined && until === undefined && !mayLack)
    return { code: 'missing-field', message: 'the record of the entry has no time' };
  const moments = [stamp, from, until].map((value) => (value === undefined ? undefined : readTime(value)));
  const bad = moments.find((result) => result?.ok === false);
  if (bad?.ok === false) return { code: bad.code, message: 'a time of the record cannot be read' };
  const [at, after, before] = moments.map((result) => (result?.ok === true ? result.moment : undefined));
  const basis = text(member(said, 'basis'));
  return {
    at: at === undefined ? undefined : asWritten(at, said),
    after,
    before,
    basis: BASES.includes(basis ?? '') ? (basis as Basis) : undefined,
  };
}

/** As its writer had it from the source: the text there, and how exact that was. */
function asWritten(moment: Moment, said: JsonObject): Moment {
  const raw = text(member(said, 'ts_raw')) ?? text(member(said, 'time_raw'));
  const precision = text(member(said, 'precision'));
  return {
    ...moment,
    ...(raw !== undefined && { raw }),
    ...(PRECISIONS.includes(precision ?? '') && { precision: precision as Precision }),
  };
}

/** Members of the event's own names, and the few that `audit-log/v1` calls otherwise. */
function membersIn(said: JsonObject): Partial<EventDraft> {
  const named = MEMBER_NAMES.filter((name) => !OWN.includes(name)).map((name) => [
    name,
    valueFor(name, member(said, name)),
  ]);
  const filled = Object.fromEntries(named.filter(([, value]) => value !== undefined)) as Partial<EventDraft>;
  return {
    ...filled,
    native_id: filled.native_id ?? scalar(member(said, 'native_seq')),
    new: filled.new ?? scalar(member(said, 'new_email')),
    text: filled.text ?? text(member(said, 'note')),
    token_id: filled.token_id ?? text(member(said, 'token')),
  };
}

function valueFor(name: MemberName, value: Json | undefined): string | number | readonly string[] | undefined {
  const [type] = MEMBERS[name];
  if (type === 'integer') return integer(value);
  if (type === 'strings') {
    const texts = list(value).map(text);
    return texts.length > 0 && texts.every((each) => each !== undefined) ? texts : undefined;
  }
  const word = scalar(value);
  const choices = CLOSED.get(name);
  return word === undefined || choices === undefined || choices.includes(word) ? word : 'unknown';
}
