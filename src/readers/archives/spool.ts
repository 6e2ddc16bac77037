import { rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { AppError } from '../../core/errors.ts';
import { type Source, temporaryPath } from '../source.ts';

/** A source that can be read from anywhere. */
export interface SlicedSource extends Source {
  slice(start: number, end: number): AsyncIterable<Buffer>;
}

/** Up to so many bytes are kept in memory. */
const IN_MEMORY = 1024 * 1024;
const CHUNK = 256 * 1024;

/**
 * Keeps the bytes of one member, so that they can be read again: in memory, or where they are many in one private
 * temporary file (mode 600) without a name that comes from outside. It is unlinked as soon as it is open, so that
 * nothing of it stays, however the program ends.
 */
export class Spool {
  #file: FileHandle | undefined;
  #path = '';
  #memory: Buffer[] = [];
  #size = 0;
  #inFile = false;

  /** Keeps these bytes instead of those before. @throws {AppError} `path-unreadable` where there is no room */
  async keep(chunks: AsyncIterable<Buffer>): Promise<void> {
    this.#memory = [];
    this.#size = 0;
    this.#inFile = false;
    for await (const chunk of chunks) {
      if (!this.#inFile && this.#size + chunk.length > IN_MEMORY) await this.#moveToFile();
      if (this.#inFile) await this.#write(chunk);
      else this.#memory.push(chunk);
      this.#size += chunk.length;
    }
  }

  /** Bytes that are kept. */
  get size(): number {
    return this.#size;
  }

  /** What is kept, until other bytes are. */
  source(name: string): SlicedSource {
    const slice = (start: number, end: number): AsyncGenerator<Buffer> => this.#slice(start, Math.min(end, this.#size));
    return { name, path: name, chunks: () => slice(0, this.#size), slice };
  }

  async dispose(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#memory = [];
    await file?.close();
    if (this.#path !== '') rmSync(this.#path, { force: true });
  }

  async #moveToFile(): Promise<void> {
    this.#file ??= await this.#create();
    await this.#file.truncate(0);
    this.#inFile = true;
    const kept = this.#memory;
    this.#memory = [];
    this.#size = 0;
    for (const chunk of kept) {
      await this.#write(chunk);
      this.#size += chunk.length;
    }
  }

  async #create(): Promise<FileHandle> {
    const path = temporaryPath();
    const file = await open(path, 'wx+', 0o600).catch((error: NodeJS.ErrnoException) => noRoom(error));
    this.#path = path;
    try {
      rmSync(path);
      this.#path = '';
    } catch {
      // Windows does not let go of a file that is open: it is removed in the end.
    }
    return file;
  }

  async #write(chunk: Buffer): Promise<void> {
    for (let from = 0; from < chunk.length; ) {
      const wrote = await this.#file
        ?.write(chunk, from, chunk.length - from, this.#size + from)
        .catch((error: NodeJS.ErrnoException) => noRoom(error));
      from += wrote?.bytesWritten ?? chunk.length;
    }
  }

  async *#slice(start: number, end: number): AsyncGenerator<Buffer> {
    if (!this.#inFile) {
      const bytes = Buffer.concat(this.#memory).subarray(start, end);
      if (bytes.length > 0) yield bytes;
      return;
    }
    for (let at = start; at < end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK, end - at));
      const read = (await this.#file?.read(buffer, 0, buffer.length, at))?.bytesRead ?? 0;
      if (read === 0) return;
      yield buffer.subarray(0, read);
      at += read;
    }
  }
}

function noRoom(error: NodeJS.ErrnoException): never {
  const remedy = 'set TMPDIR to a folder with more room, or unpack the archive';
  const message = `cannot be unpacked into ${tmpdir()}: ${error.code ?? 'unknown error'}`;
  throw new AppError('path-unreadable', message, remedy, { cause: error });
}
