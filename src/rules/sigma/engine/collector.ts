import type { Moment, SeenEvent } from './seen.ts';

/** An event that a detection fits. */
export interface SingleHit {
  readonly moment: Moment;
  readonly event: SeenEvent;
}

/** Keeps the earliest hits, the same whatever came in first, and counts all. */
export class Collector {
  readonly #most: number;
  #hits: SingleHit[] = [];
  #count = 0;
  readonly #ids = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  add(hit: SingleHit): void {
    this.#count++;
    this.#hits.push(hit);
    if (this.#hits.length >= 2 * this.#most) this.#cut();
  }

  get count(): number {
    return this.#count;
  }

  hits(): readonly SingleHit[] {
    this.#cut();
    // One event that two files tell of is one hit.
    return this.#hits.filter(({ event }) => !this.#ids.has(event.id) && this.#ids.add(event.id));
  }

  #cut(): void {
    this.#hits.sort(compareHits);
    this.#hits.length = Math.min(this.#hits.length, this.#most);
  }
}

function compareHits(a: SingleHit, b: SingleHit): number {
  const [one, two] = [timeOf(a), timeOf(b)];
  if (one !== two) return one - two;
  return a.event.id === b.event.id ? 0 : a.event.id < b.event.id ? -1 : 1;
}

/** Without a time: last. */
function timeOf({ moment }: SingleHit): number {
  return Number.isNaN(moment.at) ? Number.MAX_SAFE_INTEGER : moment.at;
}
