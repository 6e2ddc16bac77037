import type { Transform } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';

/** How a decompression ended: `open` while it can take more. */
export type InflaterState = 'open' | 'ended' | 'cut' | 'trailing' | 'damaged';

/** Decompresses block by block: each write answers with everything it made of that block. */
export interface Inflating {
  readonly state: InflaterState;
  /** Whether it met something that is not compressed as the rest. */
  readonly failed: boolean;
  /** Compressed bytes that belong to what was inflated. */
  readonly consumed: number;
  /** Inflates a block. Never rejects: `state` says how it went. */
  write(block: Buffer): Promise<Buffer[]>;
  /** Says that there is no more input. */
  end(): Promise<Buffer[]>;
  destroy(): void;
}

const OUTPUT = { chunkSize: 256 * 1024 };

export function gunzipInflater(): Inflating {
  return new Inflater(createGunzip(OUTPUT));
}

/** Deflate without a header, as zip has it. */
export function rawInflater(): Inflating {
  return new Inflater(createInflateRaw(OUTPUT));
}

class Inflater implements Inflating {
  state: InflaterState = 'open';
  readonly #stream: Transform & { readonly bytesWritten: number };
  #output: Buffer[] = [];
  #settle: () => void = () => undefined;

  constructor(stream: Transform & { readonly bytesWritten: number }) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#output.push(chunk));
    stream.on('end', () => this.#finish('ended'));
    stream.on('error', (error: NodeJS.ErrnoException) => this.#finish(stateOf(error)));
  }

  get failed(): boolean {
    return this.state === 'trailing' || this.state === 'damaged';
  }

  get consumed(): number {
    return this.#stream.bytesWritten;
  }

  async write(block: Buffer): Promise<Buffer[]> {
    if (this.state === 'open') {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        this.#stream.write(block, () => resolve());
      });
    }
    return this.#taken();
  }

  async end(): Promise<Buffer[]> {
    if (this.state === 'open') {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        this.#stream.end();
      });
    }
    return this.#taken();
  }

  destroy(): void {
    this.#stream.destroy();
    this.#settle();
  }

  #finish(state: InflaterState): void {
    this.state = state;
    this.#settle();
  }

  #taken(): Buffer[] {
    const output = this.#output;
    this.#output = [];
    return output;
  }
}

function stateOf(error: NodeJS.ErrnoException): InflaterState {
  if (error.code === 'Z_BUF_ERROR') return 'cut';
  return /header|compression method/.test(error.message) ? 'trailing' : 'damaged';
}
