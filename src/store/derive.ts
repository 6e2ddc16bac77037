import { ENTRY_KINDS, type Entry, type EventEntry, type NoteEntry } from '../core/entry.ts';
import { type EventMembers, MEMBERS, type MemberName, type TimeMembers } from '../core/event.ts';
import { type Position, parsePosition } from '../core/record.ts';
import { microsOf } from '../core/time.ts';

/** Members of an event that stand in the index beside the columns, so that a table needs no ledger entry. */
export const MORE = [
  'grade',
  'outcome',
  'precision',
  'basis',
  'auth_method',
  'actor_type',
  'actor_email',
  'native_action',
  'tag',
  'org',
  'team',
  'role',
  'user_agent',
  'client',
  'country',
  'token_id',
  'token_name',
  'user_email',
  'old',
  'new',
  'text',
  'kind',
  'source_name',
  'status',
  'error',
  'conclusion',
  'run_id',
  'workflow',
  'provenance',
  'trusted_publisher',
  'scripts',
  'versions',
  'deprecated',
  'visibility',
  'resource',
  'count',
  'host',
  'ecosystem',
  'ref',
] as const satisfies readonly MemberName[];

/** Who an event can be found by. Their numbers stand in the index: add at the end only. */
export const ROLES = ['package', 'account', 'ip', 'token', 'repo'] as const;
export type Role = (typeof ROLES)[number];

/** Role in which an event is found by one of its columns; -1: by none. The last one is for the action. */
export const ROLE_OF: readonly number[] = [5, 0, -1, 1, 1, 2, 3, 4];
export const TOKEN_ROLE = 3;
export const ACTION_ROLE = ROLES.length;
/** Roles that have postings: those of `ROLES`, and the action. */
export const POSTED_ROLES = ACTION_ROLE + 1;

/** Sort time of an event without any time: behind all others. */
const NO_TIME = Number.MAX_SAFE_INTEGER;

/** What stands in a row where the table has a string id: the text itself, or a number that stands for it. */
export type RowText = string | number | readonly string[];

/** One row of the timeline, with texts instead of string ids. Its order is the order in which strings get ids. */
export interface TimelineRow<T = RowText> {
  readonly sort: number;
  readonly low: number | null;
  /** 0 exact, 1 bounded, 2 no time. */
  readonly bounded: 0 | 1 | 2;
  readonly id: Buffer;
  readonly evidence: T;
  readonly start: number;
  readonly line: number | null;
  readonly pointer: T | undefined;
  /** Lines of the further records of the event: `18+19`. */
  readonly also: string | null;
  readonly number: number;
  /** Action, package, version, actor, user, ip, token, repo: see `ROLE_OF`. */
  readonly columns: readonly (T | undefined)[];
  /** By the order of `MORE`. */
  readonly more: readonly (T | undefined)[];
  /** The second name of a token that has a fingerprint and an id. */
  readonly tokenId: T | undefined;
}

/** The text of a member as the index interns it. `memberValue` is the way back. */
export function rowText(value: RowText): string {
  return typeof value === 'object' ? value.join('\n') : String(value);
}

export interface MarkRow {
  readonly entry: number;
  readonly evidence: string | undefined;
  readonly subject: string | undefined;
  readonly digest: Buffer | null;
}

/** The one derivation that ingest, `reindex` and `verify` share. */
export function derive(entry: Entry): { readonly timeline: TimelineRow } | { readonly mark: MarkRow } {
  return entry.entry === 'event' || entry.entry === 'note' ? { timeline: entryRow(entry) } : { mark: markRow(entry) };
}

function entryRow(entry: EventEntry | NoteEntry): TimelineRow {
  return timelineRow(entry, entry.event, entry.event);
}

type Plain = Omit<EventMembers, keyof TimeMembers>;

/** The row of an event entry; `event` and `times` are its members. */
export function timelineRow(
  entry: Pick<EventEntry, 'at' | 'evidence' | 'id' | 'number'> | Pick<NoteEntry, 'id'>,
  event: Plain,
  times: TimeMembers,
): TimelineRow {
  const { sort, low, bounded } = sortOf(times);
  const note = !('at' in entry);
  const { start, line, pointer } = note ? NOWHERE : parsePosition(entry.at[0] ?? '0-0');
  return {
    sort,
    low,
    bounded,
    id: Buffer.from(entry.id.slice(0, 32), 'hex'),
    evidence: note ? 'note' : entry.evidence,
    start,
    line: line ?? null,
    pointer,
    also: note || entry.at.length === 1 ? null : furtherLines(entry.at),
    number: note ? 0 : (entry.number ?? 0),
    columns: [
      event.action,
      event.package,
      event.version,
      event.actor,
      event.user,
      event.ip,
      tokenOf(event),
      event.repo,
    ],
    more: moreOf(event, times),
    tokenId: event.token_fp === undefined || event.token_id === undefined ? undefined : `id:${event.token_id}`,
  };
}

const NOWHERE: Position = { start: 0, end: 0 };

/** Sort time: the exact one, else the latest possible, else the earliest possible. */
function sortOf(event: TimeMembers): Pick<TimelineRow, 'sort' | 'low' | 'bounded'> {
  if (event.time !== undefined) return { sort: microsOf(event.time), low: null, bounded: 0 };
  const low = event.not_before === undefined ? null : microsOf(event.not_before);
  if (event.not_after !== undefined) return { sort: microsOf(event.not_after), low, bounded: 1 };
  return low === null ? { sort: NO_TIME, low, bounded: 2 } : { sort: low, low, bounded: 1 };
}

function furtherLines(at: readonly string[]): string | null {
  const lines = at
    .slice(1)
    .map((text) => parsePosition(text).line)
    .filter((line) => line !== undefined);
  return lines.length === 0 ? null : lines.join('+');
}

function tokenOf(event: Plain): string | undefined {
  return event.token_fp ?? (event.token_id === undefined ? undefined : `id:${event.token_id}`);
}

/** Written out member by member: one shape and no look-ups by name, which this is too hot for. */
function moreOf(event: Plain, times: TimeMembers): TimelineRow['more'] {
  return [
    event.grade,
    event.outcome,
    times.precision,
    times.basis,
    event.auth_method,
    event.actor_type,
    event.actor_email,
    event.native_action,
    event.tag,
    event.org,
    event.team,
    event.role,
    event.user_agent,
    event.client,
    event.country,
    event.token_id,
    event.token_name,
    event.user_email,
    event.old,
    event.new,
    event.text,
    event.kind,
    event.source_name,
    event.status,
    event.error,
    event.conclusion,
    event.run_id,
    event.workflow,
    event.provenance,
    event.trusted_publisher,
    event.scripts,
    event.versions,
    event.deprecated,
    event.visibility,
    event.resource,
    event.count,
    event.host,
    event.ecosystem,
    event.ref,
  ];
}

function markRow(entry: Exclude<Entry, EventEntry | NoteEntry>): MarkRow {
  return {
    entry: ENTRY_KINDS.indexOf(entry.entry),
    evidence: markEvidence(entry),
    subject: markSubject(entry),
    digest: markDigest(entry),
  };
}

function markEvidence(entry: Exclude<Entry, EventEntry | NoteEntry>): string | undefined {
  if (entry.entry === 'case' || entry.entry === 'history' || entry.entry === 'redact') return undefined;
  return entry.entry === 'evidence' ? entry.sha256 : entry.evidence;
}

function markSubject(entry: Exclude<Entry, EventEntry | NoteEntry>): string | undefined {
  if (entry.entry === 'history') return `${entry.act}:${entry.subject}`;
  if (entry.entry === 'state') return entry.subject;
  return entry.entry === 'evidence' ? entry.format : undefined;
}

function markDigest(entry: Exclude<Entry, EventEntry | NoteEntry>): Buffer | null {
  if (entry.entry === 'part') return Buffer.from(entry.sha256, 'hex');
  if (entry.entry === 'sighting') return Buffer.from(entry.event.slice(0, 32), 'hex');
  return null;
}

/** A member as it was before its text was interned. */
export function memberValue(name: MemberName, text: string): string | number | readonly string[] {
  const [type] = MEMBERS[name];
  if (type === 'strings') return text.split('\n');
  return type === 'integer' ? Number(text) : text;
}
