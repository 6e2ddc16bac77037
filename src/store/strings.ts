import type { Db } from './open.ts';

/** Strings kept in memory; beyond that the table is asked. */
const CACHE = 40_000;

/**
 * Interned strings of the index. Ids are given in the order of first use in the ledger, from 1, so that the same
 * ledger always gives the same table.
 */
export class Strings {
  readonly #ids = new Map<string, number>();
  readonly #find;
  readonly #insert;
  #next: number;

  constructor(db: Db) {
    this.#find = db.prepare<[string], number>('SELECT id FROM string WHERE text = ?').pluck();
    this.#insert = db.prepare<[number, string]>('INSERT INTO string(id, text) VALUES (?, ?)');
    this.#next = (db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM string').pluck().get() ?? 0) + 1;
  }

  /** Id of a text, given now if it has none. */
  id(text: string): number {
    const cached = this.#ids.get(text);
    if (cached !== undefined) return cached;
    const stored = this.#find.get(text);
    if (stored !== undefined) return this.#keep(text, stored);
    this.#insert.run(this.#next, text);
    return this.#keep(text, this.#next++);
  }

  #keep(text: string, id: number): number {
    if (this.#ids.size >= CACHE) this.#ids.clear();
    this.#ids.set(text, id);
    return id;
  }
}

/** Texts of string ids, for reading. */
export class Texts {
  readonly #texts = new Map<number, string>();
  readonly #ids = new Map<string, number | undefined>();
  readonly #find;
  readonly #id;

  constructor(db: Db) {
    this.#find = db.prepare<[number], string>('SELECT text FROM string WHERE id = ?').pluck();
    this.#id = db.prepare<[string], number>('SELECT id FROM string WHERE text = ?').pluck();
  }

  text(id: number): string {
    const cached = this.#texts.get(id);
    if (cached !== undefined) return cached;
    const text = this.#find.get(id) ?? '';
    if (this.#texts.size >= CACHE) this.#texts.clear();
    this.#texts.set(id, text);
    return text;
  }

  idOf(text: string): number | undefined {
    if (this.#ids.has(text)) return this.#ids.get(text);
    const id = this.#id.get(text);
    if (this.#ids.size >= CACHE) this.#ids.clear();
    this.#ids.set(text, id);
    return id;
  }
}
