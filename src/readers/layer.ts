import { blocks } from './chunks.ts';
import type { InflaterState, Inflating } from './inflater.ts';

/** What a layer of compression is. */
export interface Codec {
  readonly name: string;
  /** Bytes to inflate at a time: so few that what a bomb makes of them still fits the memory. */
  readonly block: number;
  open(): Inflating;
}

export interface LayerLimits {
  /** Most that the output may be a multiple of the compressed bytes. */
  readonly ratio: number;
  /** The ratio is not looked at before this many bytes are out. */
  readonly ratioFrom: number;
}

/** What came of a layer, filled in while it is read. */
export interface LayerReport {
  /** Compressed bytes read so far. */
  readonly read: number;
  exceeded: boolean;
  readonly damage: string[];
}

export type Opener = () => AsyncIterable<Buffer>;

/** Deflate expands to at most 1,032 times its size. */
export const BLOCK = 32 * 1024;

/** One layer of compression: concatenated members, and as much as can be saved of damaged ones. */
export class Layer {
  readonly #codec: Codec;
  readonly #input: AsyncIterable<Buffer>;
  readonly #again: Opener;
  readonly #report: LayerReport;
  readonly #limits: LayerLimits;
  #out = 0;

  constructor(codec: Codec, input: AsyncIterable<Buffer>, again: Opener, report: LayerReport, limits: LayerLimits) {
    this.#codec = codec;
    this.#input = input;
    this.#again = again;
    this.#report = report;
    this.#limits = limits;
  }

  async *chunks(): AsyncGenerator<Buffer> {
    const inflater = this.#codec.open();
    try {
      yield* this.#inflate(inflater);
    } finally {
      inflater.destroy();
    }
  }

  async *#inflate(inflater: Inflating): AsyncGenerator<Buffer> {
    let ready: Buffer[] = [];
    let fed = 0;
    for await (const block of blocks(this.#input, this.#codec.block)) {
      const working = inflater.write(block);
      yield* this.#passed(ready);
      ready = await working;
      if (this.#tooMuch(ready)) return;
      if (inflater.failed) {
        yield* this.#passed(ready);
        yield* this.#rescued(fed, inflater.state);
        return;
      }
      fed += block.length;
      const unread = inflater.state === 'ended' ? Math.min(block.length, fed - inflater.consumed) : 0;
      if (block.subarray(block.length - unread).some((byte) => byte !== 0)) {
        yield* this.#passed(ready);
        return this.#damaged('trailing');
      }
    }
    yield* this.#passed([...ready, ...(await inflater.end())]);
    if (inflater.state === 'cut') this.#damaged('cut');
  }

  *#passed(output: readonly Buffer[]): Generator<Buffer> {
    for (const chunk of output) {
      this.#out += chunk.length;
      yield chunk;
    }
  }

  #tooMuch(ready: readonly Buffer[]): boolean {
    const out = ready.reduce((sum, { length }) => sum + length, this.#out);
    if (out <= this.#limits.ratioFrom || out <= this.#report.read * this.#limits.ratio) return false;
    this.#report.exceeded = true;
    this.#report.damage.push(`expands to more than ${this.#limits.ratio} times its size; reading stopped`);
    return true;
  }

  #damaged(state: InflaterState): void {
    this.#report.damage.push(MEANING[state]?.replace('NAME', this.#codec.name) ?? 'the compressed data is damaged');
  }

  /**
   * zlib drops what it made of the block in which it found the damage. A second pass finds the piece of that block where
   * the damage is, a third one feeds that piece byte by byte, so that everything before the damage is read.
   */
  async *#rescued(from: number, state: InflaterState): AsyncGenerator<Buffer> {
    const search = this.#refed(from, PIECE);
    let found = await search.next();
    while (found.done !== true) found = await search.next();
    let seen = 0;
    for await (const chunk of this.#refed(found.value, 1)) {
      const known = this.#out - seen;
      seen += chunk.length;
      if (known < chunk.length) yield* this.#passed([chunk.subarray(Math.max(0, known))]);
    }
    this.#damaged(state);
  }

  /** Inflates again, in pieces of some bytes from a place on. Gives where the piece begins that is the last one. */
  async *#refed(from: number, size: number): AsyncGenerator<Buffer, number> {
    const inflater = this.#codec.open();
    let [fed, last] = [0, 0];
    try {
      for await (const block of blocks(this.#again(), this.#codec.block)) {
        for (const piece of piecesOf(block, from - fed, size)) {
          last = fed;
          fed += piece.length;
          yield* await inflater.write(piece);
          if (inflater.state !== 'open') return last;
        }
      }
      return last;
    } finally {
      inflater.destroy();
    }
  }
}

/** Writing a piece to zlib takes as long as inflating some hundred bytes. */
const PIECE = 256;

/** A block in pieces of a size, those before a place in one. */
function* piecesOf(block: Buffer, from: number, size: number): Generator<Buffer> {
  const whole = Math.min(Math.max(0, from), block.length);
  if (whole > 0) yield block.subarray(0, whole);
  for (let start = whole; start < block.length; start += size) yield block.subarray(start, start + size);
}

const MEANING: Partial<Record<InflaterState, string>> = {
  cut: 'the compressed data ends early; what came before is kept',
  trailing: 'bytes that are not NAME follow the compressed data',
  damaged: 'the compressed data is damaged; what came before is kept',
};
