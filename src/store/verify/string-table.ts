import type { Db } from '../open.ts';

const SLOTS = 32_768;
const MASK = SLOTS - 1;
/** Longer texts are read again each time: a file may hold many. */
const KEPT = 512;
const REMEMBERED = 20_000;

/** Texts of the index by their ids, and ids by their texts, as the table and its own index both have them. */
export class StringTable {
  readonly #find;
  readonly #lookUp;
  readonly #ids = new Float64Array(SLOTS).fill(Number.NaN);
  readonly #texts: string[] = Array<string>(SLOTS).fill('');
  readonly #known = new Map<string, number>();

  constructor(db: Db) {
    this.#find = db.prepare<[number], string>('SELECT text FROM string WHERE id = ?').pluck();
    this.#lookUp = db.prepare<[string], number>('SELECT id FROM string WHERE text = ?').pluck();
  }

  /** Undefined for an id that the table has not, or whose text the table's index finds under another. */
  text(id: number): string | undefined {
    const slot = id & MASK;
    return this.#ids[slot] === id ? this.#texts[slot] : this.#load(id, slot);
  }

  #load(id: number, slot: number): string | undefined {
    const text = this.#find.get(id);
    if (text === undefined || this.#lookUp.get(text) !== id) return undefined;
    if (text.length > KEPT) return text;
    this.#ids[slot] = id;
    this.#texts[slot] = text;
    return text;
  }

  id(text: string): number | undefined {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const id = this.#lookUp.get(text);
    if (id === undefined || text.length > KEPT) return id;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(text, id);
    return id;
  }
}
