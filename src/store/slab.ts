const LINE_FEED = 0x0a;
const LEAF_PREFIX = 0x00;
const INITIAL = 512 * 1024;
const USUAL = 4 * INITIAL;

/**
 * The texts of a block in one buffer, each behind a zero byte: that is what a leaf is the hash of, and with line feeds
 * in place of the zeros it is what gets compressed. No text is copied twice, none is kept as a string.
 */
export class Slab {
  #bytes = Buffer.allocUnsafe(INITIAL);
  #ends: number[] = [];

  get count(): number {
    return this.#ends.length;
  }

  /** Whether its memory is no more than most blocks need. */
  get isUsual(): boolean {
    return this.#bytes.length <= USUAL;
  }

  /** Bytes of the texts with a line feed between each two. */
  get size(): number {
    return Math.max(this.#used - 1, 0);
  }

  get #used(): number {
    return this.#ends.at(-1) ?? 0;
  }

  /** Adds a text; gives the bytes its leaf is the hash of, valid until the next call. */
  add(text: string): Buffer {
    const start = this.#used;
    this.#reserve(start + 1 + text.length * 3);
    this.#bytes[start] = LEAF_PREFIX;
    const end = start + 1 + this.#bytes.write(text, start + 1, 'utf8');
    this.#ends.push(end);
    return this.#bytes.subarray(start, end);
  }

  /** Adds a text that stands behind its zero byte already. */
  addBytes(bytes: Uint8Array): void {
    const start = this.#used;
    this.#reserve(start + bytes.length);
    this.#bytes.set(bytes, start);
    this.#ends.push(start + bytes.length);
  }

  text(index: number): string | undefined {
    const end = this.#ends[index];
    return end === undefined ? undefined : this.#bytes.toString('utf8', this.#start(index) + 1, end);
  }

  /** The texts joined by line feeds. Nothing can be added afterwards, but `clear` begins anew. */
  lines(): Buffer {
    for (let index = 1; index < this.#ends.length; index++) this.#bytes[this.#start(index)] = LINE_FEED;
    return this.#bytes.subarray(1, this.#used);
  }

  clear(): void {
    this.#ends = [];
  }

  #start(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(size, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}
