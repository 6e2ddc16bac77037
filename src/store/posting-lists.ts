import { damaged } from './entries.ts';
import type { Db } from './open.ts';
import { CHUNK } from './schema.ts';

/** Numbers of entries that are kept in memory. */
const KEPT = 500_000;

const NONE = new Uint32Array();

/** Numbers of ledger entries, ascending, by what their events are found under. The last ones asked for are kept. */
export class PostingLists {
  readonly #chunk;
  readonly #sizes;
  /** One more than the highest number. */
  readonly size: number;
  readonly #chunks: number;
  readonly #counts = new Map<number, ReadonlyMap<number, number>>();
  readonly #lists = new Map<string, Uint32Array>();
  #held = 0;

  /** @param size one more than the highest number */
  constructor(db: Db, size: number) {
    this.#chunk = db
      .prepare<[number, number, number], Buffer>('SELECT seqs FROM posting WHERE chunk = ? AND role = ? AND string = ?')
      .pluck();
    this.size = size;
    this.#sizes = db
      .prepare<[number, number], [string: number, bytes: number]>(
        'SELECT string, length(seqs) FROM posting WHERE chunk = ? AND role = ?',
      )
      .raw();
    this.#chunks = Math.ceil(size / CHUNK);
  }

  /** @param string id of the text; undefined: the case does not have it */
  of(role: number, string: number | undefined): Uint32Array {
    if (string === undefined) return NONE;
    const key = `${role} ${string}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const list = Uint32Array.from(this.#read(role, string));
    this.#held += list.length;
    if (this.#held > KEPT) this.#forget(list.length);
    this.#lists.set(key, list);
    return list;
  }

  /** Of a role with few texts: how many entries have each. */
  counts(role: number): ReadonlyMap<number, number> {
    const known = this.#counts.get(role);
    if (known !== undefined) return known;
    const counts = new Map<number, number>();
    for (let chunk = 0; chunk < this.#chunks; chunk++) {
      for (const [string, bytes] of this.#sizes.all(chunk, role)) {
        counts.set(string, (counts.get(string) ?? 0) + bytes / 2);
      }
    }
    this.#counts.set(role, counts);
    return counts;
  }

  /** Those of the numbers, ascending, whose entry has one of these texts. Only their own chunks are read. */
  having(numbers: Uint32Array, role: number, strings: readonly number[]): Uint32Array {
    const kept: number[] = [];
    for (let at = 0; at < numbers.length; ) {
      const chunk = Math.floor((numbers[at] ?? 0) / CHUNK);
      const lists = strings.map((string) => this.#chunk.get(chunk, role, string)).filter((list) => list !== undefined);
      for (; at < numbers.length && Math.floor((numbers[at] ?? 0) / CHUNK) === chunk; at++) {
        const place = (numbers[at] ?? 0) % CHUNK;
        if (lists.some((list) => hasPlace(list, place))) kept.push(numbers[at] ?? 0);
      }
    }
    return Uint32Array.from(kept);
  }

  #forget(held: number): void {
    this.#lists.clear();
    this.#held = held;
  }

  #read(role: number, string: number): number[] {
    const found: number[] = [];
    for (let chunk = 0; chunk < this.#chunks; chunk++) {
      const packed = this.#chunk.get(chunk, role, string);
      if (packed === undefined) continue;
      if (packed.length % 2 !== 0) throw damaged('posting');
      for (let at = 0; at < packed.length; at += 2) found.push(chunk * CHUNK + packed.readUInt16LE(at));
    }
    return found;
  }
}

/** Numbers that stand in at least one list. */
export function union(lists: readonly Uint32Array[]): Uint32Array {
  const [first = NONE, ...others] = lists.filter(({ length }) => length > 0);
  if (others.length === 0) return first;
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.sort().filter((number, i) => i === 0 || number !== all[i - 1]);
}

/** Those of the numbers that stand in the list; both ascending. */
export function among(numbers: Uint32Array, list: Uint32Array): Uint32Array {
  return numbers.filter((number) => has(list, number));
}

/** Whether a place stands in a packed list. */
function hasPlace(packed: Buffer, wanted: number): boolean {
  let [low, high] = [0, packed.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (packed.readUInt16LE(middle * 2) < wanted) low = middle + 1;
    else high = middle;
  }
  return low * 2 < packed.length && packed.readUInt16LE(low * 2) === wanted;
}

function has(list: Uint32Array, wanted: number): boolean {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return list[low] === wanted;
}
