import { createGunzip } from 'node:zlib';

/** How a gunzip ended: `open` while it can take more. */
export type InflaterState = 'open' | 'ended' | 'cut' | 'trailing' | 'damaged';

/** One gunzip, written block by block: each write answers with everything it made of that block. */
export class Inflater {
  state: InflaterState = 'open';
  readonly #stream = createGunzip({ chunkSize: 256 * 1024 });
  #output: Buffer[] = [];
  #settle: () => void = () => undefined;

  constructor() {
    this.#stream.on('data', (chunk: Buffer) => this.#output.push(chunk));
    this.#stream.on('end', () => this.#finish('ended'));
    this.#stream.on('error', (error: NodeJS.ErrnoException) => this.#finish(stateOf(error)));
  }

  /** Whether it met something that is not gzip. */
  get failed(): boolean {
    return this.state === 'trailing' || this.state === 'damaged';
  }

  /** Compressed bytes that belong to what was inflated. */
  get consumed(): number {
    return this.#stream.bytesWritten;
  }

  /** Inflates a block. Never rejects: `state` says how it went. */
  async write(block: Buffer): Promise<Buffer[]> {
    if (this.state === 'open') {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        this.#stream.write(block, () => resolve());
      });
    }
    return this.#taken();
  }

  /** Says that there is no more input. */
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
