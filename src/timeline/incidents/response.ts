import type { Action } from '../../core/action.ts';
import type { RuleView } from '../../core/rule.ts';
import { compareSteps, type Step } from '../../core/step.ts';
import type { Incident } from './incident.ts';

/** What was done, or became known, in the course of an incident. */
export interface Response {
  readonly kind: ResponseKind;
  readonly step: Step;
}

export type ResponseKind =
  | 'first bad publish'
  | 'last bad publish'
  | 'detected'
  | 'reported'
  | 'advisory'
  | 'contacted'
  | 'deprecated'
  | 'removed'
  | 'held'
  | 'contained'
  | 'token revoked'
  | 'secret replaced'
  | 'restored';

/** Every kind of act that answers an incident. */
const KINDS: Partial<Readonly<Record<Action, ResponseKind>>> = {
  'incident.detected': 'detected',
  'incident.reported': 'reported',
  'incident.contacted': 'contacted',
  'incident.contained': 'contained',
  'incident.restored': 'restored',
  'advisory.published': 'advisory',
  'package.deprecated': 'deprecated',
  'package.version_deleted': 'removed',
  'package.unpublished': 'removed',
  'package.security_held': 'held',
  'package.restored': 'restored',
  'auth.token.revoked': 'token revoked',
};

const ACTIONS = Object.keys(KINDS) as readonly Action[];
const OF_PERSONS: readonly Action[] = [
  'incident.detected',
  'incident.reported',
  'incident.contacted',
  'incident.contained',
  'incident.restored',
];
const OF_ACCOUNTS: readonly Action[] = ['auth.token.revoked', 'perm.secret_changed'];

const DAY = 86_400 * 1_000_000;
/** Reports of before the first bad act are about what led to it: one day. */
const LEAD = DAY;
/** What answers an incident comes within 30 days of its last act. */
const AFTER = 30 * DAY;

/** The course of an incident after its first bad act, in the order of time. */
export function responsesTo(incident: Incident, view: RuleView): readonly Response[] {
  const range = { since: incident.first - LEAD, until: incident.last + AFTER };
  const [first] = incident.main;
  const last = incident.main.at(-1);
  const own: Response[] = [
    ...(first === undefined ? [] : [{ kind: 'first bad publish', step: first.release.step } as const]),
    ...(last === undefined || last === first ? [] : [{ kind: 'last bad publish', step: last.release.step } as const]),
  ];
  const acts = [
    ...view.query({ ...range, packages: incident.packages, actions: ACTIONS }),
    ...[...view.query({ ...range, actions: OF_PERSONS })].filter(({ members }) => members.package === undefined),
    ...(incident.accounts.length === 0
      ? []
      : view.query({ ...range, accounts: incident.accounts, actions: OF_ACCOUNTS })),
    ...(incident.tokens.length === 0 ? [] : view.query({ ...range, tokens: incident.tokens, actions: OF_ACCOUNTS })),
    ...(incident.repos.length === 0
      ? []
      : view.query({ ...range, repos: incident.repos, actions: ['perm.secret_changed'] })),
  ].filter((step) => answers(step, incident));
  const unique = withoutBounds([...new Map(acts.map((step) => [step.id, step])).values()]);
  const answered = unique.map((step): Response => ({ kind: KINDS[step.members.action] ?? 'secret replaced', step }));
  return [...own, ...answered].toSorted((a, b) => compareSteps(a.step, b.step));
}

/** That a version went between two copies of its document says nothing more where a log says when. */
function withoutBounds(steps: readonly Step[]): readonly Step[] {
  const known = steps.filter(({ bounded, members }) => bounded === 0 && members.action === 'package.version_deleted');
  const isOne = (a: Step, b: Step): boolean =>
    a.members.package === b.members.package && a.members.version === b.members.version;
  return steps.filter((step) => {
    const { bounded, low, members, sort } = step;
    if (bounded !== 1 || members.action !== 'package.version_deleted') return true;
    return !known.some((other) => isOne(other, step) && other.sort >= (low ?? sort) && other.sort <= sort);
  });
}

/** Removals and deprecations of other versions are no answer; nor is what failed. */
function answers({ members, sort, bounded }: Step, { bad, first }: Incident): boolean {
  const { action, outcome, package: name, version, versions } = members;
  if (bounded === 2 || outcome === 'failure' || outcome === 'denied') return false;
  if (action === 'perm.secret_changed' || action === 'auth.token.revoked') return sort >= first;
  if (!action.startsWith('package.') || version === undefined) return true;
  const about = versions ?? [version];
  return bad.some((release) => release.package === name && about.includes(release.version));
}

/** Times of an incident, microseconds; absent where nothing in evidence says so. */
export interface Milestones {
  readonly act: number | undefined;
  /** When somebody first said so: detected, reported, or an advisory. */
  readonly known: number | undefined;
  /** When the last bad release was gone at the latest; absent while one of them may still be there. */
  readonly contained: number | undefined;
}

export function milestonesOf({ main, bad }: Incident, responses: readonly Response[]): Milestones {
  const act = main[0]?.published;
  const known = responses.find(
    ({ kind, step }) => TELLING.has(kind) && (act === undefined || step.sort >= act || isAboutMain(step, main)),
  );
  const ends = bad.map(({ removed }) => removed?.before);
  const gone = ends.filter((end) => end !== undefined);
  const contained = gone.length > 0 && gone.length === ends.length ? Math.max(...gone) : undefined;
  return { act, known: known?.step.sort, contained };
}

const TELLING: ReadonlySet<ResponseKind> = new Set(['detected', 'reported', 'advisory']);

function isAboutMain({ members }: Step, main: Incident['main']): boolean {
  return main.some((release) => release.package === members.package);
}
