import { parentPort, workerData } from 'node:worker_threads';
import { openForReading } from '../../store/open.ts';
import type { VerifyTask } from '../../store/verify/range.ts';
import { SMALL_CACHE, TaskRunner } from '../../store/verify/task-runner.ts';

/** Entry of a thread that verifies: gets the path of the case, then task by task; posts what each gave. */
const port = parentPort;
if (port === null) throw new Error('this is the entry of a thread, not a program');

const db = openForReading(String(workerData));
db.pragma(SMALL_CACHE);
const runner = new TaskRunner(db);
port.on('message', (task: VerifyTask) => port.postMessage(runner.run(task)));
