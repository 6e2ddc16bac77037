import type { Position, Wrapped } from '../core/record.ts';
import { joined } from './segments.ts';

/** What was in one entry, or in several that belong together. */
export interface Taken {
  readonly bytes: Buffer;
  readonly at: Position;
  readonly wrapped: Wrapped;
  /** Larger than the cap: `bytes` is empty. */
  readonly size: number;
}

interface Open {
  readonly pieces: Buffer[];
  readonly wrapped: Wrapped;
  at: Position;
  size: number;
}

/** Streams that may wait for their next piece at one time. */
const MOST_OPEN = 1_000;

/** Puts lines together that a log driver has cut into pieces. Holds no more than the cap of each stream. */
export class Joiner {
  readonly #cap: number;
  readonly #open = new Map<string, Open>();

  constructor(cap: number) {
    this.#cap = cap;
  }

  /** What this piece completes; nothing while more are to come. */
  add(stream: string, last: boolean, { bytes, at, wrapped }: Omit<Taken, 'size'>): Taken | undefined {
    const open = this.#open.get(stream) ?? { pieces: [], wrapped, at, size: 0 };
    open.size += bytes.length;
    open.at = joined(open.at, at);
    if (open.size > this.#cap) open.pieces.length = 0;
    else open.pieces.push(bytes);
    if (last) this.#open.delete(stream);
    else this.#open.set(stream, open);
    return last ? whole(open) : undefined;
  }

  /** The stream that has waited longest, where too many wait: its end is not to be had. */
  overdue(): Taken | undefined {
    const [stream, open] = this.#open.entries().next().value ?? [];
    if (stream === undefined || open === undefined || this.#open.size <= MOST_OPEN) return undefined;
    this.#open.delete(stream);
    return whole(open);
  }

  /** What has no end, in the order in which it began. */
  rest(): Taken[] {
    const rest = [...this.#open.values()].map(whole);
    this.#open.clear();
    return rest;
  }

  get heldFrom(): number {
    return [...this.#open.values()].reduce((least, { at }) => Math.min(least, at.start), Number.POSITIVE_INFINITY);
  }
}

function whole({ pieces, at, wrapped, size }: Open): Taken {
  return { bytes: Buffer.concat(pieces), at, wrapped, size };
}
