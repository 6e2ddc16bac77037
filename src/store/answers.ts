import type { TimelineQuery } from './query.ts';
import type { IndexedEvent } from './timeline-row.ts';

/** Events of one answer that are kept; a longer one is read again. */
const MOST = 1000;

/** Events of all answers together. */
const KEPT = 10_000;

/** A question, and the ids of the actions that it asks for. */
export interface Asked {
  readonly query: TimelineQuery;
  readonly actions: readonly number[] | undefined;
  /** Only events whose moment is at most so far from that to which they are to be near. */
  readonly distance?: number;
}

/** Short answers of the timeline: rules, answers and the story ask the same of one package. */
export class Answers {
  readonly #known = new Map<string, readonly IndexedEvent[]>();
  #held = 0;
  #most = MOST;

  keepNone(): void {
    this.#most = 0;
    this.#known.clear();
  }

  known(asked: Asked): readonly IndexedEvent[] | undefined {
    return this.#known.get(keyOf(asked));
  }

  /** The same events; they are kept if they are read to the end. */
  *keep(asked: Asked, events: Iterable<IndexedEvent>): Generator<IndexedEvent> {
    const kept: IndexedEvent[] = [];
    for (const event of events) {
      if (kept.length <= this.#most) kept.push(event);
      yield event;
    }
    if (this.#most === 0 || kept.length > this.#most) return;
    this.#held += kept.length;
    if (this.#held > KEPT) {
      this.#known.clear();
      this.#held = kept.length;
    }
    this.#known.set(keyOf(asked), kept);
  }
}

function keyOf({ query: { roles, since, until, nearest }, actions }: Asked): string {
  return JSON.stringify([roles, since, until, nearest, actions]);
}
