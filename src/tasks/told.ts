import type { Counts } from '../core/entry.ts';
import type { PlainCounts } from './reading/batch.ts';

/**
 * Conservation, the half of it that the case decides: a record that an event or a part was made of is *recorded* if
 * any of them was new, else *known*.
 */
export class Told {
  readonly #open = new Map<number, 'recorded' | 'known'>();
  readonly #settled = { recorded: 0, known: 0 };

  mark(record: number, fate: 'recorded' | 'known'): void {
    if (this.#open.get(record) !== 'recorded') this.#open.set(record, fate);
  }

  /** The record will not be named again. @throws {Error} for one that nothing was made of */
  settle(record: number): void {
    const fate = this.#open.get(record);
    if (fate === undefined) throw new Error(`record ${record} is settled, and nothing was made of it`);
    this.#open.delete(record);
    this.#settled[fate]++;
  }

  /** What is settled when reading stops half-way. */
  soFar(plain: PlainCounts): Counts {
    const { recorded, known } = this.#settled;
    const open = [...this.#open.values()];
    const [more, again] = [
      open.filter((fate) => fate === 'recorded').length,
      open.filter((fate) => fate === 'known').length,
    ];
    return counts(plain, recorded + more, known + again);
  }

  /** Totals at the end. @throws {Error} when a record is left over, or the five do not add up to what was read */
  close(plain: PlainCounts, read: number): Counts {
    const total = counts(plain, this.#settled.recorded, this.#settled.known);
    if (this.#open.size > 0) throw new Error(`${this.#open.size} records were read and never let go of`);
    if (total.read !== read) throw new Error(`${read} records read, ${total.read} accounted for`);
    return total;
  }
}

/** The five and their sum. */
function counts({ folded, problem, ignored }: PlainCounts, recorded: number, known: number): Counts {
  return { read: recorded + folded + known + problem + ignored, recorded, folded, known, problem, ignored };
}
