import { at, integer, isObject, type Json, type JsonObject, list, scalar, text } from '../../core/json.ts';
import { either, type Told, toldAt } from './api-time.ts';
import { remarks, repositoryIn } from './people.ts';
import { outcomeOf } from './run.ts';

/** A job of a run as the API, a webhook and `gh run view --json jobs` have it. */
export interface Job {
  readonly json: JsonObject;
  readonly id: string;
  /** Members that a job leaves to the run it is part of. */
  readonly run: JobRun;
}

export interface JobRun {
  readonly run_id?: string | undefined;
  readonly run_attempt?: string | undefined;
  readonly repo?: string | undefined;
  readonly workflow?: string | undefined;
  readonly commit?: string | undefined;
  readonly ref?: string | undefined;
}

export function jobOf(json: Json | undefined, run: JobRun = {}): Job | undefined {
  const id = scalar(either(json, 'id', 'databaseId'));
  return id === undefined || !isObject(json) ? undefined : { json, id, run };
}

/** Everything a job object says: its start, its steps and its end. */
export function jobEvents(job: Job): Told[] {
  return [...started(job), ...steps(job), ...ended(job)];
}

/** A job that is waiting shows when it was queued as its start; one that was skipped never had one. */
export function started(job: Job): Told[] {
  const status = text(at(job.json, 'status'));
  if (status !== 'in_progress' && status !== 'completed') return [];
  if (text(at(job.json, 'conclusion')) === 'skipped') return [];
  return toldAt('started_at of the job', either(job.json, 'started_at', 'startedAt'), (time) => ({
    ...common(job),
    ...time,
    identity: { by: 'native', key: `github-job:${job.id}:started` },
    action: 'ci.job_started',
    native_action: 'job started',
    outcome: 'success',
    text: runnerText(job.json),
  }));
}

function ended(job: Job): Told[] {
  const conclusion = text(at(job.json, 'conclusion'));
  if (text(at(job.json, 'status')) !== 'completed') return [];
  return toldAt('completed_at of the job', either(job.json, 'completed_at', 'completedAt'), (time) => ({
    ...common(job),
    ...time,
    identity: { by: 'native', key: `github-job:${job.id}:completed` },
    action: 'ci.step',
    native_action: 'job completed',
    conclusion,
    outcome: outcomeOf(conclusion),
  }));
}

function steps(job: Job): Told[] {
  return list(at(job.json, 'steps')).flatMap((step, index) => stepEvent(job, step, index + 1));
}

function stepEvent(job: Job, step: Json, ordinal: number): Told[] {
  const number = integer(at(step, 'number')) ?? ordinal;
  const conclusion = text(at(step, 'conclusion'));
  const end = text(either(step, 'completed_at', 'completedAt'));
  return toldAt(`started_at of step ${number}`, either(step, 'started_at', 'startedAt'), (time) => ({
    ...common(job),
    ...time,
    identity: { by: 'native', key: `github-job:${job.id}:step:${number}` },
    action: 'ci.step',
    native_action: 'step',
    resource: text(at(step, 'name')),
    conclusion,
    outcome: outcomeOf(conclusion),
    text: remarks(`step ${number} of ${text(at(job.json, 'name')) ?? 'the job'}`, end && `until ${end}`),
  }));
}

function common({ json, id, run }: Job) {
  return {
    grade: 'server',
    native_id: id,
    run_id: scalar(at(json, 'run_id')) ?? run.run_id,
    run_attempt: scalar(at(json, 'run_attempt')) ?? run.run_attempt,
    repo: repositoryIn(either(json, 'html_url', 'url')) ?? run.repo,
    workflow: text(at(json, 'workflow_name')) ?? run.workflow,
    commit: text(at(json, 'head_sha')) ?? run.commit,
    ref: text(at(json, 'head_branch')) ?? run.ref,
    resource: text(at(json, 'name')),
    host: text(at(json, 'runner_name')),
  } as const;
}

function runnerText(json: JsonObject): string | undefined {
  const labels = list(at(json, 'labels')).filter((label) => typeof label === 'string');
  const group = text(at(json, 'runner_group_name'));
  return remarks(group && `group ${group}`, labels.length === 0 ? undefined : `labels ${labels.join(', ')}`);
}
