import type { Action } from '../../core/action.ts';
import type { Sha256 } from '../../core/digest.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { formatsOf } from '../acts/files.ts';
import { within } from '../acts/in-time.ts';
import { sources } from './sources.ts';

/** Creation times of the first and last run in a list, microseconds. */
interface Listed {
  readonly first: number;
  last: number;
}

/** What the case knows of the runs of a repository. */
export interface Runs {
  /** Of the runs that attestations name, by run id. */
  readonly records: ReadonlyMap<string, readonly Step[]>;
  /** Lists of runs, by the digest of the file. */
  readonly lists: ReadonlyMap<Sha256, Listed>;
  /** Beginnings and ends of runs near a release whose run nobody names, in the order of time. */
  readonly around: readonly Step[];
}

const ACTIONS: readonly Action[] = [
  'ci.run_created',
  'ci.run_completed',
  'ci.run_rerun',
  'ci.run_deleted',
  'ci.job_started',
  'ci.step',
];

/** A run may wait as long for its approval, microseconds: 35 days, after which GitHub ends it. */
const LONGEST = 35 * 86_400_000_000;

/**
 * How long before and after a publish runs are looked at that may have made it, microseconds: 6 hours,
 * as long as a job may take.
 */
export const AROUND = 6 * 3_600_000_000;

/** Runs by repository; computed once per view. */
export function runsByRepo(view: RuleView): ReadonlyMap<string, Runs> {
  return view.shared(gather);
}

/** What is asked of one repository. */
interface Asked {
  readonly ids: Set<string>;
  /** When releases were published whose run nobody names. */
  readonly times: number[];
  since: number;
}

function gather(view: RuleView): ReadonlyMap<string, Runs> {
  const wanted = new Map<string, Asked>();
  const askedOf = (repo: string, at: number): Asked => {
    const asked = wanted.get(repo) ?? { ids: new Set(), times: [], since: at };
    asked.since = Math.min(asked.since, at);
    wanted.set(repo, asked);
    return asked;
  };
  for (const { history, repos, runs } of sources(view)) {
    for (const { at, oidc, provenance, version } of history.releases) {
      const run = runs.get(version);
      if (run !== undefined) askedOf(run.repo, at).ids.add(run.id);
      else if (oidc || provenance) for (const repo of repos) askedOf(repo, at).times.push(at);
    }
  }
  return new Map([...wanted].map(([repo, asked]) => [repo, runsOf(view, repo, asked)]));
}

function runsOf(view: RuleView, repo: string, { ids, since, times }: Asked): Runs {
  const records = new Map<string, Step[]>();
  const lists = new Map<Sha256, Listed>();
  const around: Step[] = [];
  const sorted = times.sort((a, b) => a - b);
  for (const step of view.query({ repos: [repo], actions: ACTIONS, since: since - LONGEST })) {
    const { action, provenance, run_id: id } = step.members;
    if (provenance !== undefined || id === undefined) continue;
    if (action === 'ci.run_created') list(view, lists, step);
    if (action === 'ci.run_created' || action === 'ci.run_completed') {
      if (within(sorted, (at) => at, step.sort - AROUND, step.sort + AROUND).length > 0) around.push(step);
    }
    if (ids.has(id)) records.set(id, [...(records.get(id) ?? []), step]);
  }
  return { records, lists, around };
}

function list(view: RuleView, lists: Map<Sha256, Listed>, step: Step): void {
  for (const { evidence } of step.citations) {
    const known = lists.get(evidence);
    if (known !== undefined) known.last = step.sort;
    else if (evidence !== 'note' && formatsOf(view, step).includes('github-actions-runs')) {
      lists.set(evidence, { first: step.sort, last: step.sort });
    }
  }
}
