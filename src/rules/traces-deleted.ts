import type { Action } from '../core/action.ts';
import type { FindingDraft } from '../core/finding.ts';
import type { LimitValues, Rule, RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { deletions, type Group, groupsOf, groupText } from './ci/deletions.ts';
import { sources } from './ci/sources.ts';
import { nothingToJudge } from './verdict.ts';
import { nameOf } from './wording.ts';

const rule: Rule = {
  id: 'traces-deleted',
  title: 'runs, logs, branches or issues were deleted',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'deleted workflow runs and logs, young branches that somebody ran a workflow on by hand, and issues; high within 7 days of a publish from the repository or of a new token, address, password or recovered second factor of whoever deleted them, else info',
  why: 'whoever ran something in a pipeline removes the run: PostHog, Nx (2025); at axios (2026) the issues that warned were deleted with the stolen account',
  needs:
    'the audit log of the organisation with include=all, the security log of the account, or deliveries of webhooks; GitHub keeps them 180 and 90 days',
  falsePositives: 'tidying up: old runs, artifacts and caches, and what machines delete, are info',
  limits: {
    near: { value: 7, unit: 'days', meaning: 'time between the deletion and what makes it high' },
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

function finding(view: RuleView, group: Group, { near = 0 }: LimitValues): FindingDraft {
  const [first] = group;
  const last = group.at(-1) ?? first;
  const reasons = first.routine ? [] : [...publishReasons(view, group, near), ...accountReasons(view, group, near)];
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
    severity: reasons.length > 0 ? 'high' : 'info',
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
function publishReasons(view: RuleView, group: Group, near: number): readonly Reason[] {
  const [{ repo }] = group;
  const releases = sources(view).flatMap(({ history, repos }) => (repos.includes(repo) ? history.releases : []));
  const times = group.map(({ step }) => step.sort);
  const apart = releases.map((release) => ({ release, gap: nearest(times, release.at) }));
  const [closest] = apart.filter(({ gap }) => Math.abs(gap) <= near).sort((a, b) => Math.abs(a.gap) - Math.abs(b.gap));
  if (closest === undefined) return [];
  const { gap, release } = closest;
  const text = `${nameOf(release)} was published ${durationText(gap)} ${gap >= 0 ? 'later' : 'before'}`;
  return [{ text, steps: [release.step], packages: [release.package], releases: [nameOf(release)] }];
}

/** Signed time from the nearest of some moments to another. */
function nearest(times: readonly number[], at: number): number {
  return times.map((time) => at - time).reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
}

const ODD: ReadonlyMap<Action, string> = new Map([
  ['auth.token.created', 'made a token'],
  ['auth.email_changed', 'changed the e-mail'],
  ['auth.password_changed', 'changed the password'],
  ['auth.2fa.recovered', 'recovered the second factor'],
  ['auth.2fa.disabled', 'turned the second factor off'],
  ['auth.new_device', 'came with a new device'],
]);

function accountReasons(view: RuleView, group: Group, near: number): readonly Reason[] {
  const [{ actor, step }] = group;
  if (actor === undefined) return [];
  const [since, until] = [step.sort - near, step.sort + near];
  for (const odd of view.query({ accounts: [actor], actions: [...ODD.keys()], since, until })) {
    if (odd.bounded !== 0 || odd.members.outcome === 'failure' || odd.members.outcome === 'denied') continue;
    const gap = odd.sort - step.sort;
    const text = `${actor} ${ODD.get(odd.members.action) ?? ''} ${durationText(gap)} ${gap >= 0 ? 'later' : 'before'}`;
    return [{ text, steps: [odd], packages: [], releases: [] }];
  }
  return [];
}
