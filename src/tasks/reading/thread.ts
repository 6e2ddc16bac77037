import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import type { Batch, ReadingEnd } from './batch.ts';
import { type Candidate, type ExtractOptions, extract } from './extract.ts';
import type { Assignment, Message } from './message.ts';

/** Smaller evidence is read before a thread has started. */
const WORTH_A_THREAD = 4 * 1024 * 1024;

/** The compiled file: a thread cannot be started from TypeScript, there the same is done without one. */
const ENTRY = new URL('./extract-worker.js', import.meta.url);

export type Batches = AsyncGenerator<Batch, ReadingEnd>;

/**
 * The batches of a piece of evidence: read on another thread where that pays, while this one writes.
 * @throws {AppError} `path-unreadable`
 */
export function batchesOf(candidate: Candidate, options: ExtractOptions): Batches {
  const { bytes, member } = candidate;
  // What lies in an archive has no file of its own that another thread could open.
  const worker = bytes < WORTH_A_THREAD || member !== undefined ? undefined : startedThread(candidate, options);
  return worker === undefined ? extract(candidate, options, async () => undefined) : batchesFrom(worker);
}

/** No thread where Node was told to allow none. */
function startedThread({ source, format, ...candidate }: Candidate, options: ExtractOptions): Worker | undefined {
  if (!existsSync(fileURLToPath(ENTRY))) return undefined;
  const { id, mapping } = format;
  const assignment: Assignment = { path: source.path, candidate, format: id, mapping, options };
  try {
    return new Worker(ENTRY, { workerData: assignment, resourceLimits: { maxYoungGenerationSizeMb: 24 } });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_ACCESS_DENIED') return undefined;
    throw error;
  }
}

async function* batchesFrom(worker: Worker): Batches {
  const inbox = new Inbox(worker);
  try {
    for (;;) {
      const message = await inbox.next();
      if (message.kind === 'end') return message.end;
      if (message.kind === 'refused') throw new AppError(message.code, message.message, message.remedy);
      yield message.batch;
      const memory = message.batch.texts.buffer as ArrayBuffer;
      worker.postMessage(memory, [memory]);
    }
  } finally {
    await worker.terminate();
  }
}

/** What a thread has posted, in order; its end before the last message is a failure. */
class Inbox {
  readonly #messages: Message[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(worker: Worker) {
    worker.on('message', (message: Message) => {
      this.#messages.push(message);
      this.#wake?.();
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('the reading thread ended before its work')));
  }

  async next(): Promise<Message> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }
}
