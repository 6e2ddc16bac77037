import { isAscii, isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { HASH_SIZE } from '../../core/merkle.ts';
import { BLOCK } from '../schema.ts';

/** No block of ours inflates to more: 256 entries of 64 KiB and what stands around them. */
export const LARGEST = 256 * 1024 * 1024;
/** One output buffer for any usual block; a size that a file merely claims is not given memory at once. */
const CHUNK_SIZE = 4 * 1024 * 1024;

const LINE_FEED = 0x0a;
const LEAF_PREFIX = 0x00;
const ZERO = Buffer.of(LEAF_PREFIX);
const RAW = Buffer.from(',"raw":"');
const IS_EVENT = ',"entry":"event","event":{';

/** Inflates a zlib stream that must end exactly where its bytes end, at exactly `size` bytes of UTF-8. */
export function inflateExactly(z: Buffer, size: number, cap: number): Buffer | undefined {
  if (size < 0 || size > cap) return undefined;
  const chunkSize = Math.min(size, CHUNK_SIZE) + 64;
  try {
    const { buffer, engine } = inflateSync(z, { maxOutputLength: size + 1, chunkSize, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return buffer.length === size && engine.bytesWritten === z.length && isUtf8(buffer) ? buffer : undefined;
  } catch {
    return undefined;
  }
}

/** The entries of a block: where each stands in its bytes. */
export class BlockTexts {
  /** The texts; between each two a zero byte, which is what the hash of a leaf begins with. */
  readonly #bytes: Buffer;
  readonly #ends: number[] = [];
  readonly #isAscii: boolean;

  /** @param lines the texts joined by line feeds, of which none holds one itself. They are changed. */
  constructor(lines: Buffer) {
    this.#bytes = lines;
    for (let at = lines.indexOf(LINE_FEED); at !== -1; at = lines.indexOf(LINE_FEED, at + 1)) {
      lines[at] = LEAF_PREFIX;
      this.#ends.push(at);
    }
    this.#ends.push(lines.length);
    this.#isAscii = isAscii(lines);
  }

  get count(): number {
    return this.#ends.length;
  }

  #start(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0) + 1;
  }

  /** Whether an entry has no text: it was redacted. */
  isGap(index: number): boolean {
    return this.#start(index) === this.#ends[index];
  }

  /** Hashes of the entries, one behind the other; of a redacted entry the stored one stands for its text. */
  leaves(stored: Buffer): Buffer {
    const computed = Buffer.alloc(BLOCK * HASH_SIZE);
    for (let i = 0; i < Math.min(this.count, BLOCK); i++) {
      const at = i * HASH_SIZE;
      if (this.isGap(i)) stored.copy(computed, at, at, at + HASH_SIZE);
      else computed.write(this.#leaf(i), at, HASH_SIZE, 'latin1');
    }
    return computed;
  }

  #leaf(index: number): string {
    const end = this.#ends[index];
    const bytes =
      index === 0
        ? Buffer.concat([ZERO, this.#bytes.subarray(0, end)])
        : this.#bytes.subarray(this.#start(index) - 1, end);
    return hash('sha256', bytes, 'latin1' as 'hex');
  }

  text(index: number): string {
    return this.#text(this.#start(index), this.#ends[index] ?? 0);
  }

  /**
   * The entry without its source record, where it is an event: that is half of it and of no use here. Within a JSON
   * string each quotation mark has a backslash, so what is looked for are members; in an event's entry `raw` is the
   * last one.
   */
  meaning(index: number): string {
    const start = this.#start(index);
    const end = this.#ends[index] ?? 0;
    // Within the entry only: one without a record would have the rest of the block searched.
    const raw = this.#bytes.subarray(start, end).indexOf(RAW);
    if (raw === -1) return this.#text(start, end);
    const head = this.#text(start, start + raw);
    return head.includes(IS_EVENT) ? `${head}}` : this.#text(start, end);
  }

  /** Most texts are ASCII, and those are read in a quarter of the time. */
  #text(start: number, end: number): string {
    const plain = this.#isAscii || isAscii(this.#bytes.subarray(start, end));
    return this.#bytes.toString(plain ? 'latin1' : 'utf8', start, end);
  }
}
