import type { Db } from './open.ts';
import { CHUNK } from './schema.ts';

/** Numbers of entries that are kept in memory. */
const KEPT = 500_000;

const NONE = new Uint32Array();

/** Numbers of ledger entries, ascending, by what their events are found under. The last ones asked for are kept. */
export class PostingLists {
  readonly #chunk;
  readonly #chunks: number;
  readonly #lists = new Map<string, Uint32Array>();
  #held = 0;

  /** @param size one more than the highest number */
  constructor(db: Db, size: number) {
    this.#chunk = db
      .prepare<[number, number, number], Buffer>('SELECT seqs FROM posting WHERE chunk = ? AND role = ? AND string = ?')
      .pluck();
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

  #forget(held: number): void {
    this.#lists.clear();
    this.#held = held;
  }

  #read(role: number, string: number): number[] {
    const found: number[] = [];
    for (let chunk = 0; chunk < this.#chunks; chunk++) {
      const packed = this.#chunk.get(chunk, role, string);
      if (packed === undefined) continue;
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

function has(list: Uint32Array, wanted: number): boolean {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return list[low] === wanted;
}
