import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { listText } from '../wording.ts';
import { repoActs } from './repo-acts.ts';
import { sources } from './sources.ts';

/** Something at a code host that is gone. */
export interface Deletion {
  readonly step: Step;
  readonly repo: string;
  readonly actor: string | undefined;
  /** `run 15501234567`, `branch chore/lint`, `issue #12`. */
  readonly what: string;
  /** What tidies up every day: artifacts, caches, runs that are old, machines that do it. */
  readonly routine: boolean;
}

const WEEK = 7 * 86_400_000_000;

/** Deletions, oldest first; computed once per view. */
export function deletions(view: RuleView): readonly Deletion[] {
  return view.shared(gather);
}

function gather(view: RuleView): readonly Deletion[] {
  const repos = [...new Set(sources(view).flatMap((source) => source.repos))].sort();
  const found = new Map<string, Deletion>();
  for (const step of view.query({ actions: ['ci.run_deleted', 'ci.logs_deleted'] })) {
    const made = step.members.outcome === 'success' ? deletionOf(view, step) : undefined;
    if (made !== undefined) found.set(step.id, made);
  }
  for (const repo of repos) {
    for (const { branch, step } of repoActs(view, repo).goneBranches) {
      found.set(step.id, { step, repo, actor: step.members.actor, what: `branch ${branch}`, routine: false });
    }
    for (const step of repoActs(view, repo).goneIssues) {
      found.set(step.id, { step, repo, actor: step.members.actor, what: issueText(step), routine: isMachine(step) });
    }
  }
  return [...found.values()].sort((a, b) => a.step.sort - b.step.sort || (a.step.id < b.step.id ? -1 : 1));
}

function deletionOf(view: RuleView, step: Step): Deletion | undefined {
  const { action, actor, native_action, repo, resource, run_id } = step.members;
  if (repo === undefined) return undefined;
  const id = run_id ?? resource ?? 'of unknown number';
  if (action === 'ci.run_deleted') {
    const created = run_id === undefined ? undefined : repoActs(view, repo).deletedRuns.get(run_id)?.sort;
    const old = created !== undefined && step.sort - created > WEEK;
    return { step, repo, actor, what: `run ${id}`, routine: old || isMachine(step) };
  }
  const isLog = native_action === 'checks.delete_logs';
  const name = isLog ? `logs of run ${id}` : `${(native_action ?? 'artifact').split('.')[0] ?? ''} ${resource ?? id}`;
  return { step, repo, actor, what: name, routine: !isLog || isMachine(step) };
}

function isMachine({ members }: Step): boolean {
  return members.actor_type === 'bot' || members.actor?.endsWith('[bot]') === true;
}

function issueText({ members: { native_action = '', resource } }: Step): string {
  const kind = (native_action.split('.')[0] ?? '').replace(/s$/, '').replaceAll('_', ' ');
  return resource === undefined ? kind : `${kind} ${resource}`;
}

/** Deletions by one account in one repository, oldest first. */
export type Group = readonly [Deletion, ...Deletion[]];

/** @param together longest time from the first to the last of a group, microseconds */
export function groupsOf(all: readonly Deletion[], together: number): readonly Group[] {
  const done: [Deletion, ...Deletion[]][] = [];
  const open = new Map<string, [Deletion, ...Deletion[]]>();
  for (const deletion of all) {
    const key = JSON.stringify([deletion.repo, deletion.actor, deletion.routine]);
    const group = open.get(key);
    if (group !== undefined && deletion.step.sort - group[0].step.sort <= together) group.push(deletion);
    else {
      const fresh: [Deletion, ...Deletion[]] = [deletion];
      open.set(key, fresh);
      done.push(fresh);
    }
  }
  return done;
}

/** What a group deleted, and who did it. */
export function groupText(group: Group): string {
  return `${listText([...new Set(group.map(({ what }) => what))])} deleted by ${group[0].actor ?? 'an unknown account'}`;
}
