import type { Position, Wrapped } from '../core/record.ts';

/** Something taken out of an entry: where it stands in the text inside, and where the entry stood. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly at: Position;
  readonly wrapped: Wrapped;
}

/** Beyond this many neighbours are put together: a place may then be larger than it must, never another one. */
const MOST = 16_384;

/** Leads from the text inside a wrapper back to the entries that it was taken from. */
export class Segments {
  #segments: Segment[] = [];
  #size = 0;

  /** The next bytes of the text inside, and the entry they came from. */
  add(size: number, at: Position, wrapped: Wrapped): void {
    this.#segments.push({ start: this.#size, end: this.#size + size, at, wrapped });
    this.#size += size;
    if (this.#segments.length > MOST) this.#segments = halved(this.#segments);
  }

  /** The entries over which a range of the text inside extends. The first one says what the wrapper knows. */
  cover({ start, end }: Position): { readonly at: Position; readonly wrapped: Wrapped | undefined } {
    const from = this.#indexAt(start);
    const to = Math.max(from, this.#indexAt(end - 1));
    const covered = this.#segments.slice(from, to + 1);
    const [first = { at: { start: 0, end: 0 }, wrapped: undefined }] = covered;
    return { at: covered.map(({ at }) => at).reduce(joined, first.at), wrapped: first.wrapped };
  }

  /** Nothing before this place will be asked for again. The newest entry is kept: the end is told by it. */
  forget(before: number): void {
    const index = this.#segments.findIndex(({ end }) => end > before);
    this.#segments = this.#segments.slice(index === -1 ? -1 : index);
  }

  /** Where the earliest of the entries begins that may be asked for; infinite where there are none. */
  get heldFrom(): number {
    return this.#segments.reduce((least, { at }) => Math.min(least, at.start), Number.POSITIVE_INFINITY);
  }

  /** Index of the last segment that begins at or before an offset. */
  #indexAt(offset: number): number {
    let [low, high] = [0, this.#segments.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#segments[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The least place that holds both; it begins on the line, or at the pointer, of the first. */
export function joined(first: Position, second: Position): Position {
  return { ...first, start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) };
}

function halved(segments: readonly Segment[]): Segment[] {
  return segments.flatMap((segment, i) => {
    if (i % 2 === 1) return [];
    const next = segments[i + 1] ?? segment;
    return { ...segment, end: next.end, at: joined(segment.at, next.at) };
  });
}
