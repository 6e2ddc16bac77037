import { ACTION_ROLE } from './derive.ts';
import type { Db } from './open.ts';
import { among, type PostingLists, union } from './posting-lists.ts';
import { Spans } from './spans.ts';

/** So few are looked up without asking when they were. */
const LITTLE = 50;

/** So few are looked up without asking what else is known of them. */
const FEW = 500;

/** Of more entries with some actions, everything is read in order: whoever asks may stop after the first. */
const MANY = 20_000;

/** A range of time in microseconds, as queries ask for it. */
interface Range {
  readonly since?: number;
  readonly until?: number;
}

/**
 * Which entries come into question, from all that a query says: whom it names, the actions, the range of time. An account
 * may have a million acts, and a day another million; both together a hundred. Counting is cheap, fetching is not: so
 * only the shorter ones are fetched.
 */
export class Candidates {
  readonly #db: Db;
  readonly #lists: PostingLists;
  readonly #spans: Spans;
  #last: { readonly key: string; readonly list: Uint32Array | undefined } | undefined;

  constructor(db: Db, lists: PostingLists) {
    this.#db = db;
    this.#lists = lists;
    this.#spans = new Spans(db);
  }

  /**
   * Ascending numbers; undefined: all, or too many to be named.
   * @param named for each role that is asked for the entries under it
   * @param actions ids
   */
  of(named: readonly Uint32Array[], actions: readonly number[] | undefined, range: Range): Uint32Array | undefined {
    const [from, to] = [range.since ?? Number.MIN_SAFE_INTEGER, range.until ?? Number.MAX_SAFE_INTEGER];
    const isRange = range.since !== undefined || range.until !== undefined;
    const [shortest, ...others] = named.toSorted((a, b) => a.length - b.length);
    if (shortest === undefined) return this.#withActions(actions) ?? (isRange ? this.#inRange(from, to) : undefined);
    const found = others.reduce(among, shortest);
    const near = isRange && found.length > LITTLE ? this.#spans.within(found, from, to) : found;
    return actions === undefined || near.length <= FEW ? near : this.#having(near, actions);
  }

  /** Undefined: too many. */
  #withActions(actions: readonly number[] | undefined): Uint32Array | undefined {
    if (actions === undefined || this.#count(actions) > MANY) return undefined;
    return union(actions.map((action) => this.#lists.of(ACTION_ROLE, action)));
  }

  /** Actions that most entries have single out nothing. */
  #having(found: Uint32Array, actions: readonly number[]): Uint32Array {
    return this.#count(actions) > this.#lists.size / 2 ? found : this.#lists.having(found, ACTION_ROLE, actions);
  }

  #count(actions: readonly number[]): number {
    const counts = this.#lists.counts(ACTION_ROLE);
    return actions.reduce((sum, action) => sum + (counts.get(action) ?? 0), 0);
  }

  /** Entries that may lie in a range; undefined: too many. The last range is kept: several ask for it. */
  #inRange(from: number, to: number): Uint32Array | undefined {
    const key = `${from} ${to}`;
    if (this.#last?.key !== key) {
      const ask = (sql: string): number[] => this.#db.prepare<unknown[], number>(sql).pluck().all(from, to, from, to);
      const [count = 0] = ask(`SELECT count(*) FROM (${WITHIN} LIMIT ${MANY})`);
      this.#last = { key, list: count === MANY ? undefined : Uint32Array.from(ask(WITHIN)).sort() };
    }
    return this.#last.list;
  }
}

/** Entries that may lie in a range of time: a few more than do. */
const WITHIN = `SELECT seq FROM timeline INDEXED BY timeline_order WHERE sort >= ? AND sort <= ?
  UNION ALL SELECT seq FROM timeline INDEXED BY timeline_bounded
  WHERE bounded = 1 AND (sort >= ? OR low = sort) AND ifnull(low, sort) <= ?`;
