import type { Entry } from '../core/entry.ts';
import {
  derive,
  type MarkRow,
  POSTED_ROLES,
  ROLE_OF,
  type RowText,
  rowText,
  type TimelineRow,
  TOKEN_ROLE,
} from './derive.ts';
import type { Db } from './open.ts';
import type { RowUnpacker } from './packed-rows.ts';
import { CHUNK, INDEX_REVISION } from './schema.ts';
import { SpanMaker } from './spans.ts';
import { Strings } from './strings.ts';

const TIMELINE_COLUMNS = 20;

/** String ids of a timeline row, ready to bind: the order of the table's columns. */
export type BoundRow = (number | string | Buffer | null)[];

/** Interns the texts of rows, in their fixed order. Keeps the last text of each member: most are the same again. */
export class RowBinder<T = RowText> {
  readonly #intern: (text: T) => number;
  readonly #lastTexts: unknown[] = [];
  readonly #lastParts: string[] = [];

  /** @param intern the string id of a text; the same text gets the same id. */
  constructor(intern: (text: T) => number) {
    this.#intern = intern;
  }

  /** The row ready to bind; what it can be found by is added to `postings`. */
  bind(seq: number, row: TimelineRow<T>, postings: Postings): BoundRow {
    const intern = this.#intern;
    const evidence = intern(row.evidence);
    const pointer = row.pointer === undefined ? null : intern(row.pointer);
    const { sort, low, bounded, id, start, line, also, number } = row;
    const bound: BoundRow = [seq, sort, low, bounded, id, evidence, start, line, pointer, also, number];
    for (let i = 0; i < row.columns.length; i++) {
      const text = row.columns[i];
      const string = text === undefined ? null : intern(text);
      bound.push(string);
      const role = ROLE_OF[i] ?? -1;
      if (string !== null && role >= 0) postings.add(role, string, seq);
    }
    bound.push(this.#more(row.more));
    if (row.tokenId !== undefined) postings.add(TOKEN_ROLE, intern(row.tokenId), seq);
    return bound;
  }

  /** `a:1f b:2`: number of the member in `MORE` and of its text, base 36. */
  #more(more: TimelineRow<T>['more']): string {
    let text = '';
    for (let i = 0; i < more.length; i++) {
      const value = more[i];
      if (value === undefined) continue;
      if (value !== this.#lastTexts[i]) this.#remember(i, value);
      text += text === '' ? this.#lastParts[i] : ` ${this.#lastParts[i]}`;
    }
    return text;
  }

  #remember(member: number, value: T): void {
    this.#lastParts[member] = `${member.toString(36)}:${this.#intern(value).toString(36)}`;
    this.#lastTexts[member] = value;
  }
}

/** Entries of one chunk, by role and string: places in the chunk, ascending. */
export class Postings {
  readonly #places = Array.from({ length: POSTED_ROLES }, () => new Map<number, number[]>());

  add(role: number, string: number, seq: number): void {
    const place = seq % CHUNK;
    const places = this.#places[role]?.get(string);
    if (places === undefined) this.#places[role]?.set(string, [place]);
    else if (places[places.length - 1] !== place) places.push(place);
  }

  /** In key order: role, string, and the places as 16-bit numbers, little-endian. */
  *rows(): Generator<readonly [role: number, string: number, seqs: Buffer]> {
    for (const [role, strings] of this.#places.entries()) {
      for (const string of [...strings.keys()].sort((a, b) => a - b)) {
        yield [role, string, packed(strings.get(string) ?? [])];
      }
    }
  }

  clear(): void {
    for (const strings of this.#places) strings.clear();
  }
}

function packed(places: readonly number[]): Buffer {
  const bytes = Buffer.alloc(places.length * 2);
  for (let i = 0; i < places.length; i++) bytes.writeUInt16LE(places[i] ?? 0, i * 2);
  return bytes;
}

/** What an event is found by. */
export type SoughtRow = Pick<TimelineRow, 'sort' | 'id'>;

/** Fills the index from ledger entries. Postings of a chunk are held back and written together. */
export class IndexWriter {
  readonly #strings: Strings;
  readonly #binder: RowBinder;
  readonly #timeline;
  readonly #mark;
  readonly #posting;
  readonly #posted;
  readonly #find;
  readonly #part;
  readonly #span;
  readonly #postings = new Postings();
  readonly #spans = new SpanMaker();
  #chunk = 0;
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;

  constructor(db: Db) {
    this.#strings = new Strings(db);
    this.#binder = new RowBinder((text) => this.#strings.id(rowText(text)));
    this.#timeline = db.prepare(`INSERT INTO timeline VALUES (${Array(TIMELINE_COLUMNS).fill('?').join(', ')})`);
    this.#mark = db.prepare('INSERT INTO mark(seq, entry, evidence, subject, digest) VALUES (?, ?, ?, ?, ?)');
    this.#posting = db.prepare('INSERT OR REPLACE INTO posting(chunk, role, string, seqs) VALUES (?, ?, ?, ?)');
    this.#posted = db
      .prepare<[number, number, number], Buffer>('SELECT seqs FROM posting WHERE chunk = ? AND role = ? AND string = ?')
      .pluck();
    this.#span = db.prepare<[number, number, number]>(
      `INSERT INTO span(block, low, high) VALUES (?, ?, ?)
       ON CONFLICT(block) DO UPDATE SET low = min(low, excluded.low), high = max(high, excluded.high)`,
    );
    this.#find = db
      .prepare<[number, Buffer], number>('SELECT seq FROM timeline WHERE sort = ? AND id = ? ORDER BY seq')
      .pluck();
    this.#part = db.prepare<[Buffer], number>('SELECT seq FROM mark WHERE digest = ? ORDER BY seq LIMIT 1').pluck();
    db.prepare('INSERT OR IGNORE INTO index_meta(name, value) VALUES (?, ?)').run('revision', INDEX_REVISION);
    const range = db
      .prepare<[], { low: number | null; high: number | null }>(
        'SELECT min(sort) AS low, max(sort) AS high FROM timeline',
      )
      .get();
    this.#lowest = range?.low ?? this.#lowest;
    this.#highest = range?.high ?? this.#highest;
  }

  add(entry: Entry, seq: number): void {
    const derived = derive(entry);
    if ('mark' in derived) this.#addMark(derived.mark, seq);
    else this.addRow(derived.timeline, seq, this.#binder);
  }

  /** A binder for the rows of one unpacker. */
  binderOf(rows: RowUnpacker): RowBinder<number> {
    const intern = (text: string): number => this.#strings.id(text);
    return new RowBinder((number) => rows.stringId(number, intern));
  }

  /** @param binder as `binderOf` gives it, for rows that hold no texts. */
  addRow<T>(row: TimelineRow<T>, seq: number, binder: RowBinder<T>): void {
    const chunk = Math.floor(seq / CHUNK);
    if (chunk !== this.#chunk) this.flush();
    this.#chunk = chunk;
    this.#timeline.run(binder.bind(seq, row, this.#postings));
    this.#spans.add(seq, row);
    if (row.sort < this.#lowest) this.#lowest = row.sort;
    if (row.sort > this.#highest) this.#highest = row.sort;
  }

  #addMark(row: MarkRow, seq: number): void {
    const evidence = row.evidence === undefined ? null : this.#strings.id(row.evidence);
    const subject = row.subject === undefined ? null : this.#strings.id(row.subject);
    this.#mark.run(seq, row.entry, evidence, subject, row.digest);
  }

  /** Entries of the same event at the same time. Times outside the known range need no look-up. */
  find({ sort, id }: SoughtRow): readonly number[] {
    return sort > this.#highest || sort < this.#lowest ? [] : this.#find.all(sort, id);
  }

  /** Number of the entry that holds a part with this digest. */
  findPart(digest: string): number | undefined {
    return this.#part.get(Buffer.from(digest, 'hex'));
  }

  /** Writes what was held back. Call before each commit. */
  flush(): void {
    for (const [role, string, seqs] of this.#postings.rows()) {
      const before = this.#posted.get(this.#chunk, role, string);
      this.#posting.run(this.#chunk, role, string, before === undefined ? seqs : Buffer.concat([before, seqs]));
    }
    this.#postings.clear();
    for (const { block, low, high } of this.#spans.take()) this.#span.run(block, low, high);
  }
}
