import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../core/errors.ts';

/** Bytes that can be read from the start as often as needed. The buffers it gives are never used again by it. */
export interface Source {
  /** As the user named it; a hint, never evidence. */
  readonly name: string;
  readonly path: string;
  chunks(): AsyncIterable<Buffer>;
  /** Removes what reading left behind; only sources that spool have something to remove. */
  dispose?(): Promise<void>;
}

const CHUNK = 1024 * 1024;

/** A file. Reading it throws `path-unreadable` where the system refuses. */
export function fileSource(path: string, name: string = basename(path)): Source {
  return { name, path, chunks: () => fileChunks(path) };
}

async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined || error instanceof AppError) return error;
  return new AppError('path-unreadable', `${path} cannot be read: ${code}`, 'check its permissions', { cause: error });
}

/**
 * Keeps a stream that can be read only once in a private temporary file (mode 600).
 * The caller must `dispose()` of it.
 */
export async function spoolStdin(stream: Readable, name = 'stdin'): Promise<Source & { dispose(): Promise<void> }> {
  const path = join(tmpdir(), `audit-timeline-${randomUUID()}`);
  const dispose = (): Promise<void> => rm(path, { force: true });
  try {
    await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { name, path, chunks: () => fileChunks(path), dispose };
}

/** A source that spools a stream when it is first read, for `-` and pipes named as files. */
export function streamSource(name: string, path: string, open: () => Readable): Source {
  let spooled: ReturnType<typeof spoolStdin> | undefined;
  const spool = (): ReturnType<typeof spoolStdin> => {
    spooled ??= spoolStdin(open(), name);
    return spooled;
  };
  async function* chunks(): AsyncGenerator<Buffer> {
    yield* (await spool()).chunks();
  }
  return { name, path, chunks, dispose: async () => (await spooled)?.dispose() };
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
