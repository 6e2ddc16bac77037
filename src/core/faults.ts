import { type Faults, MOST_FAULTS, type ProofFault } from './proof.ts';

/** Counts faults and keeps the first ones: a damaged file may have millions. */
export class FaultList {
  readonly #first: ProofFault[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(at: string, why: string): void {
    this.#count++;
    if (this.#first.length < MOST_FAULTS) this.#first.push({ at, why });
  }

  faults(): Faults {
    return { count: this.#count, first: this.#first };
  }
}
