import type { FindingDraft } from '../core/finding.ts';
import type { Rule, RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { isLoggedWithOwners } from './registry-logs.ts';
import { siblingBy } from './releases/kin.ts';
import { whenOf } from './removals.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { accountsOf, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'owner-change-around-publish',
  title: 'owners changed around a publish',
  severity: 'medium',
  phase: 'preparation',
  amplifier: false,
  revision: 1,
  looksFor:
    'an account that was made an owner at most 30 days before its first publish of the package, or an owner who was removed within 24 hours after a publish by another one. Low where only lists of owners show the change and it may as well have been before that time. Not who published another package of the same scope or repository in the year before',
  why: 'rights are handed over to a stranger who then publishes (event-stream 3.3.6 by right9ctrl, 2018), or taken from those who could stop it (Mastra, 2026)',
  needs:
    'versions with their owners, or two packument snapshots: curl -s https://registry.example/<name>; or the log of the registry',
  falsePositives:
    'a handover that was agreed on, a move into an organisation, a team that adds whoever makes the next release',
  limits: {
    newOwner: { value: 30, unit: 'days', meaning: 'how long an owner is new before his first publish' },
    project: {
      value: 30,
      unit: 'days',
      meaning: 'who published another package of the project so long before is no stranger',
    },
    active: { value: 365, unit: 'days', meaning: 'how long ago that may be' },
    ousted: { value: 24, unit: 'hours', meaning: 'how long after a publish by another the removal of an owner counts' },
  },
  judge: (view, { newOwner = 0, ousted = 0, project = 0, active = 0 }) => {
    const histories = judgedHistories(view);
    if (histories.length === 0) return nothingToJudge({ subject: 'any package', ...NO_OWNERS });
    return verdictOf(histories.map((history) => judge(view, history, { newOwner, ousted, project, active })));
  },
  examples: async () => (await import('./owner-change-around-publish.examples.ts')).default,
};

export default rule;

const NO_OWNERS = {
  why: 'who owned it is shown once at most',
  bring:
    'two packument snapshots, or one with the manifests of several versions (curl -s https://registry.example/<name>)',
};

function judge(
  view: RuleView,
  history: PackageHistory,
  limits: Readonly<Record<'newOwner' | 'ousted' | 'project' | 'active', number>>,
): Judgement {
  const { name, releases } = history;
  const steps = [...view.query({ packages: [name], actions: ['package.owner_added', 'package.owner_removed'] })];
  const changes = steps.filter(({ members }) => members.outcome === 'success' && members.user !== undefined);
  const shown =
    ownerLists(history) > 1 || releases.some((release) => release.steps.some((step) => isLoggedWithOwners(view, step)));
  if (changes.length === 0 && !shown) return { subject: name, ...NO_OWNERS };
  const firsts = firstPublishes(releases);
  const lately = { least: limits.project, most: limits.active };
  return [
    ...lastBefore(firsts, byUser(changes, 'package.owner_added'))
      .flatMap((step) => added(step, firsts, limits.newOwner))
      .filter(({ release, user }) => siblingBy(view, user, release, lately) === undefined)
      .map(addition),
    ...byUser(changes, 'package.owner_removed').flatMap((step) => removed(step, releases, limits.ousted)),
  ];
}

/** In how many places the owners are listed. */
function ownerLists({ releases, snapshots }: PackageHistory): number {
  const manifests = releases.filter(({ manifest }) => (manifest?.maintainers.length ?? 0) > 0);
  return manifests.length + snapshots.filter(({ state }) => state.digest('maintainers') !== undefined).length;
}

/** The first publish of each account. */
function firstPublishes(releases: readonly KnownRelease[]): ReadonlyMap<string, KnownRelease> {
  return new Map(releases.toReversed().flatMap((release) => accountsOf(release).map((account) => [account, release])));
}

/** What a log says of an account counts more than what follows from documents. */
function byUser(changes: readonly Step[], action: Step['members']['action']): readonly Step[] {
  const wanted = changes.filter(({ members, bounded }) => members.action === action && bounded !== 2);
  const logged = new Set(wanted.flatMap((step) => (step.inference === undefined ? [step.members.user] : [])));
  return wanted.filter((step) => step.inference === undefined || !logged.has(step.members.user));
}

/** Of an account that was added several times, the last time before its first publish. */
function lastBefore(firsts: ReadonlyMap<string, KnownRelease>, steps: readonly Step[]): readonly Step[] {
  const before = steps.filter(({ members, sort }) => sort <= (firsts.get(members.user ?? '')?.at ?? 0));
  return [...new Map(before.map((step) => [step.members.user, step])).values()];
}

/** Times between which a step happened; the lower one may not be known. */
function rangeOf({ sort, low, bounded }: Step): { readonly low: number; readonly high: number } {
  return { low: bounded === 0 ? sort : (low ?? 0), high: sort };
}

/** Someone who became an owner and then published for the first time. */
interface Addition {
  readonly step: Step;
  readonly release: KnownRelease;
  readonly user: string;
  readonly certain: boolean;
}

function added(step: Step, firsts: ReadonlyMap<string, KnownRelease>, span: number): readonly Addition[] {
  const { user = '' } = step.members;
  const first = firsts.get(user);
  const { low, high } = rangeOf(step);
  if (first === undefined || first.at < high || first.at - high > span) return [];
  return [{ step, release: first, user, certain: first.at - low <= span }];
}

function addition({ step, release, user, certain }: Addition): FindingDraft {
  const { low, high } = rangeOf(step);
  const [most, least] = [release.at - low, release.at - high].map(durationText);
  const bounds = low === 0 ? 'at an unknown time' : `at most ${most}`;
  const when = step.bounded === 0 ? `${least}` : bounds;
  const fact = `${user} became an owner ${when} before it, the first publish by that account`;
  return finding(step, release, user, fact, certain);
}

function removed(step: Step, releases: readonly KnownRelease[], span: number): readonly FindingDraft[] {
  const { user = '', actor } = step.members;
  const { low, high } = rangeOf(step);
  if (actor === user) return [];
  const release = publishBefore(releases, high, span, user);
  if (release === undefined) return [];
  const most = durationText(high - release.at);
  const by = actor === undefined ? '' : ` by ${actor}`;
  const fact = `owner ${user} was removed${by} ${step.bounded === 0 ? most : `at most ${most}`} after it, published by ${release.account}`;
  return [finding(step, release, user, fact, low >= release.at)];
}

/** The last publish by another account, at most so long before. */
function publishBefore(releases: readonly KnownRelease[], time: number, span: number, user: string) {
  for (let i = countBefore(releases, time) - 1; i >= 0; i--) {
    const release = releases[i];
    if (release === undefined || time - release.at > span) return undefined;
    const by = accountsOf(release);
    if (by.length > 0 && !by.includes(user)) return release;
  }
  return undefined;
}

/** How many of the releases, which are in order, were published before a time. */
function countBefore(releases: readonly KnownRelease[], time: number): number {
  let [from, to] = [0, releases.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((releases[middle]?.at ?? time) < time) from = middle + 1;
    else to = middle;
  }
  return from;
}

function finding(step: Step, release: KnownRelease, user: string, fact: string, certain: boolean): FindingDraft {
  const { actor } = step.members;
  const accounts = new Set([...accountsOf(release), user]);
  return {
    subject: nameOf(release),
    about: { packages: [release.package], releases: [nameOf(release)], accounts: [...accounts].sort() },
    severity: certain ? 'medium' : 'low',
    certainty: certain ? 'certain' : 'possible',
    when: whenOf(step),
    fact,
    details: [
      ...(step.inference === undefined
        ? []
        : ['read off lists of owners: the time of the change is between two of them']),
      ...(step.members.action === 'package.owner_added' && actor !== undefined ? [`added by ${actor}`] : []),
    ],
    citations: [release.citation, ...step.citations],
    steps: [step.id, release.step.id],
  };
}
