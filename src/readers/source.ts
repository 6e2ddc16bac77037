import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../core/errors.ts';

/** Bytes that can be read from the start as often as needed. The buffers it gives are never used again by it. */
export interface Source {
  /** As the user named it; a hint, never evidence. */
  readonly name: string;
  readonly path: string;
  chunks(): AsyncIterable<Buffer>;
  /** The bytes from `start` up to `end`, where a source can be read from anywhere. */
  slice?(start: number, end: number): AsyncIterable<Buffer>;
  /** What is wrong with the bytes themselves; complete once `chunks` has been read to its end. */
  readonly damage?: readonly string[];
}

const CHUNK = 256 * 1024;

/** A file. Reading it throws `path-unreadable` where the system refuses. */
export function fileSource(path: string, name: string = basename(path)): Source {
  return { name, path, chunks: () => fileChunks(path), slice: (start, end) => fileChunks(path, start, end) };
}

async function* fileChunks(path: string, start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  if (end <= start) return;
  try {
    const range = { start, end: end - 1, highWaterMark: CHUNK };
    for await (const chunk of createReadStream(path, range)) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined || error instanceof AppError) return error;
  return new AppError('path-unreadable', `${path} cannot be read: ${code}`, 'check its permissions', { cause: error });
}

/** A source whose bytes lie in a temporary file. */
export interface SpooledSource extends Source {
  /** Removes the file. */
  dispose(): void;
}

/** Keeps a stream that can be read only once in a private temporary file (mode 600). */
export async function spoolStdin(stream: NodeJS.ReadableStream, name = 'stdin'): Promise<SpooledSource> {
  const path = temporaryPath();
  await spool(stream, path);
  return { name, path, chunks: () => fileChunks(path), dispose: () => rmSync(path, { force: true }) };
}

/** A source that spools its stream when it is first read: for `-`, and for pipes that are named like files. */
export function streamSource(name: string, open: () => NodeJS.ReadableStream): SpooledSource {
  const path = temporaryPath();
  let spooled: Promise<void> | undefined;
  async function* slice(start?: number, end?: number): AsyncGenerator<Buffer> {
    spooled ??= spool(open(), path);
    await spooled;
    yield* fileChunks(path, start, end);
  }
  return { name, path, chunks: () => slice(), slice, dispose: () => rmSync(path, { force: true }) };
}

/** A name in the folder for temporary files that nobody else has. */
export function temporaryPath(): string {
  return join(tmpdir(), `audit-timeline-${randomUUID()}`);
}

async function spool(stream: NodeJS.ReadableStream, path: string): Promise<void> {
  try {
    await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** Digest and size of the bytes as they lie there, before decompression. */
export async function hashSource(source: Source): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    digest.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: digest.digest('hex'), bytes };
}
