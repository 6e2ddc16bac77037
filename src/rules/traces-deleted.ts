import type { Action } from '../core/action.ts';
import type { FindingDraft } from '../core/finding.ts';
import type { LimitValues, Rule, RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import type { KnownRelease } from '../registry/history/history.ts';
import { keep, within } from './acts/in-time.ts';
import { deletions, type Group, groupsOf, groupText } from './ci/deletions.ts';
import { reposOf, sources } from './ci/sources.ts';
import { nothingToJudge } from './verdict.ts';
import { nameOf } from './wording.ts';

const rule: Rule = {
  id: 'traces-deleted',
  title: 'runs, logs, branches or issues were deleted',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  wide: true,
  revision: 1,
  looksFor:
    'deleted workflow runs and logs, young branches that somebody ran a workflow on by hand, and issues; high within 7 days of another finding about the repository, its packages or the account, or of a new token, address, password or recovered second factor of whoever deleted them, else info',
  why: 'whoever ran something in a pipeline removes the run: PostHog, Nx (2025); at axios (2026) the issues that warned were deleted with the stolen account',
  needs:
    'the audit log of the organisation with include=all, the security log of the account, or deliveries of webhooks; GitHub keeps them 180 and 90 days',
  falsePositives: 'tidying up: old runs, artifacts and caches, and what machines delete, are info',
  limits: {
    near: {
      value: 7,
      unit: 'days',
      meaning: 'time between the deletion and the later publish, or the odd act, that makes it high',
    },
    after: { value: 24, unit: 'hours', meaning: 'a deletion this soon after a publish is high too' },
    together: {
      value: 24,
      unit: 'hours',
      meaning: 'deletions of one account in one repository within this time are one finding',
    },
  },
  judge(view, limits) {
    const logs = view.files().filter(({ format }) => /^(?:github-audit|github-webhook|gitlab-audit)/.test(format));
    const found = groupsOf(deletions(view), limits['together'] ?? 0);
    if (logs.length === 0 && found.length === 0) return nothingToJudge(NOTHING);
    return {
      findings: found.map((group) => finding(view, group, limits)),
      judged: Math.max(1, logs.length),
      missing: [],
    };
  },
  examples: async () => (await import('./traces-deleted.examples.ts')).default,
};

export default rule;

const NOTHING = {
  subject: 'any repository',
  why: 'no log of a code host is in evidence: what is deleted leaves its trace nowhere else',
  bring:
    'gh api --paginate "orgs/ORG/audit-log?include=all&per_page=100" (kept 180 days, git events 7 days); Settings, Security log, Export (90 days)',
};

/** What stands near a deletion. */
interface Reason {
  readonly text: string;
  readonly steps: readonly Step[];
  readonly packages: readonly string[];
  readonly releases: readonly string[];
}

function finding(view: RuleView, group: Group, limits: LimitValues): FindingDraft {
  const [first] = group;
  const last = group.at(-1) ?? first;
  const { near = 0 } = limits;
  const odd = first.routine ? [] : accountReasons(view, group, near);
  const reasons = first.routine ? [] : [...publishReasons(view, group, limits), ...odd];
  const steps = [...group.map(({ step }) => step), ...reasons.flatMap((reason) => reason.steps)];
  const ips = new Set(group.flatMap(({ step: { members } }) => members.ip ?? []));
  const packages = new Set(reasons.flatMap((reason) => reason.packages));
  const releases = new Set(reasons.flatMap((reason) => reason.releases));
  return {
    subject: first.repo,
    about: {
      repos: [first.repo],
      ...(first.actor !== undefined && !first.routine && { accounts: [first.actor] }),
      ...(ips.size > 0 && { ips: [...ips] }),
      ...(packages.size > 0 && { packages: [...packages], releases: [...releases] }),
      runs: [...new Set(group.flatMap(({ step: { members } }) => members.run_id ?? []))],
    },
    severity: odd.length > 0 ? 'high' : 'info',
    ...(!first.routine && { raisedWithin: near }),
    certainty: 'certain',
    when: { after: first.step.sort, before: last.step.sort },
    fact: groupText(group),
    details:
      reasons.length > 0
        ? reasons.map(({ text }) => text)
        : [first.routine ? 'looks like tidying up' : 'nothing odd near it'],
    citations: steps.flatMap(({ citations }) => citations),
    steps: steps.map(({ id }) => id),
  };
}

/** The publish from the repository that is nearest to one of the deletions. */
function publishReasons(view: RuleView, group: Group, { after = 0, near = 0 }: LimitValues): readonly Reason[] {
  const releases = view.shared(releasesByRepo).get(group[0].repo) ?? [];
  const apart = group.flatMap(({ step: { sort } }) =>
    within(releases, ({ at }) => at, sort - after, sort + near).map((release) => ({ release, gap: release.at - sort })),
  );
  const [first] = apart;
  if (first === undefined) return [];
  const { gap, release } = apart.reduce((a, b) => (Math.abs(b.gap) < Math.abs(a.gap) ? b : a), first);
  const text = `${nameOf(release)} was published ${durationText(gap)} ${gap >= 0 ? 'later' : 'before'}`;
  return [{ text, steps: [release.step], packages: [release.package], releases: [nameOf(release)] }];
}

/** Releases of all packages that a repository makes, oldest first. */
function releasesByRepo(view: RuleView): ReadonlyMap<string, readonly KnownRelease[]> {
  const found = new Map<string, KnownRelease[]>();
  for (const source of sources(view)) {
    for (const release of source.history.releases)
      for (const repo of reposOf(source, release)) keep(found, repo, release);
  }
  for (const releases of found.values()) releases.sort((a, b) => a.at - b.at);
  return found;
}

const ODD: ReadonlyMap<Action, string> = new Map([
  ['auth.token.created', 'made a token'],
  ['auth.email_changed', 'changed the e-mail'],
  ['auth.password_changed', 'changed the password'],
  ['auth.2fa.recovered', 'recovered the second factor'],
  ['auth.2fa.disabled', 'turned the second factor off'],
  ['auth.new_device', 'came with a new device'],
]);

/** Odd acts of each account, oldest first. */
function oddActs(view: RuleView): ReadonlyMap<string, readonly Step[]> {
  const found = new Map<string, Step[]>();
  for (const step of view.query({ actions: [...ODD.keys()] })) {
    const { actor, outcome, user } = step.members;
    const account = user ?? actor;
    if (account === undefined || step.bounded !== 0 || outcome === 'failure' || outcome === 'denied') continue;
    const own = found.get(account);
    if (own === undefined) found.set(account, [step]);
    else own.push(step);
  }
  return found;
}

function accountReasons(view: RuleView, group: Group, near: number): readonly Reason[] {
  const [{ actor, step }] = group;
  const acts = actor === undefined ? [] : (view.shared(oddActs).get(actor) ?? []);
  const [odd] = within(acts, ({ sort }) => sort, step.sort - near, step.sort + near);
  if (odd === undefined) return [];
  const gap = odd.sort - step.sort;
  const text = `${actor} ${ODD.get(odd.members.action) ?? ''} ${durationText(gap)} ${gap >= 0 ? 'later' : 'before'}`;
  return [{ text, steps: [odd], packages: [], releases: [] }];
}
