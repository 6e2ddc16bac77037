/** Chance that is the same in every run: `new Random(seed, number)` decides all of one input. */
export class Random {
  #state: number;

  constructor(seed: number, number: number) {
    this.#state = (Math.imul(seed, 0x9e37_79b1) ^ Math.imul(number, 0x85eb_ca6b)) >>> 0;
    for (let i = 0; i < 3; i++) this.next();
  }

  /** From 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `limit`; 0 where there is none. */
  below(limit: number): number {
    return Math.floor(this.next() * Math.max(limit, 1));
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }
}
