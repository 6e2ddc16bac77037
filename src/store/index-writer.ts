import type { Entry } from '../core/entry.ts';
import { derive, type MarkRow, type TimelineRow } from './derive.ts';
import type { Db } from './open.ts';
import { INDEX_REVISION } from './schema.ts';
import { Strings } from './strings.ts';

const TIMELINE_COLUMNS = 21;

/** More strings than any case has: a role and a string id make one number. */
const ROLE_STEP = 2 ** 44;

/** String ids of a timeline row, ready to bind: the order of the table's columns. */
export type BoundRow = (number | string | Buffer | null)[];

/** Interns a row's texts in their fixed order. */
export function bindRow(seq: number, row: TimelineRow, id: (text: string) => number): BoundRow {
  const optional = (text: string | undefined): number | null => (text === undefined ? null : id(text));
  const evidence = id(row.evidence);
  const pointer = optional(row.pointer);
  const columns = row.columns.map(optional);
  let more = '';
  for (const [member, text] of row.more) more += `${more === '' ? '' : ' '}${member.toString(36)}:${id(text).toString(36)}`;
  return [seq, row.sort, row.low, row.bounded, row.id, row.content, evidence, row.start, row.line, pointer, row.also, row.number, ...columns, more];
}

/** Fills the index from ledger entries. Postings are held back and written in key order, which is several times faster. */
export class IndexWriter {
  readonly #strings: Strings;
  readonly #timeline;
  readonly #mark;
  readonly #posting;
  readonly #find;
  readonly #part;
  /** Entry numbers, ascending, by role and string. */
  readonly #postings = new Map<number, number[]>();
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;

  constructor(db: Db) {
    this.#strings = new Strings(db);
    this.#timeline = db.prepare(`INSERT INTO timeline VALUES (${Array(TIMELINE_COLUMNS).fill('?').join(', ')})`);
    this.#mark = db.prepare('INSERT INTO mark(seq, entry, evidence, subject, digest) VALUES (?, ?, ?, ?, ?)');
    this.#posting = db.prepare('INSERT INTO posting(role, string, seq) VALUES (?, ?, ?)');
    this.#find = db.prepare<[number, Buffer, Buffer], number>('SELECT seq FROM timeline WHERE sort = ? AND id = ? AND content = ?').pluck();
    this.#part = db.prepare<[Buffer], number>('SELECT seq FROM mark WHERE digest = ? ORDER BY seq LIMIT 1').pluck();
    db.prepare('INSERT OR IGNORE INTO index_meta(name, value) VALUES (?, ?)').run('revision', INDEX_REVISION);
    const range = db.prepare<[], { low: number | null; high: number | null }>('SELECT min(sort) AS low, max(sort) AS high FROM timeline').get();
    this.#lowest = range?.low ?? this.#lowest;
    this.#highest = range?.high ?? this.#highest;
  }

  add(entry: Entry, seq: number): void {
    const derived = derive(entry);
    if ('mark' in derived) this.#addMark(derived.mark, seq);
    else this.addRow(derived.timeline, seq);
  }

  addRow(row: TimelineRow, seq: number): void {
    this.#timeline.run(bindRow(seq, row, (text) => this.#strings.id(text)));
    for (const [role, text] of row.postings) this.#post(role, this.#strings.id(text), seq);
    this.#lowest = Math.min(this.#lowest, row.sort);
    this.#highest = Math.max(this.#highest, row.sort);
  }

  #addMark(row: MarkRow, seq: number): void {
    const evidence = row.evidence === undefined ? null : this.#strings.id(row.evidence);
    const subject = row.subject === undefined ? null : this.#strings.id(row.subject);
    this.#mark.run(seq, row.entry, evidence, subject, row.digest);
  }

  /** Number of the entry that says exactly this already. Times outside the known range need no look-up. */
  find(row: TimelineRow): number | undefined {
    if (row.sort > this.#highest || row.sort < this.#lowest) return undefined;
    return this.#find.get(row.sort, row.id, row.content);
  }

  /** Number of the entry that holds a part with this digest. */
  findPart(digest: string): number | undefined {
    return this.#part.get(Buffer.from(digest, 'hex'));
  }

  #post(role: number, string: number, seq: number): void {
    const key = role * ROLE_STEP + string;
    const posted = this.#postings.get(key);
    if (posted === undefined) this.#postings.set(key, [seq]);
    else posted.push(seq);
  }

  /** Writes what was held back. Call before each commit. */
  flush(): void {
    for (const key of [...this.#postings.keys()].sort((a, b) => a - b)) {
      const role = Math.floor(key / ROLE_STEP);
      for (const seq of this.#postings.get(key) ?? []) this.#posting.run(role, key % ROLE_STEP, seq);
    }
    this.#postings.clear();
  }
}
