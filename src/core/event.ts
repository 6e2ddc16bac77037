import type { Action } from './action.ts';
import type { Sha256 } from './digest.ts';
import { membersText } from './event.members.ts';
import type { Basis, Moment, Precision } from './time.ts';

/**
 * How an event is known: a server recorded it, a machine says so of itself, it is read off a state,
 * a third party published it, a person says so.
 */
export type Grade = 'server' | 'client' | 'derived' | 'third_party' | 'reported';
export type Outcome = 'success' | 'failure' | 'denied' | 'unknown';
export type ActorType = 'user' | 'bot' | 'oidc' | 'app' | 'service' | 'system' | 'anonymous' | 'unknown';
export type AuthMethod =
  | 'password'
  | 'session'
  | 'token'
  | 'granular_token'
  | 'oidc'
  | 'ssh_key'
  | 'deploy_key'
  | 'app'
  | 'api_key'
  | 'anonymous'
  | 'unknown';

type MemberType = 'string' | 'integer' | 'boolean' | 'strings';

/**
 * Every member an event can have, in the order of its canonical text (RFC 8785: sorted by UTF-16 code units).
 * All are optional but `action`, `grade` and `outcome`; an absent member is left out, never null.
 * The README prints this table.
 */
export const MEMBERS = {
  action: ['string', 'what happened, in the vocabulary of this tool'],
  actor: ['string', 'account that did it'],
  actor_email: ['string', 'e-mail of that account as the record shows it'],
  actor_id: ['string', 'its native id'],
  actor_type: ['string', 'user, bot, oidc, app, service, system, anonymous, unknown'],
  auth_method: ['string', 'how the actor proved who it is'],
  basis: [
    'string',
    'what the time means: event, request_end, log_window, snapshot_range, file_name, vcs_commit, reported',
  ],
  bytes: ['integer', 'size of the request body, or of the artifact'],
  client: ['string', 'program and version of the client: npm/11.19.1'],
  commit: ['string', 'git commit, 40 hex digits'],
  conclusion: ['string', 'how a run ended'],
  count: ['integer', 'how many things the record speaks of'],
  country: ['string', 'country code the source gives for the address'],
  deprecated: ['string', 'deprecation text'],
  ecosystem: ['string', 'package ecosystem where it is not npm'],
  error: ['string', 'error code of the source: E401'],
  grade: ['string', 'how the event is known'],
  host: ['string', 'machine that wrote the record'],
  integrity: ['string', 'Subresource Integrity of the artifact'],
  ip: ['string', 'address the act came from'],
  kind: ['string', 'kind of a reported fact'],
  native_action: ['string', "the source's own name of the act"],
  native_id: ['string', "the source's own id of the record"],
  new: ['string', 'value after the change'],
  not_after: ['string', 'the act happened at this time at the latest'],
  not_before: ['string', 'the act happened at this time at the earliest'],
  old: ['string', 'value before the change'],
  org: ['string', 'organisation'],
  outcome: ['string', 'success, failure, denied, unknown'],
  package: ['string', 'package name, percent-decoded'],
  precision: ['string', 'of the time: ns, us, ms, s, min, day'],
  provenance: ['string', 'predicate type of the provenance attestation'],
  ref: ['string', 'git ref'],
  reference: ['string', 'where a third party or person published it'],
  repo: ['string', 'source repository, owner/name'],
  request_id: ['string', 'id of the request, or of the thread that served it'],
  resource: ['string', 'anything else the act is about'],
  role: ['string', 'role or permission given or taken'],
  run_attempt: ['string', 'attempt of the CI run'],
  run_id: ['string', 'id of the CI run'],
  scopes: ['string', 'scopes of the token'],
  scripts: ['strings', 'install scripts of the version: "postinstall: node setup.js"'],
  shasum: ['string', 'SHA-1 of the tarball'],
  source_name: ['string', 'who reported it'],
  status: ['integer', 'HTTP status'],
  tag: ['string', 'dist-tag, or git tag'],
  team: ['string', 'team'],
  text: ['string', 'a sentence of the source about it'],
  time: ['string', 'UTC, RFC 3339'],
  time_raw: ['string', "the source's own text of the time"],
  token_fp: ['string', 'fingerprint of the token: sha512:<hex> (npm), sha256:<base64> (GitHub)'],
  token_id: ['string', 'native id of the token'],
  token_name: ['string', 'name its owner gave it'],
  trusted_publisher: ['string', 'trusted publisher that an OIDC publish used'],
  url: ['string', 'what was asked for'],
  user: ['string', 'account acted upon'],
  user_agent: ['string', 'user agent'],
  user_email: ['string', 'its e-mail'],
  user_id: ['string', 'its native id'],
  version: ['string', 'package version'],
  versions: ['strings', 'several versions'],
  visibility: ['string', 'public or private'],
  workflow: ['string', 'CI workflow'],
} as const satisfies Record<string, readonly [MemberType, string]>;

export type MemberName = keyof typeof MEMBERS;
export const MEMBER_NAMES = Object.keys(MEMBERS) as readonly MemberName[];

/** What an event says, flat, as it stands in its canonical text. */
export interface EventMembers {
  readonly action: Action;
  readonly grade: Grade;
  readonly outcome: Outcome;
  readonly actor?: string | undefined;
  readonly actor_email?: string | undefined;
  readonly actor_id?: string | undefined;
  readonly actor_type?: ActorType | undefined;
  readonly auth_method?: AuthMethod | undefined;
  readonly basis?: Basis | undefined;
  readonly bytes?: number | undefined;
  readonly client?: string | undefined;
  readonly commit?: string | undefined;
  readonly conclusion?: string | undefined;
  readonly count?: number | undefined;
  readonly country?: string | undefined;
  readonly deprecated?: string | undefined;
  readonly ecosystem?: string | undefined;
  readonly error?: string | undefined;
  readonly host?: string | undefined;
  readonly integrity?: string | undefined;
  readonly ip?: string | undefined;
  readonly kind?: string | undefined;
  readonly native_action?: string | undefined;
  readonly native_id?: string | undefined;
  readonly new?: string | undefined;
  readonly not_after?: string | undefined;
  readonly not_before?: string | undefined;
  readonly old?: string | undefined;
  readonly org?: string | undefined;
  readonly package?: string | undefined;
  readonly precision?: Precision | undefined;
  readonly provenance?: string | undefined;
  readonly ref?: string | undefined;
  readonly reference?: string | undefined;
  readonly repo?: string | undefined;
  readonly request_id?: string | undefined;
  readonly resource?: string | undefined;
  readonly role?: string | undefined;
  readonly run_attempt?: string | undefined;
  readonly run_id?: string | undefined;
  readonly scopes?: string | undefined;
  readonly scripts?: readonly string[] | undefined;
  readonly shasum?: string | undefined;
  readonly source_name?: string | undefined;
  readonly status?: number | undefined;
  readonly tag?: string | undefined;
  readonly team?: string | undefined;
  readonly text?: string | undefined;
  readonly time?: string | undefined;
  readonly time_raw?: string | undefined;
  readonly token_fp?: string | undefined;
  readonly token_id?: string | undefined;
  readonly token_name?: string | undefined;
  readonly trusted_publisher?: string | undefined;
  readonly url?: string | undefined;
  readonly user?: string | undefined;
  readonly user_agent?: string | undefined;
  readonly user_email?: string | undefined;
  readonly user_id?: string | undefined;
  readonly version?: string | undefined;
  readonly versions?: readonly string[] | undefined;
  readonly visibility?: string | undefined;
  readonly workflow?: string | undefined;
}

/**
 * By what an event is told from another, whichever export it came in.
 * - `native`: a key of the source (`_document_id`, `name@version`)
 * - `fields`: a tuple of fields that identifies it
 * - `record`: digest of the raw record, and its ordinal among identical ones of that evidence. `time` where the record
 *   has none and its wrapper's counts: equal lines of other times are other events
 * - `evidence`: digest of the evidence and the position, for what has no time of its own
 * - `given`: the id that a case gave it, as an export of that case says
 */
export type Identity =
  | { readonly by: 'native'; readonly key: string }
  | { readonly by: 'fields'; readonly values: readonly (string | undefined)[] }
  | { readonly by: 'record'; readonly time?: string }
  | { readonly by: 'evidence' }
  | { readonly by: 'given'; readonly id: Sha256 };

/** The members that say when, made from a draft's moments. */
export type TimeMembers = Pick<EventMembers, 'time' | 'time_raw' | 'precision' | 'not_before' | 'not_after' | 'basis'>;

/** What a format says about an event. Times as moments; the flat members are made from them. */
export interface EventDraft extends Omit<EventMembers, keyof TimeMembers> {
  readonly identity: Identity;
  /** Exact time. */
  readonly at?: Moment | undefined;
  /** Bounds, where the exact time is not known. */
  readonly after?: Moment | undefined;
  readonly before?: Moment | undefined;
  /** Default: `event`. */
  readonly basis?: Basis | undefined;
  /** Which of several events of one record or key this is, from 0. */
  readonly number?: number | undefined;
}

/** Longest text of a member; the whole of it stands in the raw record. */
const LONGEST = 4096;

/**
 * A draft made ready for the ledger. Its times stand beside it: copying a draft to add six members costs more than all
 * else that is done with it.
 */
export interface FlatEvent {
  /**
   * Canonical text of the members (RFC 8785): absent ones left out, overlong ones cut with an ellipsis, U+FFFD for each
   * lone surrogate.
   */
  readonly text: string;
  readonly members: Omit<EventMembers, keyof TimeMembers>;
  readonly times: TimeMembers;
}

/** How `JSON.stringify` begins to write a lone surrogate. A text in the evidence may have the same letters. */
const SURROGATE = '\\ud';

export function flatten(draft: EventDraft): FlatEvent {
  const times = timeMembers(draft);
  const text = membersText(draft, times);
  if (text.length <= LONGEST && !text.includes(SURROGATE)) return { text, members: draft, times };
  const members = tidy(draft);
  const tidyTimes = tidy(times);
  return { text: membersText(members, tidyTimes), members, times: tidyTimes };
}

/** What a canonical text can hold. JSON within a string of the evidence may give lone surrogates: `"\\ud800"`. */
function tidy<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, clip(value)])) as T;
}

/** The flat members of a draft, and nothing else. */
export function membersOf(draft: EventDraft): EventMembers {
  return JSON.parse(flatten(draft).text) as EventMembers;
}

function clip(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length <= LONGEST ? value.toWellFormed() : `${value.slice(0, LONGEST).toWellFormed()}…`;
  return Array.isArray(value) ? value.slice(0, LONGEST).map(clip) : value;
}

function timeMembers({ at, after, before, basis }: EventDraft): TimeMembers {
  const timed = at !== undefined || after !== undefined || before !== undefined;
  return {
    time: at?.text,
    time_raw: at?.raw,
    precision: at?.precision,
    not_before: after?.text,
    not_after: before?.text,
    basis: timed ? (basis ?? 'event') : undefined,
  };
}
