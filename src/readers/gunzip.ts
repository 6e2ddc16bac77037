import { blocks, type Peeked, peek } from './chunks.ts';
import { Inflater, type InflaterState } from './inflater.ts';

/** What came of decompressing, filled in while the bytes are read. */
export interface Decompression {
  /** How often the evidence was compressed: 0 for plain bytes. */
  levels: number;
  /** Compressed bytes read so far. */
  read: number;
  /** Why the bytes end where they end; empty when all went well. */
  readonly damage: string[];
}

export interface GunzipLimits {
  /** Most that the output may be a multiple of the compressed bytes. */
  readonly ratio: number;
  /** The ratio is not looked at before this many bytes are out. */
  readonly ratioFrom: number;
}

const LIMITS: GunzipLimits = { ratio: 200, ratioFrom: 64 * 1024 * 1024 };
const MOST_LEVELS = 3;
/** Small enough that one block of a bomb (1,032 times its size) still fits the memory. */
const BLOCK = 32 * 1024;

type Opener = () => AsyncIterable<Buffer>;

export function newDecompression(): Decompression {
  return { levels: 0, read: 0, damage: [] };
}

/** The bytes of a source with up to three layers of gzip taken off, and the first `size` of them. */
export async function decompress(open: Opener, size: number, report: Decompression, limits = LIMITS): Promise<Peeked> {
  let reopen = open;
  let stream = await peek(open(), size);
  while (isGzip(stream.head)) {
    if (report.levels === MOST_LEVELS) return overCompressed(stream, report);
    const again = reopen;
    const first = report.levels === 0;
    const layer = new Layer(first ? counted(stream.chunks, report) : stream.chunks, again, report, limits);
    reopen = () => new Layer(again(), again, newDecompression(), limits).chunks();
    report.levels += 1;
    stream = await peek(layer.chunks(), size);
  }
  return stream;
}

/** RFC 1952: the magic number and the only method there is, deflate. */
function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

async function overCompressed(stream: Peeked, report: Decompression): Promise<Peeked> {
  await stream.close();
  report.damage.push(`compressed more than ${MOST_LEVELS} times over; not read`);
  return peek(nothing(), 0);
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* counted(chunks: AsyncIterable<Buffer>, report: Decompression): AsyncGenerator<Buffer> {
  for await (const block of blocks(chunks, BLOCK)) {
    report.read += block.length;
    yield block;
  }
}

/** One layer of gzip: concatenated members, and as much as can be saved of damaged ones. */
class Layer {
  readonly #input: AsyncIterable<Buffer>;
  readonly #again: Opener;
  readonly #report: Decompression;
  readonly #limits: GunzipLimits;
  #out = 0;

  constructor(input: AsyncIterable<Buffer>, again: Opener, report: Decompression, limits: GunzipLimits) {
    this.#input = input;
    this.#again = again;
    this.#report = report;
    this.#limits = limits;
  }

  async *chunks(): AsyncGenerator<Buffer> {
    const inflater = new Inflater();
    try {
      yield* this.#inflate(inflater);
    } finally {
      inflater.destroy();
    }
  }

  async *#inflate(inflater: Inflater): AsyncGenerator<Buffer> {
    let ready: Buffer[] = [];
    let fed = 0;
    for await (const block of blocks(this.#input, BLOCK)) {
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
    this.#report.damage.push(`expands to more than ${this.#limits.ratio} times its size; reading stopped`);
    return true;
  }

  #damaged(state: InflaterState): void {
    this.#report.damage.push(MEANING[state] ?? 'the compressed data is damaged');
  }

  /**
   * zlib drops what it made of the block in which it found the damage. A second pass feeds that block byte by byte,
   * so that everything before the damage is read.
   */
  async *#rescued(from: number, state: InflaterState): AsyncGenerator<Buffer> {
    const inflater = new Inflater();
    let [fed, seen] = [0, 0];
    for await (const block of blocks(this.#again(), BLOCK)) {
      const step = fed < from ? block.length : 1;
      for (let i = 0; i < block.length && inflater.state === 'open'; i += step) {
        for (const chunk of await inflater.write(block.subarray(i, i + step))) {
          const known = this.#out - seen;
          seen += chunk.length;
          if (known < chunk.length) yield* this.#passed([chunk.subarray(Math.max(0, known))]);
        }
      }
      fed += block.length;
      if (inflater.state !== 'open') break;
    }
    inflater.destroy();
    this.#damaged(state);
  }
}

const MEANING: Partial<Record<InflaterState, string>> = {
  cut: 'the compressed data ends early; what came before is kept',
  trailing: 'bytes that are not gzip follow the compressed data',
  damaged: 'the compressed data is damaged; what came before is kept',
};
