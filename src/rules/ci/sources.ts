import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../../registry/history/history.ts';
import { repositoryPath } from '../../registry/repository.ts';

/** The CI run that made a release, as its attestation names it. */
export interface AttestedRun {
  readonly repo: string;
  readonly id: string;
  readonly attempt: string | undefined;
  /** Path of the workflow file. */
  readonly workflow: string | undefined;
  readonly ref: string | undefined;
  /** What set it off: `push`, `workflow_dispatch`. */
  readonly trigger: string | undefined;
  readonly step: Step;
}

/** Where the releases of a package are made. */
export interface Source {
  readonly history: PackageHistory;
  /** `owner/name`, sorted: of manifests, attestations and logs of publishes. */
  readonly repos: readonly string[];
  /** By version. */
  readonly runs: ReadonlyMap<string, AttestedRun>;
}

/** Sources of the packages to be judged; computed once per view. */
export function sources(view: RuleView): readonly Source[] {
  return view.shared(gather);
}

function gather(view: RuleView): readonly Source[] {
  return judgedHistories(view).map((history) => sourceOf(view, history));
}

function sourceOf(view: RuleView, history: PackageHistory): Source {
  const repos = new Set<string>();
  const runs = new Map<string, AttestedRun>();
  for (const step of view.query({ packages: [history.name], actions: ['ci.step'] })) {
    const { provenance, version } = step.members;
    const run = provenance === undefined ? undefined : attestedRun(view, step);
    if (run === undefined || version === undefined) continue;
    repos.add(run.repo);
    runs.set(version, run);
  }
  for (const release of history.releases) for (const repo of ownRepos(release)) repos.add(repo);
  return { history, repos: [...repos].sort(), runs };
}

/** Repositories that a release itself names. */
function ownRepos({ manifest, steps }: KnownRelease): readonly string[] {
  const named = repositoryPath(manifest?.repository);
  const logged = steps.flatMap(({ members }) => members.repo ?? []);
  return named === undefined ? logged : [named, ...logged];
}

/** A package that names more repositories than this is made in none of them in particular. */
const FEW = 4;

/** Where a release may have been made: where its package is; of many places what it says itself. */
export function reposOf({ repos, runs }: Source, release: KnownRelease): readonly string[] {
  if (repos.length <= FEW) return repos;
  const run = runs.get(release.version);
  const own = [...ownRepos(release), ...(run === undefined ? [] : [run.repo])];
  return own.length === 0 ? repos : [...new Set(own)];
}

function attestedRun(view: RuleView, step: Step): AttestedRun | undefined {
  const { ref, repo, run_id: id, text, workflow } = step.members;
  if (repo === undefined || id === undefined) return undefined;
  const { run_attempt: attempt } = view.members(step);
  const trigger = /(?:^|, )event ([\w-]+)/.exec(text ?? '')?.[1];
  return { repo, id, attempt, workflow, ref, trigger, step };
}

/** What set a run off, as a run list and the audit log say it. */
export function triggerOf({ members }: Step): string | undefined {
  return /(?:^|; )triggered by ([\w-]+)/.exec(members.text ?? '')?.[1];
}

/** Formats that tell of runs. */
export function isCiFormat(format: string): boolean {
  return /^(?:github-actions-runs|github-audit|github-webhook|gitlab-audit)/.test(format);
}

export const CI_FILES =
  'gh run list --repo OWNER/NAME --limit 1000 --json databaseId,attempt,status,conclusion,event,headBranch,headSha,createdAt,startedAt,updatedAt,workflowName,url, or the audit log of the organisation (kept 180 days, its git events 7 days)';
