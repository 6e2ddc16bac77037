import type { EventMembers } from '../core/event.ts';

/** A text of the source that stands in a sentence is cut here; the row for programs has all of it. */
const LONGEST = 160;

/** Digits of a token's fingerprint that are shown. */
const FINGERPRINT = 12;

interface Word {
  of(members: EventMembers): string | undefined;
  /** What stands there if the step does not say. */
  readonly otherwise: string;
}

/** The words that `what.actions.ts` can fill in. */
export const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['thing', { of: (m) => release(m) ?? m.package ?? m.resource, otherwise: 'a package' }],
  ['release', { of: release, otherwise: 'a version' }],
  ['package', { of: (m) => m.package ?? m.resource, otherwise: 'a package' }],
  ['version', { of: (m) => m.version, otherwise: 'a version' }],
  ['versions', { of: (m) => m.versions?.join(', '), otherwise: 'versions' }],
  ['tag', { of: (m) => m.tag ?? tagOfRef(m), otherwise: 'a tag' }],
  ['pushed', { of: (m) => tagOfRef(m) ?? m.tag, otherwise: 'a tag' }],
  ['ref', { of: (m) => m.ref?.replace(/^refs\/heads\//, ''), otherwise: 'a ref' }],
  ['old', { of: (m) => m.old, otherwise: 'something' }],
  ['new', { of: (m) => m.new, otherwise: 'something' }],
  ['user', { of: (m) => m.user ?? m.user_email ?? m.user_id, otherwise: 'an account' }],
  ['whom', { of: (m) => m.user ?? (m.team && `team ${m.team}`), otherwise: 'an account' }],
  ['role', { of: (m) => m.role ?? m.new, otherwise: 'a role' }],
  ['team', { of: (m) => m.team, otherwise: 'a team' }],
  ['org', { of: (m) => m.org, otherwise: 'an organisation' }],
  ['repo', { of: (m) => m.repo, otherwise: 'a repository' }],
  ['where', { of: (m) => m.repo ?? m.team ?? m.org, otherwise: 'a place' }],
  ['resource', { of: (m) => m.resource, otherwise: 'a thing' }],
  ['object', { of: (m) => m.resource ?? m.repo ?? m.package ?? m.org, otherwise: 'a thing' }],
  ['policy', { of: (m) => m.resource ?? m.native_action, otherwise: 'a policy' }],
  ['token', { of: token, otherwise: 'token' }],
  ['method', { of: (m) => (m.auth_method === 'unknown' ? undefined : m.auth_method), otherwise: 'a credential' }],
  ['publisher', { of: (m) => m.trusted_publisher ?? m.resource, otherwise: 'a workflow' }],
  ['visibility', { of: (m) => m.visibility ?? m.new, otherwise: 'public or private' }],
  ['deprecated', { of: (m) => m.deprecated, otherwise: 'no reason' }],
  ['count', { of: (m) => (Number(m.count) > 1 ? String(m.count) : undefined), otherwise: 'several' }],
  ['run', { of: run, otherwise: 'a CI run' }],
  ['conclusion', { of: (m) => m.conclusion, otherwise: 'unknown' }],
  ['advisory', { of: (m) => m.native_id ?? m.resource ?? m.reference, otherwise: 'an advisory' }],
  ['source', { of: (m) => m.source_name, otherwise: 'someone' }],
  ['native', { of: (m) => m.native_action, otherwise: 'something' }],
  ['text', { of: (m) => m.text, otherwise: 'something' }],
]);

/** A word of a step, cut where it is a long text. Undefined where the step does not say it, or there is no such word. */
export function wordOf(name: string, members: EventMembers): string | undefined {
  const word = WORDS.get(name)?.of(members);
  if (word === undefined || word === '') return undefined;
  return word.length <= LONGEST ? word : `${word.slice(0, LONGEST).toWellFormed()}…`;
}

/** `axios@1.14.1`; several versions as `axios@1.14.1, 0.30.4`. */
function release({ package: name, version, versions }: EventMembers): string | undefined {
  const known = version ?? (versions?.length ? versions.join(', ') : undefined);
  return name === undefined || known === undefined ? undefined : `${name}@${known}`;
}

function tagOfRef({ ref }: EventMembers): string | undefined {
  return ref?.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : undefined;
}

/** By its name, else its fingerprint, else its id. */
function token({ token_name, token_fp, token_id }: EventMembers): string | undefined {
  if (token_name !== undefined) return `token "${token_name}"`;
  if (token_fp === undefined)
    return token_id && `token ${/^[0-9a-f]{32,}$/.test(token_id) ? start(token_id) : token_id}`;
  const [algorithm = '', digest = ''] = token_fp.split(/:(.*)/s);
  return `token ${algorithm}:${start(digest)}`;
}

function start(digest: string): string {
  return `${digest.slice(0, FINGERPRINT)}${digest.length > FINGERPRINT ? '…' : ''}`;
}

function run({ run_id, run_attempt, workflow }: EventMembers): string | undefined {
  if (run_id === undefined && workflow === undefined) return undefined;
  const attempt = run_attempt !== undefined && run_attempt !== '1' ? `, attempt ${run_attempt}` : '';
  return `CI run${run_id === undefined ? '' : ` ${run_id}`}${workflow === undefined ? '' : ` of ${workflow}`}${attempt}`;
}
