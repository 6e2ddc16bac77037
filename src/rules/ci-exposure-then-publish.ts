import type { FindingDraft } from '../core/finding.ts';
import type { LimitValues, Missing, Rule, RuleView } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import type { KnownRelease } from '../registry/history/history.ts';
import { type Cover, coversOf } from './acts/files.ts';
import { keep, within } from './acts/in-time.ts';
import { type Exposure, exposuresIn } from './ci/exposures.ts';
import { repoActs } from './ci/repo-acts.ts';
import { CI_FILES, isCiFormat, reposOf, type Source, sources } from './ci/sources.ts';
import { nothingToJudge } from './verdict.ts';
import { listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'ci-exposure-then-publish',
  title: 'secrets of the repository were within reach before a publish',
  severity: 'high',
  phase: 'initial access',
  amplifier: false,
  wide: true,
  revision: 1,
  looksFor:
    'within 14 days before a publish of a package that the repository makes: a deleted run or planted branch, a workflow changed by a machine or run on a commit of no branch (high); a pull request of a stranger closed within an hour, a workflow started by hand on a branch just made (info)',
  why: 'a token of the registry is read out of a workflow and used days later: PostHog, 5.4 days and 12.5 h before, Nx (2025), TanStack, AsyncAPI (2026)',
  needs: 'the audit log of the organisation with include=all or deliveries of webhooks (what was deleted), gh run list',
  falsePositives: 'busy repositories; a run deleted because its log showed a secret by mistake',
  limits: {
    window: { value: 14, unit: 'days', meaning: 'a publish counts within this time after it' },
    quick: { value: 60, unit: 'minutes', meaning: 'a pull request open for less than this was made for its runs' },
  },
  judge(view, limits) {
    const all = sources(view).filter(({ history }) => history.releases.length > 0);
    const covers = coversOf(view, isCiFormat, limits['window'] ?? 0);
    const missing = all.flatMap((source) => missingOf(view, source, covers, limits));
    const judged = all.length - missing.length;
    if (all.length === 0)
      return nothingToJudge({ subject: 'any package', why: 'no publish is in evidence', bring: CI_FILES });
    return { findings: findingsOf(view, all, limits), judged, missing };
  },
  examples: async () => (await import('./ci-exposure-then-publish.examples.ts')).default,
};

export default rule;

/** Why nothing can be said of a package; nothing where the logs of its repository reach to one of its publishes. */
function missingOf(
  view: RuleView,
  { history, repos }: Source,
  covers: readonly Cover[],
  { window = 0 }: LimitValues,
): readonly Missing[] {
  const newest = history.releases.at(-1);
  if (newest === undefined) return [];
  const subject = nameOf(newest);
  if (repos.length === 0) {
    const bring = 'npm view <name> --json, or the attestation of a release';
    return [{ subject, why: 'which repository makes it is in no evidence', bring }];
  }
  const bring = CI_FILES.replace('OWNER/NAME', repos[0] ?? '');
  if (!repos.some((repo) => repoActs(view, repo).any)) {
    return [{ subject, why: `nothing is in evidence of what was done in ${listText(repos)}`, bring }];
  }
  const reaches = history.releases.some(({ at }) =>
    covers.some(({ first, last }) => first <= at && last >= at - window),
  );
  if (reaches) return [];
  return [{ subject, why: `the logs of ${listText(repos)} do not reach to the time before any publish`, bring }];
}

function findingsOf(view: RuleView, all: readonly Source[], limits: LimitValues): readonly FindingDraft[] {
  const { quick = 0, window = 0 } = limits;
  const byRepo = new Map<string, KnownRelease[]>();
  for (const source of all) {
    for (const release of source.history.releases)
      for (const repo of reposOf(source, release)) keep(byRepo, repo, release);
  }
  return [...byRepo].flatMap(([repo, releases]) => {
    const sorted = releases.sort((a, b) => a.at - b.at);
    return exposuresIn(view, repo, quick).flatMap((exposure) => {
      const { sort } = exposure.step;
      const after = within(sorted, ({ at }) => at, sort, sort + window);
      const [first] = after;
      return first === undefined ? [] : [finding(repo, exposure, first, after)];
    });
  });
}

/** More releases than these are not named one by one. */
const MOST = 50;

function finding(repo: string, exposure: Exposure, first: KnownRelease, after: readonly KnownRelease[]): FindingDraft {
  const { certain, grave, others, step, text } = exposure;
  const steps = [step, ...others];
  const named = after.slice(0, MOST);
  const { actor, ip } = step.members;
  const runs = steps.flatMap(({ members }) => members.run_id ?? []);
  const more = after.length > 1 ? [`${after.length} publishes followed: ${listText(named.map(nameOf))}`] : [];
  return {
    subject: repo,
    about: {
      repos: [repo],
      packages: [...new Set(named.map((release) => release.package))],
      releases: named.map(nameOf),
      ...(actor !== undefined && { accounts: [actor] }),
      ...(ip !== undefined && { ips: [ip] }),
      ...(runs.length > 0 && { runs: [...new Set(runs)] }),
    },
    severity: grave ? 'high' : 'info',
    certainty: certain ? 'certain' : 'possible',
    when: { after: step.sort, before: Math.max(...steps.map(({ sort }) => sort)) },
    fact: `${text}; ${nameOf(first)} was published ${durationText(first.at - step.sort)} later`,
    details: more,
    citations: [...steps.flatMap(({ citations }) => citations), first.citation],
    steps: [...steps.map(({ id }) => id), first.step.id],
  };
}
