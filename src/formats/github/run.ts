import type { EventDraft, Outcome } from '../../core/event.ts';
import { at, integer, isObject, type Json, type JsonObject, list, scalar, text } from '../../core/json.ts';
import { either, type Told, toldAt } from './api-time.ts';
import { actorOf, remarks, repositoryIn } from './people.ts';

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['success', 'success'],
  ['failure', 'failure'],
  ['timed_out', 'failure'],
  ['startup_failure', 'failure'],
]);

/** How a conclusion of GitHub's counts: what was cancelled or skipped neither succeeded nor failed. */
export function outcomeOf(conclusion: string | undefined): Outcome {
  return OUTCOMES.get(conclusion ?? '') ?? 'unknown';
}

/** A workflow run as the API, a webhook and `gh run --json` have it. */
export interface Run {
  readonly json: JsonObject;
  readonly id: string;
  /** From 1; each re-run is one more. The object tells of the last attempt, but for `created_at` and `actor`. */
  readonly attempt: number;
}

export function runOf(json: Json | undefined): Run | undefined {
  const inAddress = /\/actions\/runs\/(\d+)/.exec(text(either(json, 'html_url', 'url')) ?? '')?.[1];
  const id = scalar(either(json, 'id', 'databaseId')) ?? inAddress;
  if (id === undefined || !isObject(json)) return undefined;
  return { json, id, attempt: integer(either(json, 'run_attempt', 'attempt')) ?? 1 };
}

/** Everything a run object says: that it was created, run again, and how it ended. */
export function runEvents(run: Run): Told[] {
  const again = run.attempt > 1 ? rerun(run) : [];
  const ended = text(at(run.json, 'status')) === 'completed' || text(at(run.json, 'conclusion')) !== undefined;
  return [...created(run), ...again, ...(ended ? completed(run) : [])];
}

export function created(run: Run): Told[] {
  return toldAt('created_at of the run', either(run.json, 'created_at', 'createdAt'), (time) => ({
    ...common(run),
    ...time,
    ...actorOf(at(run.json, 'actor')),
    identity: { by: 'native', key: `github-run:${run.id}:created` },
    action: 'ci.run_created',
    run_attempt: '1',
  }));
}

export function rerun(run: Run): Told[] {
  return toldAt('run_started_at of the run', either(run.json, 'run_started_at', 'startedAt'), (time) => ({
    ...common(run),
    ...time,
    ...actorOf(at(run.json, 'triggering_actor')),
    identity: { by: 'native', key: `github-run:${run.id}/${run.attempt}:rerun` },
    action: 'ci.run_rerun',
  }));
}

/** When a run ended is nowhere told; it is not changed after that, unless its logs are deleted. */
export function completed(run: Run): Told[] {
  const conclusion = text(at(run.json, 'conclusion'));
  return toldAt('updated_at of the run', either(run.json, 'updated_at', 'updatedAt'), (time) => ({
    ...common(run),
    ...time,
    ...lastActor(run),
    identity: { by: 'native', key: `github-run:${run.id}/${run.attempt}:completed` },
    action: 'ci.run_completed',
    conclusion,
    outcome: outcomeOf(conclusion),
  }));
}

/** A run of which jobs have begun. */
export function inProgress(run: Run): Told[] {
  return toldAt('run_started_at of the run', either(run.json, 'run_started_at', 'startedAt'), (time) => ({
    ...common(run),
    ...time,
    ...lastActor(run),
    identity: { by: 'native', key: `github-run:${run.id}/${run.attempt}:started` },
    action: 'ci.job_started',
  }));
}

function lastActor({ json }: Run): Pick<EventDraft, 'actor' | 'actor_id' | 'actor_type'> {
  return actorOf(at(json, 'triggering_actor') ?? at(json, 'actor'));
}

function common({ json, id, attempt }: Run) {
  const name = text(at(json, 'workflowName')) ?? text(at(json, 'name'));
  return {
    grade: 'server',
    outcome: 'success',
    native_id: id,
    run_id: id,
    run_attempt: String(attempt),
    repo: text(at(json, 'repository', 'full_name')) ?? repositoryIn(either(json, 'html_url', 'url')),
    workflow: workflowOf(json),
    commit: text(either(json, 'head_sha', 'headSha')),
    ref: text(either(json, 'head_branch', 'headBranch')),
    resource: name,
    text: said(json),
  } as const;
}

/** The file of a run's workflow. In some answers its ref follows. */
export function workflowOf(run: Json | undefined): string | undefined {
  return text(at(run, 'path'))?.replace(/@.*$/, '');
}

function said(json: JsonObject): string | undefined {
  const [trigger, fork] = [text(at(json, 'event')), text(at(json, 'head_repository', 'full_name'))];
  const foreign = fork !== undefined && fork !== text(at(json, 'repository', 'full_name'));
  const called = list(at(json, 'referenced_workflows')).map((item) => text(at(item, 'path')));
  return remarks(
    trigger && `triggered by ${trigger}`,
    text(either(json, 'display_title', 'displayTitle')),
    foreign ? `code of ${fork}` : undefined,
    ...called.map((path) => path && `calls ${path}`),
  );
}
