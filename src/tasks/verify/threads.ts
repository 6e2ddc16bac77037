import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Db } from '../../store/open.ts';
import type { VerifyPart, VerifyTask } from '../../store/verify/range.ts';
import { TaskRunner } from '../../store/verify/task-runner.ts';
import type { Runner } from '../../store/verify/verify-case.ts';

/** A case of one chunk has three tasks, which are done before threads have started. */
const WORTH_THREADS = 4;
/** Each takes about 60 MB; beyond a few the disk is what they wait for. */
const MOST_THREADS = 4;

/** The compiled file: a thread cannot be started from TypeScript, there the same is done without. */
const ENTRY = new URL('./verify-worker.js', import.meta.url);

/** Does the tasks on as many threads as there are processors, where that pays. */
export const runTasks: Runner = (path, db, tasks) => {
  const workers =
    tasks.length < WORTH_THREADS ? [] : startedThreads(path, Math.min(availableParallelism(), MOST_THREADS));
  return workers.length === 0 ? runHere(db, tasks) : runBy(workers, tasks);
};

async function* runHere(db: Db, tasks: readonly VerifyTask[]): AsyncGenerator<VerifyPart> {
  const runner = new TaskRunner(db);
  for (const task of tasks) yield runner.run(task);
}

/** None where Node was told to allow none. */
function startedThreads(path: string, count: number): Worker[] {
  if (!existsSync(fileURLToPath(ENTRY))) return [];
  const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };
  try {
    return Array.from({ length: count }, () => new Worker(ENTRY, { workerData: path, resourceLimits }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_ACCESS_DENIED') return [];
    throw error;
  }
}

/** Gives each thread a task, and the next one when it is done; gives what they gave in the order of the tasks. */
async function* runBy(workers: readonly Worker[], tasks: readonly VerifyTask[]): AsyncGenerator<VerifyPart> {
  const inbox = new Inbox();
  let next = 0;
  const give = (worker: Worker): void => {
    const task = tasks[next];
    if (task === undefined) return;
    const place = next++;
    worker.once('message', (part: VerifyPart) => {
      inbox.put(place, part);
      give(worker);
    });
    worker.postMessage(task);
  };
  for (const worker of workers) {
    worker.on('error', (error) => inbox.fail(error));
    worker.on('exit', () => inbox.fail(new Error('a verifying thread ended before its work')));
    give(worker);
  }
  try {
    for (let place = 0; place < tasks.length; place++) yield await inbox.take(place);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** What has arrived and nobody has taken yet. */
class Inbox {
  readonly #parts = new Map<number, VerifyPart>();
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  put(place: number, part: VerifyPart): void {
    this.#parts.set(place, part);
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  async take(place: number): Promise<VerifyPart> {
    for (;;) {
      const part = this.#parts.get(place);
      this.#parts.delete(place);
      if (part !== undefined) return part;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
