import type { EventDraft } from '../core/event.ts';
import type { Format, Out, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type Moment, parseTime } from '../core/time.ts';
import { isBeforeNpm } from './git-refs.lines.ts';

/** Commits of a git repository, one a line, in the form below. All of it is what the committer's machine said. */
const format: Format = {
  id: 'git-log',
  title: 'git log',
  revision: 1,
  about: {
    export: "git log --all --format='%H%x09%P%x09%aI%x09%cI%x09%an%x09%ae%x09%cn%x09%ce%x09%G?%x09%s'",
    lifetime: 'as long as the repository; commits that no ref reaches are removed after weeks',
    proves:
      'which commits exist, and what each claims: author, committer, dates, and whether git could check a signature',
    cannotProve: 'when a commit was pushed, or by which account: names and dates are free text',
    tried: 'documentation',
  },
  framing: 'lines',
  recognise,
  open: () => ({ push: (record) => [answer(record)], end: () => [] }),
};

export default format;

interface Person {
  readonly name: string;
  readonly email: string;
}

interface CommitLine {
  readonly hash: string;
  readonly authored: string;
  readonly committed: string;
  readonly author: Person;
  readonly committer: Person;
  /** git's letter for the state of the signature. */
  readonly signature: string;
  readonly subject: string;
}

const OBJECT = '[0-9a-f]{40}(?:[0-9a-f]{24})?';
const COMMIT = new RegExp(
  `^(${OBJECT})\\t(?:${OBJECT}(?: ${OBJECT})*)?\\t([^\\t]*)\\t([^\\t]*)` +
    '\\t([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t([GBUXYREN]?)(?:\\t(.*))?$',
);

/** What git's `%G?` says. `N` (none) is the normal case and is not mentioned. */
const SIGNATURES = new Map([
  ['G', 'good signature'],
  ['B', 'bad signature'],
  ['U', 'good signature of unknown validity'],
  ['X', 'good signature that has expired'],
  ['Y', 'good signature by an expired key'],
  ['R', 'good signature by a revoked key'],
  ['E', 'signature could not be checked'],
]);

function commitLine(line: string): CommitLine | undefined {
  const match = COMMIT.exec(line);
  if (match === null) return undefined;
  const [, hash = '', authored = '', committed = '', an = '', ae = '', cn = '', ce = '', signature = '', subject = ''] =
    match;
  const people = { author: { name: an, email: ae }, committer: { name: cn, email: ce } };
  return { hash, authored, committed, ...people, signature, subject };
}

function answer(record: EvidenceRecord): Out {
  const commit = commitLine(record.text);
  const records = [record.number];
  if (commit === undefined)
    return { kind: 'problem', code: 'unknown-shape', message: 'not a commit in the documented form', records };
  if (isBeforeNpm(commit.committed)) return { kind: 'ignored', rule: 'commit before 2009', records };
  const time = parseTime(commit.committed);
  if (!time.ok) return { kind: 'problem', code: time.code, message: 'the committer date cannot be used', records };
  return { kind: 'event', event: commitEvent(commit, time.moment), records };
}

function commitEvent(commit: CommitLine, at: Moment): EventDraft {
  const { name, email } = commit.committer;
  return {
    identity: { by: 'native', key: `git-commit:${commit.hash}` },
    at,
    basis: 'vcs_commit',
    action: 'source.push',
    grade: 'client',
    outcome: 'success',
    native_action: 'commit',
    native_id: commit.hash,
    commit: commit.hash,
    actor: name || undefined,
    actor_email: email || undefined,
    actor_type: name.endsWith('[bot]') ? 'bot' : undefined,
    text: textOf(commit),
  };
}

/** The subject, and what a reader of the raw line would stop at: another author, another date, a signature. */
function textOf({ author, authored, committer, committed, signature, subject }: CommitLine): string | undefined {
  const other = author.name !== committer.name || author.email !== committer.email;
  const remarks = [
    other ? `author ${author.name} <${author.email}>` : undefined,
    authored === committed ? undefined : `authored ${authored}`,
    SIGNATURES.get(signature),
  ].filter((remark) => remark !== undefined);
  const remark = remarks.length === 0 ? '' : ` (${remarks.join('; ')})`;
  return `${subject}${remark}`.trimStart() || undefined;
}

function recognise(sample: Sample): number {
  const lines = sample.lines.filter((line) => line.trim() !== '');
  const commits = lines.filter((line) => commitLine(line) !== undefined);
  return commits.length * 2 > lines.length ? 80 : 0;
}
