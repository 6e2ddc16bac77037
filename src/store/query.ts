import { ACTIONS } from '../core/action.ts';
import { ENTRY_KINDS } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import { Answers, type Asked } from './answers.ts';
import { Candidates } from './candidates.ts';
import type { Statement } from './database.ts';
import { ROLES, type Role } from './derive.ts';
import { type Db, guarded, guardedRows } from './open.ts';
import { PostingLists, union } from './posting-lists.ts';
import { INDEX_REVISION } from './schema.ts';
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
  /** Of all those only the nearest to a moment, in microseconds; still in the order of time. */
  readonly nearest?: { readonly to: number; readonly most: number };
}

/** Parts of a range in which the nearest events are looked for, before all of it. */
const PARTS = [16, 8, 4, 2] as const;

/** Places among the cells of what decides the order. */
const [SEQ, BOUNDED, EVIDENCE, START, NUMBER] = [0, 3, 5, 6, 10] as const;

/** Another derivation would answer something else, and no answer would say so. @throws {AppError} `other-index` */
function checkRevision(db: Db): void {
  const revision = db.prepare<[], number>("SELECT value FROM index_meta WHERE name = 'revision'").pluck().get();
  if (revision === INDEX_REVISION) return;
  const other = revision === undefined ? 'without saying how' : `by revision ${revision} of the program`;
  throw new AppError(
    'other-index',
    `the index of ${db.name} was derived ${other}, this is revision ${INDEX_REVISION}`,
    'run `audit-timeline verify` against what was kept elsewhere, then `audit-timeline reindex`',
  );
}

/** Reads the timeline index. Order: time, bounded before exact, evidence digest, offset, number: never ledger order. */
export class TimelineReader {
  readonly #db: Db;
  readonly #texts: Texts;
  readonly #sightings;
  readonly #anySighting: boolean;
  readonly #lists: PostingLists;
  readonly #statements = new Map<string, Statement<unknown[], Cells>>();
  readonly #candidates: Candidates;
  readonly #answers = new Answers();

  constructor(db: Db) {
    checkRevision(db);
    this.#db = db;
    this.#texts = new Texts(db);
    const kind = ENTRY_KINDS.indexOf('sighting');
    this.#sightings = db
      .prepare<[Buffer], number>(`SELECT seq FROM mark WHERE digest = ? AND entry = ${kind} ORDER BY seq`)
      .pluck();
    const last = db.prepare<[], number>('SELECT ifnull(max(seq), -1) FROM timeline').pluck().get() ?? -1;
    this.#lists = new PostingLists(db, last + 1);
    this.#candidates = new Candidates(db, this.#lists);
    this.#anySighting = db.prepare(`SELECT 1 FROM mark WHERE entry = ${kind} LIMIT 1`).get() !== undefined;
  }

  events(query: TimelineQuery): Iterable<IndexedEvent> {
    const actions = query.action && this.#actionIds(query.action);
    const asked = { query, actions };
    return this.#answers.known(asked) ?? guardedRows(this.#db.name, this.#answers.keep(asked, this.#events(asked)));
  }

  *#events(asked: Asked): Generator<IndexedEvent> {
    let tied: Cells[] = [];
    for (const cells of this.#near(asked) ?? this.#rows(asked, this.#numbers(asked))) {
      if (tied.length > 0 && tied[0]?.[1] !== cells[1]) {
        yield* this.#inOrder(tied);
        tied = [];
      }
      tied.push(cells);
    }
    yield* this.#inOrder(tied);
  }

  #rows(asked: Asked, numbers: Uint32Array | undefined): Iterable<Cells> {
    const { sql, values } = this.#sql(asked, numbers);
    return this.#statement(sql).iterate(...values);
  }

  /** The nearest events, where the nearest stretch of the range that may hold as many does so: one day may hold a million. */
  #near({ query, actions }: Asked): readonly Cells[] | undefined {
    const { nearest, since, until } = query;
    if (nearest === undefined || since === undefined || until === undefined) return undefined;
    const { to, most } = nearest;
    const reach = Math.max(to - since, until - to);
    for (const distance of PARTS.map((part) => Math.floor(reach / part))) {
      const near = { ...query, since: Math.max(since, to - distance), until: Math.min(until, to + distance) };
      const asked = { query: near, actions, distance };
      const numbers = this.#numbers(asked);
      if (numbers === undefined || numbers.length < most) continue;
      const rows = [...this.#rows(asked, numbers)];
      if (rows.length >= most) return rows;
    }
    return undefined;
  }

  #numbers({ query, actions }: Asked): Uint32Array | undefined {
    return this.#candidates.of(this.#named(query), actions, query);
  }

  /** A statement that nobody reads from at this moment: thousands of packages are asked for with the same few. */
  #statement(sql: string): Statement<unknown[], Cells> {
    const known = this.#statements.get(sql);
    if (known?.busy === false) return known;
    const made = this.#db.prepare<unknown[], Cells>(sql).raw();
    if (known === undefined) this.#statements.set(sql, made);
    return made;
  }

  /** From here on no answer is kept to be given again. */
  keepLess(): void {
    this.#answers.keepNone();
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

  #sql(
    { query, actions, distance }: Asked,
    numbers: Uint32Array | undefined,
  ): { readonly sql: string; readonly values: unknown[] } {
    const terms: string[] = [];
    const values: unknown[] = [];
    if (numbers !== undefined) {
      terms.push('t.seq IN (SELECT value FROM json_each(?))');
      values.push(`[${numbers.join()}]`);
    }
    if (actions !== undefined) terms.push(`t.action IN (${actions.join()})`);
    if (query.since !== undefined) {
      terms.push('t.bounded < 2 AND (t.sort >= ? OR (t.bounded = 1 AND t.low = t.sort))');
      values.push(query.since);
    }
    if (query.until !== undefined) {
      terms.push('t.bounded < 2 AND ifnull(t.low, t.sort) <= ?');
      values.push(query.until);
    }
    if (distance !== undefined && query.nearest !== undefined) {
      terms.push('abs(t.sort - ?) <= ?');
      values.push(query.nearest.to, distance);
    }
    const where = terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`;
    // Whoever asks for everything may stop after a few: then nothing must be sorted first.
    const how = numbers === undefined ? 'INDEXED BY timeline_order' : 'NOT INDEXED';
    const sql = `SELECT ${COLUMNS} FROM timeline t ${how}${where}`;
    if (query.nearest === undefined) return { sql: `${sql} ORDER BY t.sort`, values };
    values.push(query.nearest.to, query.nearest.most);
    return {
      sql: `SELECT * FROM (${sql} ORDER BY abs(t.sort - ?), t.sort, t.id, t.seq LIMIT ?) ORDER BY sort`,
      values,
    };
  }

  /** Of each role that is asked for the entries that have one of its texts. */
  #named({ roles = {} }: TimelineQuery): readonly Uint32Array[] {
    return ROLES.flatMap((role, number) => {
      const texts = roles[role];
      return texts === undefined ? [] : [union(texts.map((text) => this.#lists.of(number, this.#texts.idOf(text))))];
    });
  }

  #actionIds(wanted: (action: string) => boolean): readonly number[] {
    return ACTIONS.filter(wanted)
      .map((action) => this.#texts.idOf(action))
      .filter((id) => id !== undefined);
  }
}
