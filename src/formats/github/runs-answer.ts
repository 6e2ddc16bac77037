import type { Out } from '../../core/format.ts';
import { at, isObject, type Json, list, scalar, text } from '../../core/json.ts';
import { type Told, toldOuts } from './api-time.ts';
import { artifactEvents } from './artifact.ts';
import { type JobRun, jobEvents, jobOf } from './job.ts';
import { type Run, runEvents, runOf } from './run.ts';

/** Members of a page of the API that hold its list. A run that `gh` shows has a member `jobs`, too. */
const LISTS = ['workflow_runs', 'artifacts', 'jobs'];
/** What `gh run` can be asked for, beside the number and a time, and other lists of `gh` have not. */
const RUN_FIELDS = ['headSha', 'workflowName', 'workflowDatabaseId', 'displayTitle', 'attempt'];
const RUN_TIMES = ['createdAt', 'startedAt', 'updatedAt'];

export type RunThing = 'page' | 'run' | 'job' | 'artifact';

/** What an object is, as its members tell. */
export function runThing(json: Json | undefined): RunThing | undefined {
  if (!isObject(json)) return undefined;
  if (pageOf(json) !== undefined) return 'page';
  const has = (name: string): boolean => at(json, name) !== undefined;
  if (has('archive_download_url') && has('created_at'))
    return scalar(at(json, 'id')) === undefined ? undefined : 'artifact';
  if (has('run_id') && has('started_at') && (has('steps') || has('runner_name') || has('check_run_url'))) return 'job';
  if (has('run_attempt') || has('run_number')) return has('head_sha') && has('id') ? 'run' : undefined;
  return RUN_TIMES.some(has) && RUN_FIELDS.some(has) && runOf(json) !== undefined ? 'run' : undefined;
}

function pageOf(json: Json): readonly Json[] | undefined {
  const name = LISTS.find((candidate) => Array.isArray(at(json, candidate)));
  const isPage = name === 'workflow_runs' || at(json, 'total_count') !== undefined;
  return name === undefined || !isPage ? undefined : list(at(json, name));
}

/** What a record says: a page of a list, or one of the things that lists hold. */
export function runsAnswer(json: Json | undefined, records: readonly number[]): readonly Out[] {
  const page = json === undefined ? undefined : pageOf(json);
  if (page === undefined) return thingAnswer(json, records);
  if (page.length === 0) return [{ kind: 'ignored', rule: 'empty list', records }];
  return page.flatMap((item) => thingAnswer(item, records));
}

function thingAnswer(json: Json | undefined, records: readonly number[]): readonly Out[] {
  const told = toldOf(json);
  if (told === undefined) {
    return [{ kind: 'problem', code: 'unknown-shape', message: 'neither a run nor a job nor an artifact', records }];
  }
  if (told.length > 0) return toldOuts(told, records);
  const waiting = ['queued', 'waiting', 'pending', 'requested'].includes(text(at(json, 'status')) ?? '');
  if (waiting) return [{ kind: 'ignored', rule: 'not begun', records }];
  return [{ kind: 'problem', code: 'missing-field', message: 'none of its times is there', records }];
}

function toldOf(json: Json | undefined): Told[] | undefined {
  const thing = runThing(json);
  if (thing === 'artifact' && isObject(json)) return artifactEvents(json);
  if (thing === 'job') {
    const job = jobOf(json);
    return job && jobEvents(job);
  }
  const run = thing === 'run' ? runOf(json) : undefined;
  return run && [...runEvents(run), ...jobsOf(run)];
}

/** Jobs that `gh run view` shows within their run. */
function jobsOf(run: Run): Told[] {
  const { id, attempt, json } = run;
  const names = { workflow: text(at(json, 'workflowName')), commit: text(at(json, 'headSha')) };
  const within: JobRun = { ...names, run_id: id, run_attempt: String(attempt), ref: text(at(json, 'headBranch')) };
  return list(at(json, 'jobs')).flatMap((item) => {
    const job = jobOf(item, within);
    return job === undefined ? [] : jobEvents(job);
  });
}
