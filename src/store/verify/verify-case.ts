import { type Db, openForReading } from '../open.ts';
import type { CaseAnchor } from './anchor-check.ts';
import { CaseCheck, type CaseCheckOptions, type CaseVerdict } from './case-check.ts';
import type { VerifyPart, VerifyTask } from './range.ts';
import { SMALL_CACHE, TaskRunner } from './task-runner.ts';

export interface VerifyOptions {
  /** Size and root noted elsewhere. */
  readonly expect?: { readonly size: number; readonly root: Buffer };
  /** Entries read so far, and how many there are. */
  readonly progress?: (done: number, total: number) => void;
}

/**
 * All checks of the case alone, on this thread. Checks 1 and 2 throw: of such a file nothing can be said.
 * @throws {AppError} `case-missing`, `not-a-case`, `newer-case`, `side-file`, `interrupted-write`
 */
export function verifyCase(path: string, { expect, progress }: VerifyOptions): CaseVerdict {
  const anchors = expect === undefined ? [] : [{ ...expect, name: 'what was noted' }];
  const db = openForReading(path);
  try {
    db.pragma(SMALL_CACHE);
    const check = new CaseCheck(db, { anchors, deep: false, from: 0 });
    const runner = new TaskRunner(db);
    let done = 0;
    for (const task of check.tasks()) {
      const part = runner.run(task);
      check.take(part);
      done += entriesIn(part);
      progress?.(done, check.size);
    }
    return check.finish();
  } finally {
    db.close();
  }
}

/** Does tasks in any order, on as many threads as it likes, and gives what they gave in the order of the tasks. */
export type Runner = (path: string, db: Db, tasks: readonly VerifyTask[]) => AsyncIterable<VerifyPart>;

/** The same by threads. @throws {AppError} as `verifyCase` */
export async function verifyCaseBy<T extends CaseAnchor>(
  run: Runner,
  path: string,
  options: CaseCheckOptions<T> & Pick<VerifyOptions, 'progress'>,
): Promise<CaseVerdict<T>> {
  const db = openForReading(path);
  try {
    db.pragma(SMALL_CACHE);
    const check = new CaseCheck<T>(db, options);
    let done = 0;
    for await (const part of run(path, db, check.tasks())) {
      check.take(part);
      done += entriesIn(part);
      options.progress?.(done, check.size);
    }
    return check.finish();
  } finally {
    db.close();
  }
}

function entriesIn(part: VerifyPart): number {
  return part.kind === 'range' ? part.entries : 0;
}
