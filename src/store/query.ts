import { ACTIONS } from '../core/action.ts';
import { ENTRY_KINDS } from '../core/entry.ts';
import type { Statement } from './database.ts';
import { ROLES, type Role } from './derive.ts';
import { type Db, guarded, guardedRows } from './open.ts';
import { CHUNK } from './schema.ts';
import { Texts } from './strings.ts';
import { type Cells, COLUMNS, IndexedEvent } from './timeline-row.ts';

/** Which events to give. Values of one role are alternatives; different members all have to hold. */
export interface TimelineQuery {
  readonly roles?: Partial<Readonly<Record<Role, readonly string[]>>>;
  /** Whether an action is wanted. */
  readonly action?: (action: string) => boolean;
  /** Microseconds; a bounded event is given if its range overlaps. */
  readonly since?: number;
  readonly until?: number;
}

/** Characters of posting lists that are kept. */
const KEPT_LISTS = 4_000_000;

/** Places among the cells of what decides the order. */
const [SEQ, BOUNDED, EVIDENCE, START, NUMBER] = [0, 3, 5, 6, 10] as const;

/** Reads the timeline index. Order: time, bounded before exact, evidence digest, offset, number: never ledger order. */
export class TimelineReader {
  readonly #db: Db;
  readonly #texts: Texts;
  readonly #sightings;
  readonly #anySighting: boolean;
  readonly #chunk;
  readonly #size: number;
  readonly #statements = new Map<string, Statement<unknown[], Cells>>();
  readonly #lists = new Map<string, string>();
  #listed = 0;

  constructor(db: Db) {
    this.#db = db;
    this.#texts = new Texts(db);
    const kind = ENTRY_KINDS.indexOf('sighting');
    this.#sightings = db
      .prepare<[Buffer], number>(`SELECT seq FROM mark WHERE digest = ? AND entry = ${kind} ORDER BY seq`)
      .pluck();
    this.#chunk = db
      .prepare<[number, number, number], Buffer>('SELECT seqs FROM posting WHERE chunk = ? AND role = ? AND string = ?')
      .pluck();
    this.#size = (db.prepare<[], number>('SELECT ifnull(max(seq), -1) FROM timeline').pluck().get() ?? -1) + 1;
    this.#anySighting = db.prepare(`SELECT 1 FROM mark WHERE entry = ${kind} LIMIT 1`).get() !== undefined;
  }

  events(query: TimelineQuery): Generator<IndexedEvent> {
    return guardedRows(this.#db.name, this.#events(query));
  }

  *#events(query: TimelineQuery): Generator<IndexedEvent> {
    const { sql, values } = this.#sql(query);
    let tied: Cells[] = [];
    for (const cells of this.#statement(sql).iterate(...values)) {
      if (tied.length > 0 && tied[0]?.[1] !== cells[1]) {
        yield* this.#inOrder(tied);
        tied = [];
      }
      tied.push(cells);
    }
    yield* this.#inOrder(tied);
  }

  /** A statement that nobody reads from at this moment: thousands of packages are asked for with the same few. */
  #statement(sql: string): Statement<unknown[], Cells> {
    const known = this.#statements.get(sql);
    if (known?.busy === false) return known;
    const made = this.#db.prepare<unknown[], Cells>(sql).raw();
    if (known === undefined) this.#statements.set(sql, made);
    return made;
  }

  /** Numbers of the entries that say the same event was seen again. */
  sightings(id: string): readonly number[] {
    if (!this.#anySighting) return [];
    return guarded(this.#db.name, () => this.#sightings.all(Buffer.from(id, 'hex')));
  }

  count(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM timeline').pluck().get() ?? 0;
  }

  *#inOrder(rows: Cells[]): Generator<IndexedEvent> {
    const evidence = (row: Cells): string => this.#texts.text(row[EVIDENCE]);
    if (rows.length > 1) {
      rows.sort((a, b) => {
        if (a[BOUNDED] !== b[BOUNDED]) return (a[BOUNDED] === 1 ? 0 : 1) - (b[BOUNDED] === 1 ? 0 : 1);
        if (a[EVIDENCE] !== b[EVIDENCE]) return evidence(a) < evidence(b) ? -1 : 1;
        return a[START] - b[START] || a[NUMBER] - b[NUMBER] || a[SEQ] - b[SEQ];
      });
    }
    for (const row of rows) yield new IndexedEvent(row, this.#texts);
  }

  #sql(query: TimelineQuery): { readonly sql: string; readonly values: unknown[] } {
    const terms: string[] = [];
    const values: unknown[] = [];
    for (const [number, role] of ROLES.entries()) {
      const wanted = query.roles?.[role];
      if (wanted === undefined) continue;
      terms.push('t.seq IN (SELECT value FROM json_each(?))');
      values.push(this.#posted(number, wanted));
    }
    if (query.action !== undefined) terms.push(`t.action IN (${this.#actionIds(query.action).join(', ')})`);
    if (query.since !== undefined) {
      terms.push('t.bounded < 2 AND (t.sort >= ? OR (t.bounded = 1 AND t.low = t.sort))');
      values.push(query.since);
    }
    if (query.until !== undefined) {
      terms.push('t.bounded < 2 AND ifnull(t.low, t.sort) <= ?');
      values.push(query.until);
    }
    const where = terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`;
    return { sql: `SELECT ${COLUMNS} FROM timeline t${where} ORDER BY t.sort`, values };
  }

  /** Numbers of the entries that have one of the texts in a role, as a list in JSON. */
  #posted(role: number, wanted: readonly string[]): string {
    return `[${wanted
      .map((text) => this.#postedFor(role, text))
      .filter((numbers) => numbers !== '')
      .join()}]`;
  }

  /** Asked again and again for the same accounts: the last ones are kept. */
  #postedFor(role: number, text: string): string {
    const key = `${role} ${text}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const numbers = this.#readPostings(role, text).join();
    if (this.#listed + numbers.length > KEPT_LISTS) {
      this.#lists.clear();
      this.#listed = 0;
    }
    this.#listed += numbers.length;
    this.#lists.set(key, numbers);
    return numbers;
  }

  #readPostings(role: number, text: string): number[] {
    const string = this.#texts.idOf(text);
    const found: number[] = [];
    if (string === undefined) return found;
    for (let chunk = 0; chunk * CHUNK < this.#size; chunk++) {
      const packed = this.#chunk.get(chunk, role, string);
      if (packed === undefined) continue;
      for (let at = 0; at < packed.length; at += 2) found.push(chunk * CHUNK + packed.readUInt16LE(at));
    }
    return found;
  }

  #actionIds(wanted: (action: string) => boolean): readonly number[] {
    return ACTIONS.filter(wanted)
      .map((action) => this.#texts.idOf(action))
      .filter((id) => id !== undefined);
  }
}
