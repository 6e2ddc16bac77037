import type { Step } from '../../core/step.ts';
import type { KnownClient } from './clients.ts';
import type { Sighting } from './fetch.ts';
import { availableAt, type Target } from './targets.ts';

/** What a look-up leads to is fetched within this time, microseconds. */
const SOON = 10 * 60 * 1_000_000;

/**
 * Look-ups of packages while a bad release was there. One that is soon followed by the fetch of another version led to
 * that one; all others may have led to the bad release, through a cache or another way. Takes acts in order of time.
 */
export class LookUps {
  /** By client and package, those that wait for what they led to. */
  readonly #waiting = new Map<string, Sighting[]>();
  readonly #left: (sighting: Sighting) => void;

  /** @param left takes the look-ups of which nothing more is known */
  constructor(left: (sighting: Sighting) => void) {
    this.#left = left;
  }

  lookedUp({ sort, citations }: Step, client: KnownClient, target: Target): void {
    const releases = availableAt(target, sort);
    if (releases.length === 0) return;
    const name = nameOf(client, target);
    const waiting = this.#still(name, sort);
    const remarks = [`looked up ${target.package} while ${releases.join(', ')} was, or may still have been, there`];
    waiting.push({ ...client, releases, grade: 'possible', at: sort, citations, remarks });
    this.#waiting.set(name, waiting);
  }

  /** Another version was fetched. */
  fetchedOther({ sort }: Step, client: KnownClient, target: Target): void {
    const name = nameOf(client, target);
    this.#still(name, sort);
    this.#waiting.delete(name);
  }

  end(): void {
    for (const sightings of this.#waiting.values()) for (const sighting of sightings) this.#left(sighting);
    this.#waiting.clear();
  }

  #still(name: string, now: number): Sighting[] {
    const waiting = this.#waiting.get(name) ?? [];
    const still = waiting.filter(({ at = 0 }) => now - at <= SOON);
    for (const sighting of waiting) if (!still.includes(sighting)) this.#left(sighting);
    return still;
  }
}

function nameOf({ key }: KnownClient, target: Target): string {
  return `${key} ${target.package}`;
}
