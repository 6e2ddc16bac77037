import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Terminal } from './io.ts';

/** Where a report goes. */
export interface Sink {
  /** Returns when the next piece may come: a slow reader holds back the report. */
  write(text: string): Promise<void>;
  /** Returns when everything is where it belongs. */
  close(): Promise<void>;
  /** Leaves nothing half-written behind. */
  discard(): Promise<void>;
}

/** Whoever read our output has seen enough. */
export class ClosedPipe extends Error {}

/** Characters to collect before they are written, unless somebody is looking. */
const CHUNK = 65_536;

export function streamSink(stream: Terminal, name: string): Sink {
  let waiting = '';
  // Every write reports its own failure; without a listener Node would also throw the first one out of nowhere.
  stream.on('error', () => undefined);
  const flush = (): Promise<void> => {
    const text = waiting;
    waiting = '';
    return new Promise((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(writeFailure(error, name)) : resolve()));
    });
  };
  return {
    async write(text) {
      waiting += text;
      if (stream.isTTY === true || waiting.length >= CHUNK) await flush();
    },
    close: flush,
    async discard() {
      waiting = '';
    },
  };
}

/**
 * Writes to a file of its own beside `file` and renames it at the end, so that `file` is never half a report.
 * @param shown the file as the user named it
 * @throws {AppError} if there is such a file already and not `force`, or it cannot be written
 */
export async function fileSink(file: string, shown: string, force: boolean): Promise<Sink> {
  const existing = await statOf(file);
  if (existing?.isDirectory()) throw new AppError('usage', `-o ${shown}: that is a folder`, 'name a file in it');
  if (existing !== undefined && !existing.isFile()) return plainSink(file, shown);
  const refuse = (): void => {
    throw new AppError('output-exists', `${shown} exists already`, 'choose another name, or replace it with --force');
  };
  if (existing !== undefined && !force) refuse();
  const target = existing === undefined ? file : await realpath(file);
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`);
  const sink = await plainSink(part, shown, 'wx');
  const discard = async (): Promise<void> => {
    await sink.discard();
    await rm(part, { force: true });
  };
  const close = async (): Promise<void> => {
    await sink.close();
    if (!force && (await statOf(target)) !== undefined) refuse();
    await rename(part, target);
  };
  return { write: sink.write, close, discard };
}

/** Writes to the file itself: a device or a named pipe cannot be replaced. */
async function plainSink(file: string, shown: string, flags = 'w'): Promise<Sink> {
  const handle = await open(file, flags).catch((error: unknown) => {
    throw writeFailure(error, shown);
  });
  const stream = handle.createWriteStream();
  const sink = streamSink(stream, shown);
  const end = async (): Promise<void> => {
    if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', resolve).end());
  };
  return {
    write: sink.write,
    async close() {
      await sink.close();
      await end();
    },
    discard: end,
  };
}

async function statOf(file: string): Promise<Stats | undefined> {
  return stat(file).catch(() => undefined);
}

const CLOSED: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF']);

function writeFailure(error: unknown, name: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const options = { cause: error };
  if (CLOSED.has(code)) return new ClosedPipe(message, options);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      `no space left while writing ${name}`,
      'free some space and run it again',
      options,
    );
  }
  if (code === 'ENOENT') {
    return new AppError('path-missing', `${name}: there is no such folder`, 'create it first', options);
  }
  return new AppError('path-unreadable', `cannot write ${name}: ${message}`, 'write elsewhere with -o', options);
}
