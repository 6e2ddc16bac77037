import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import type { SlicedSource } from './spool.ts';

/** Bytes read at once: the directory of a zip archive is read in many small pieces. */
const WINDOW = 8 * 1024;

/** Lets yauzl read a source from anywhere. */
export class ZipReader extends RandomAccessReader {
  readonly #source: SlicedSource;
  readonly #size: number;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(source: SlicedSource, size: number) {
    super();
    this.#source = source;
    this.#size = size;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#source.slice(start, end));
  }

  override read(into: Buffer, offset: number, size: number, start: number, done: (error: Error | null) => void): void {
    this.#bytes(start, size).then(
      (bytes) => {
        bytes.copy(into, offset);
        done(bytes.length < size ? new Error('the archive ends early') : null);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  async #bytes(start: number, size: number): Promise<Buffer> {
    const from = start - this.#start;
    if (from < 0 || from + size > this.#window.length) {
      this.#window = await this.#load(start, Math.max(size, WINDOW));
      this.#start = start;
      return this.#window.subarray(0, size);
    }
    return this.#window.subarray(from, from + size);
  }

  async #load(start: number, size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    if (start < 0 || start >= this.#size) return Buffer.alloc(0);
    for await (const part of this.#source.slice(start, start + size)) parts.push(part);
    return Buffer.concat(parts);
  }
}
