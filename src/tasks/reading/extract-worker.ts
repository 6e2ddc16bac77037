import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import { mappedFormat } from '../../formats/generic-jsonl.ts';
import { FORMATS } from '../../formats/index.ts';
import { parseMapping } from '../../formats/mapping/mapping.ts';
import { fileSource } from '../../readers/source.ts';
import { extract } from './extract.ts';
import { type Assignment, BATCHES, type Message, type Returned } from './message.ts';

/** Entry of the thread that reads a file: gets an `Assignment`, posts `Message`s, gets memory back. */
const port = parentPort;
if (port === null) throw new Error('this is the entry of a thread, not a program');

const { path, candidate, format: id, mapping, options } = workerData as Assignment;
const memory: ArrayBuffer[] = [];
let sent = 0;
let wake: (() => void) | undefined;
port.on('message', (returned: Returned) => {
  memory.push(returned);
  wake?.();
});

/** Waits while enough batches are under way. */
async function nextMemory(): Promise<Buffer> {
  if (++sent < BATCHES) return Buffer.allocUnsafeSlow(1024 * 1024);
  while (memory.length === 0) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  return Buffer.from(memory.pop() ?? new ArrayBuffer(0));
}

function post(message: Message, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

async function run(): Promise<void> {
  const named = FORMATS.find((each) => each.id === id);
  const format = mapping === undefined ? named : mappedFormat(parseMapping(mapping, 'the mapping'));
  if (format === undefined) throw new Error(`no format ${id}`);
  const batches = extract({ ...candidate, format, source: fileSource(path, candidate.name) }, options, nextMemory);
  let step = await batches.next();
  for (; step.done !== true; step = await batches.next()) {
    const { texts, rows } = step.value;
    post({ kind: 'batch', batch: step.value }, [
      texts.buffer as ArrayBuffer,
      rows.reals.buffer as ArrayBuffer,
      rows.ints.buffer as ArrayBuffer,
    ]);
  }
  post({ kind: 'end', end: step.value });
}

try {
  await run();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  const { code, message, remedy } = error;
  post({ kind: 'refused', code, message, ...(remedy === undefined ? {} : { remedy }) });
} finally {
  port.close();
}
