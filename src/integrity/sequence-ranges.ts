import type { Ranges } from '../core/ranges.ts';

/** Ranges that are kept: numbers with more gaps than this are no sequence. */
const MOST_RANGES = 4096;

/** Gathers numbers in any order, in memory that does not grow with them. */
export class NumberRanges {
  readonly #ranges: [first: number, last: number][] = [];
  #scattered = false;

  get ranges(): Ranges {
    return this.#ranges;
  }

  get scattered(): boolean {
    return this.#scattered;
  }

  /** False where the number was there before. */
  add(number: number): boolean {
    const next = this.#behind(number);
    const [before, after] = [this.#ranges[next - 1], this.#ranges[next]];
    if (before !== undefined && number <= before[1]) return false;
    const joinsBefore = before !== undefined && before[1] === number - 1;
    const joinsAfter = after !== undefined && after[0] === number + 1;
    if (joinsBefore && joinsAfter) {
      before[1] = after[1];
      this.#ranges.splice(next, 1);
    } else if (joinsBefore) before[1] = number;
    else if (joinsAfter) after[0] = number;
    else this.#insert(next, number);
    return true;
  }

  #insert(next: number, number: number): void {
    if (this.#ranges.length >= MOST_RANGES) this.#scattered = true;
    else this.#ranges.splice(next, 0, [number, number]);
  }

  /** Index of the first range that begins behind a number. */
  #behind(number: number): number {
    let [low, high] = [0, this.#ranges.length];
    const last = this.#ranges[high - 1];
    if (last === undefined || last[0] <= number) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ranges[middle]?.[0] ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
