import { Decompress } from 'fzstd';
import type { InflaterState, Inflating } from './inflater.ts';
import { XxHash64 } from './xxhash64.ts';
import { frameHeaderSize, MAGIC, readFrameHeader, skippableSize } from './zstd-frame.ts';

/** Zstandard (RFC 8878) begins with a frame. */
export function isZstd(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === MAGIC;
}

export function zstdInflater(): Inflating {
  return new ZstdInflater();
}

type Stage = 'frame' | 'skip' | 'block' | 'checksum';

const BLOCK_HEADER = 3;
const LARGEST_BLOCK = 128 * 1024;
const RLE = 1;
const RESERVED = 3;
/** For each block the library moves a whole window. So many bytes moved, and 65,536 times what came of it, is an attack. */
const MOST_MOVED = 2 ** 38;
const MOST_MOVED_PER_BYTE = 65_536;

/**
 * Zstandard, one whole block at a time. The library trusts what frames say of their size and does not compare
 * checksums: both are done here.
 */
class ZstdInflater implements Inflating {
  state: InflaterState = 'open';
  consumed = 0;
  #stage: Stage = 'frame';
  #parts: Buffer[] = [];
  #length = 0;
  #needed = 4;
  #skip = 0;
  #decoder = new Decompress();
  #hash: XxHash64 | undefined;
  #window = 0;
  #moved = 0;
  #made = 0;
  #output: Buffer[] = [];

  get failed(): boolean {
    return this.state === 'trailing' || this.state === 'damaged';
  }

  async write(block: Buffer): Promise<Buffer[]> {
    this.#parts.push(block);
    this.#length += block.length;
    try {
      while (this.state === 'open' && this.#length >= this.#needed) this.#step();
    } catch {
      this.state = 'damaged';
    }
    return this.#output.splice(0);
  }

  async end(): Promise<Buffer[]> {
    if (this.state === 'open') this.state = this.#stage === 'frame' && this.#length === 0 ? 'ended' : 'cut';
    return this.#output.splice(0);
  }

  destroy(): void {
    this.#parts = [];
  }

  #step(): void {
    const bytes = this.#parts.length === 1 && this.#parts[0] ? this.#parts[0] : Buffer.concat(this.#parts);
    const used = this.#use(bytes);
    if (used > 0) this.consumed += used;
    this.#parts = [bytes.subarray(used)];
    this.#length = bytes.length - used;
  }

  /** Takes one thing from the start of the bytes, or says how many bytes it needs. Returns how many it took. */
  #use(bytes: Buffer): number {
    if (this.#stage === 'frame') return this.#frame(bytes);
    if (this.#stage === 'block') return this.#block(bytes);
    if (this.#stage === 'checksum') return this.#checksum(bytes);
    const skipped = Math.min(this.#skip, bytes.length);
    this.#skip -= skipped;
    if (this.#skip === 0) this.#await('frame', 4);
    return skipped;
  }

  #await(stage: Stage, needed: number): void {
    this.#stage = stage;
    this.#needed = needed;
  }

  #frame(bytes: Buffer): number {
    const needed = frameHeaderSize(bytes);
    if (needed === undefined) {
      this.state = 'trailing';
      return 0;
    }
    this.#needed = needed;
    if (bytes.length < needed) return 0;
    const skip = skippableSize(bytes);
    if (skip !== undefined) {
      this.#skip = skip;
      this.#await(skip === 0 ? 'frame' : 'skip', skip === 0 ? 4 : 1);
      return needed;
    }
    this.#open(bytes.subarray(0, needed));
    return needed;
  }

  #open(header: Buffer): void {
    const { checksum, window } = readFrameHeader(header);
    this.#window = window;
    this.#hash = checksum ? new XxHash64() : undefined;
    this.#decoder = new Decompress((chunk) => {
      if (chunk.length === 0) return;
      this.#made += chunk.length;
      this.#hash?.update(chunk);
      this.#output.push(Buffer.from(chunk));
    });
    this.#decoder.push(withoutChecksum(header));
    this.#await('block', BLOCK_HEADER);
  }

  #block(bytes: Buffer): number {
    const header = bytes.readUIntLE(0, BLOCK_HEADER);
    const [kind, size] = [(header >> 1) & 3, header >> 3];
    if (kind === RESERVED || size > LARGEST_BLOCK) throw new RangeError('not a block');
    const whole = BLOCK_HEADER + (kind === RLE ? 1 : size);
    this.#needed = whole;
    if (bytes.length < whole) return 0;
    this.#moved += this.#window;
    if (this.#moved > Math.max(MOST_MOVED, this.#made * MOST_MOVED_PER_BYTE)) throw new RangeError('too much work');
    const last = (header & 1) === 1;
    this.#decoder.push(bytes.subarray(0, whole), last);
    if (!last) this.#needed = BLOCK_HEADER;
    else if (this.#hash === undefined) this.#await('frame', 4);
    else this.#await('checksum', 4);
    return whole;
  }

  #checksum(bytes: Buffer): number {
    if (this.#hash?.low() !== bytes.readUInt32LE(0)) throw new RangeError('wrong checksum');
    this.#await('frame', 4);
    return 4;
  }
}

/** The library then takes the last block for the end of the frame. */
function withoutChecksum(header: Buffer): Buffer {
  const copy = Buffer.from(header);
  copy[4] = (copy[4] ?? 0) & ~4;
  return copy;
}
