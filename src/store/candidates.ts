import type { Db } from './open.ts';
import { among } from './posting-lists.ts';

/** So few are looked up without asking what else is known of them. */
const FEW = 2000;

/** Of more entries with some actions, everything is read in order: whoever asks may stop after the first. */
const MANY = 20_000;

/** Numbers in lists that are kept: stories ask about the same day for everybody in them. */
const KEPT = 500_000;

/** A range of time in microseconds, as queries ask for it. */
interface Range {
  readonly since?: number;
  readonly until?: number;
}

/** Entries that an index names: how to ask for them. */
interface Source {
  readonly sql: string;
  readonly values: readonly number[];
}

/**
 * Which entries come into question, from all that a query says: whom it names, the actions, the range of time. An account
 * may have a million acts, and a day another million; both together a hundred. Counting is cheap, fetching is not: so
 * only the shorter ones are fetched.
 */
export class Candidates {
  readonly #db: Db;
  readonly #known = new Map<string, Uint32Array>();
  readonly #counts = new Map<string, number>();
  #held = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Ascending numbers; undefined: all, or too many to be named.
   * @param named for each role that is asked for the entries under it
   * @param actions ids, joined by commas
   */
  of(named: readonly Uint32Array[], actions: string | undefined, range: Range): Uint32Array | undefined {
    const [shortest, ...others] = named.toSorted((a, b) => a.length - b.length);
    let found = shortest && others.reduce(among, shortest);
    found = this.#narrowed(found, withActions(actions));
    return found && this.#narrowed(found, within(range));
  }

  #narrowed(found: Uint32Array | undefined, source: Source | undefined): Uint32Array | undefined {
    const length = found?.length ?? MANY;
    if (source === undefined || length <= FEW) return found;
    const list = this.#shorter(source, length);
    return list === undefined || found === undefined ? (list ?? found) : among(list, found);
  }

  /** Its entries, where they are fewer than those that are known already. */
  #shorter(source: Source, than: number): Uint32Array | undefined {
    const key = JSON.stringify(source);
    const known = this.#known.get(key);
    if (known !== undefined) return known.length < than ? known : undefined;
    if (this.#count(key, source, than) >= than) return undefined;
    const list = Uint32Array.from(this.#db.prepare<unknown[], number>(source.sql).pluck().all(source.values)).sort();
    this.#held += list.length;
    if (this.#held > KEPT) {
      this.#known.clear();
      this.#held = list.length;
    }
    this.#known.set(key, list);
    return list;
  }

  /** How many there are; where they are as many as asked about, maybe more. */
  #count(key: string, { sql, values }: Source, most: number): number {
    const known = this.#counts.get(key) ?? 0;
    if (known >= most) return known;
    const limited = `SELECT count(*) FROM (${sql} LIMIT ${most})`;
    const count = this.#db.prepare<unknown[], number>(limited).pluck().get(values) ?? 0;
    this.#counts.set(key, count);
    return count;
  }
}

function withActions(actions: string | undefined): Source | undefined {
  if (actions === undefined) return undefined;
  return { sql: `SELECT seq FROM timeline INDEXED BY timeline_action WHERE action IN (${actions})`, values: [] };
}

/** Entries that may lie in the range: a few more than do. */
function within({ since, until }: Range): Source | undefined {
  if (since === undefined && until === undefined) return undefined;
  const [from, to] = [since ?? Number.MIN_SAFE_INTEGER, until ?? Number.MAX_SAFE_INTEGER];
  const sql = `SELECT seq FROM timeline INDEXED BY timeline_order WHERE sort >= ? AND sort <= ?
    UNION ALL SELECT seq FROM timeline INDEXED BY timeline_bounded
    WHERE bounded = 1 AND (sort >= ? OR low = sort) AND ifnull(low, sort) <= ?`;
  return { sql, values: [from, to, from, to] };
}
