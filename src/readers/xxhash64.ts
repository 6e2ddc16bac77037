/** The constants of XXH64, and their halves. */
const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;
const [P1_HIGH, P1_LOW] = [0x9e3779b1, 0x85ebca87];
const [P2_HIGH, P2_LOW] = [0xc2b2ae3d, 0x27d4eb4f];

const STRIPE = 32;
const LANES = 4;

/** XXH64 without a seed: the checksum of Zstandard. Whole stripes are computed in 32 bits, the few bytes after them in 64. */
export class XxHash64 {
  /** Four numbers of 64 bits, each as high and low half. */
  readonly #lanes = new Int32Array(2 * LANES);
  readonly #rest = Buffer.alloc(STRIPE);
  #kept = 0;
  #size = 0;

  constructor() {
    for (const [lane, value] of [P1 + P2, P2, 0n, -P1].entries()) {
      this.#lanes[2 * lane] = Number(BigInt.asIntN(32, value >> 32n));
      this.#lanes[2 * lane + 1] = Number(BigInt.asIntN(32, value));
    }
  }

  update(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#size += bytes.length;
    let from = 0;
    if (this.#kept > 0) {
      from = bytes.copy(this.#rest, this.#kept);
      this.#kept += from;
      if (this.#kept < STRIPE) return;
      this.#stripe(this.#rest, 0);
    }
    for (; from + STRIPE <= bytes.length; from += STRIPE) this.#stripe(bytes, from);
    this.#kept = bytes.copy(this.#rest, 0, from);
  }

  /** The lower half of the digest. */
  low(): number {
    let hash = this.#size < STRIPE ? P5 : this.#merged();
    hash = wrap(hash + BigInt(this.#size));
    let at = 0;
    for (; at + 8 <= this.#kept; at += 8) {
      hash = wrap(rotated(hash ^ roundOf(0n, this.#rest.readBigUInt64LE(at)), 27n) * P1 + P4);
    }
    if (at + 4 <= this.#kept) {
      hash = wrap(rotated(hash ^ wrap(BigInt(this.#rest.readUInt32LE(at)) * P1), 23n) * P2 + P3);
      at += 4;
    }
    for (; at < this.#kept; at += 1) hash = wrap(rotated(hash ^ wrap(BigInt(this.#rest[at] ?? 0) * P5), 11n) * P1);
    hash = wrap((hash ^ (hash >> 33n)) * P2);
    hash = wrap((hash ^ (hash >> 29n)) * P3);
    return Number((hash ^ (hash >> 32n)) & 0xffffffffn);
  }

  /** Each lane takes in its eight bytes: `lane = rotate(lane + input * P2, 31) * P1`. */
  #stripe(bytes: Buffer, from: number): void {
    const lanes = this.#lanes;
    for (let lane = 0; lane < 2 * LANES; lane += 2) {
      const at = from + 4 * lane;
      const low = bytes.readInt32LE(at);
      const product = Math.imul(low, P2_LOW);
      const productHigh =
        highProduct(low, P2_LOW) + Math.imul(bytes.readInt32LE(at + 4), P2_LOW) + Math.imul(low, P2_HIGH);
      const sum = ((lanes[lane + 1] ?? 0) >>> 0) + (product >>> 0);
      const sumHigh = ((lanes[lane] ?? 0) + productHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
      const turned = ((sum | 0) << 31) | (sumHigh >>> 1);
      const turnedHigh = (sumHigh << 31) | ((sum | 0) >>> 1);
      lanes[lane + 1] = Math.imul(turned, P1_LOW);
      lanes[lane] = highProduct(turned, P1_LOW) + Math.imul(turnedHigh, P1_LOW) + Math.imul(turned, P1_HIGH);
    }
  }

  #merged(): bigint {
    const lanes = Array.from({ length: LANES }, (_, lane) => {
      const [high = 0, low = 0] = this.#lanes.subarray(2 * lane, 2 * lane + 2);
      return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    });
    const turns = [1n, 7n, 12n, 18n];
    const sum = wrap(lanes.reduce((total, lane, i) => total + rotated(lane, turns[i] ?? 0n), 0n));
    return lanes.reduce((hash, lane) => wrap((hash ^ roundOf(0n, lane)) * P1 + P4), sum);
  }
}

/** High half of the product of two unsigned numbers of 32 bits. */
function highProduct(a: number, b: number): number {
  const [ah, al, bh, bl] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = ah * bl + ((al * bl) >>> 16);
  return (ah * bh + (middle >>> 16) + (((middle & 0xffff) + al * bh) >>> 16)) | 0;
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function rotated(value: bigint, by: bigint): bigint {
  return wrap(value << by) | (value >> (64n - by));
}

function roundOf(lane: bigint, input: bigint): bigint {
  return wrap(rotated(wrap(lane + input * P2), 31n) * P1);
}
