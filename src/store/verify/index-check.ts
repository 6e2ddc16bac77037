import type { Entry } from '../../core/entry.ts';
import { derive, type MarkRow, ROLE_OF, type RowText, rowText, type TimelineRow, TOKEN_ROLE } from '../derive.ts';
import { type BoundRow, Postings, RowBinder } from '../index-writer.ts';
import type { Db } from '../open.ts';
import { CHUNK } from '../schema.ts';
import { Findings } from './finding.ts';
import { FirstUse } from './first-use.ts';
import { IndexRows, MARK_COLUMNS, type StoredRow, TIMELINE_COLUMNS } from './index-rows.ts';
import { fitsMore } from './more.ts';
import { PostingCheck } from './posting-check.ts';
import { SpanCheck } from './span-check.ts';
import { StringTable } from './string-table.ts';

const TEXT_COLUMNS: ReadonlySet<string> = new Set([
  'evidence',
  'pointer',
  'action',
  'package',
  'version',
  'actor',
  'user',
  'ip',
  'token',
  'repo',
  'subject',
]);
/** Places of columns in a row of `timeline`. */
const AT = { evidence: 5, pointer: 8, columns: 11, more: 19 } as const;
/** The account acted upon: the second column of its role. */
const USER = 4;
const NOT_INTERNED = -1;

type Derived = ReturnType<typeof derive>;

/**
 * Check 9b over a stretch of the ledger: each row of the index equals its derivation from the ledger, nothing stands
 * there beside, each string has the id of its first use. Rows are compared by the texts that their ids stand for; that
 * is the same as by ids, because no text has two.
 */
export class IndexCheck {
  #findings: Findings = new Findings();
  readonly #timeline: IndexRows;
  readonly #mark: IndexRows;
  readonly #strings: StringTable;
  readonly #postings: PostingCheck;
  readonly #spans: SpanCheck;
  readonly firstUse = new FirstUse();
  /** Rows that were looked at. */
  rows = { timeline: 0, mark: 0, posting: 0, span: 0 };
  /** Ids of the row at hand, in the order in which they are used. */
  readonly #used: number[] = [];

  constructor(db: Db) {
    this.#timeline = new IndexRows(db, 'timeline', TIMELINE_COLUMNS);
    this.#mark = new IndexRows(db, 'mark', MARK_COLUMNS);
    this.#strings = new StringTable(db);
    this.#postings = new PostingCheck(db);
    this.#spans = new SpanCheck(db);
  }

  /** Begins another stretch. */
  begin(findings: Findings): void {
    this.#findings = findings;
    this.firstUse.clear();
    this.#postings.begin();
    this.#spans.begin();
    this.rows = { timeline: 0, mark: 0, posting: 0, span: 0 };
  }

  /** @param entries from `first` on; undefined for what gives no row: a redacted entry, or none at all. */
  block(first: number, entries: readonly (Entry | undefined)[]): void {
    const end = first + entries.length;
    const timeline = new Cursor(this.#timeline.read(first, end));
    const mark = new Cursor(this.#mark.read(first, end));
    this.rows.timeline += timeline.count;
    this.rows.mark += mark.count;
    for (const [i, entry] of entries.entries()) {
      if (entry === undefined) continue;
      const seq = first + i;
      const derived = this.#derive(seq, entry);
      if (derived === undefined) continue;
      if ('mark' in derived) this.#markRow(seq, derived.mark, mark.at(seq));
      else this.#timelineRow(seq, derived.timeline, timeline.at(seq));
    }
    for (const seq of timeline.left()) this.#extra('timeline', seq);
    for (const seq of mark.left()) this.#extra('mark', seq);
  }

  #extra(table: string, seq: string): void {
    this.#findings.add('F-INDEX', `${table} has a row (${seq} …) that the ledger does not give`);
  }

  #derive(seq: number, entry: Entry): Derived | undefined {
    try {
      return derive(entry);
    } catch {
      this.#findings.add('F-LEDGER', `seq ${seq}: not an entry`);
      return undefined;
    }
  }

  /** After the last entry of a chunk. @param from its first entry that was given */
  chunk(chunk: number, from: number): void {
    this.#postings.finish(chunk, from % CHUNK, this.#findings);
    this.rows.posting += this.#postings.seen;
    this.#spans.finish(chunk, from, this.#findings);
    this.rows.span += this.#spans.seen;
  }

  #timelineRow(seq: number, row: TimelineRow, stored: StoredRow | undefined): void {
    this.#used.length = 0;
    this.#spans.add(seq, row);
    if (stored === undefined || !this.#fits(seq, row, stored)) this.#name(seq, row, stored);
    const tokenId = row.tokenId === undefined ? NOT_INTERNED : this.#id(rowText(row.tokenId));
    this.#used.push(tokenId);
    if (tokenId !== NOT_INTERNED) this.#postings.add(TOKEN_ROLE, true, tokenId, seq % CHUNK);
    for (const id of this.#used) this.firstUse.see(id, seq);
  }

  /** Whether a row is what it should be, by the cheapest means. If not, nothing was done. */
  #fits(seq: number, row: TimelineRow, stored: StoredRow): boolean {
    return (
      stored[0] === seq &&
      stored[1] === row.sort &&
      stored[2] === row.low &&
      stored[3] === row.bounded &&
      stored[4] === row.id.toString('hex') &&
      stored[6] === row.start &&
      stored[7] === row.line &&
      stored[9] === row.also &&
      stored[10] === row.number &&
      this.#fitsTexts(row, stored, seq % CHUNK)
    );
  }

  #fitsTexts({ evidence, pointer, columns, more }: TimelineRow, stored: StoredRow, place: number): boolean {
    if (!this.#isText(stored[AT.evidence], evidence) || !this.#isText(stored[AT.pointer], pointer)) return false;
    for (let i = 0; i < columns.length; i++) if (!this.#isText(stored[AT.columns + i], columns[i])) return false;
    if (!fitsMore(stored[AT.more], more, this.#strings, this.#used)) return false;
    for (let i = 0; i < columns.length; i++) this.#post(i, stored[AT.columns + i], place);
    return true;
  }

  #post(column: number, id: number | string | null | undefined, place: number): void {
    const role = ROLE_OF[column] ?? -1;
    if (role !== -1 && typeof id === 'number' && id > 0) this.#postings.add(role, column === USER, id, place);
  }

  #isText(id: number | string | null | undefined, text: RowText | undefined): boolean {
    if (text === undefined) return id === null;
    if (typeof id !== 'number' || this.#strings.text(id) !== rowText(text)) return false;
    this.#used.push(id);
    return true;
  }

  /** The slow way, which says what is wrong, and goes on with what would be right. */
  #name(seq: number, row: TimelineRow, stored: StoredRow | undefined): void {
    const used = this.#used;
    used.length = 0;
    const binder = new RowBinder<RowText>((text) => {
      const id = this.#id(rowText(text));
      used.push(id);
      return id;
    });
    const wanted = binder.bind(seq, { ...row, tokenId: undefined }, new Postings());
    this.#compare('timeline', TIMELINE_COLUMNS, wanted, stored);
    for (let i = 0; i < row.columns.length; i++) {
      const id = wanted[AT.columns + i];
      this.#post(i, typeof id === 'number' ? id : null, seq % CHUNK);
    }
  }

  #markRow(seq: number, { entry, evidence, subject, digest }: MarkRow, stored: StoredRow | undefined): void {
    const ids = [evidence, subject].map((text) => (text === undefined ? null : this.#id(text)));
    this.#compare('mark', MARK_COLUMNS, [seq, entry, ...ids, digest], stored);
    for (const id of ids) if (id !== null) this.firstUse.see(id, seq);
  }

  #compare(table: string, names: readonly string[], wanted: BoundRow, stored: StoredRow | undefined): void {
    const seq = String(wanted[0]);
    if (stored === undefined) {
      this.#findings.add('F-INDEX', `${table} has no row for seq ${seq}`);
      return;
    }
    for (const [i, name] of names.entries()) {
      const value = wanted[i] ?? null;
      const should = Buffer.isBuffer(value) ? value.toString('hex') : value;
      if (should === (stored[i] ?? null)) continue;
      const [says, given] = [this.#show(name, stored[i]), this.#show(name, should)];
      this.#findings.add('F-INDEX', `seq ${seq} ${name}: index says ${says}, ledger says ${given}`);
    }
  }

  #show(name: string, value: number | string | null | undefined): string {
    if (value === null || value === undefined) return 'nothing';
    if (value === NOT_INTERNED) return 'a text that string does not hold';
    return TEXT_COLUMNS.has(name) ? (this.#strings.text(Number(value)) ?? String(value)) : String(value);
  }

  #id(text: string): number {
    return this.#strings.id(text) ?? NOT_INTERNED;
  }
}

/** Rows in the order of their numbers, asked for in that order. */
class Cursor {
  readonly #rows: readonly StoredRow[];
  readonly #extra: string[] = [];
  #next = 0;

  constructor(rows: readonly StoredRow[]) {
    this.#rows = rows;
  }

  get count(): number {
    return this.#rows.length;
  }

  at(seq: number): StoredRow | undefined {
    for (; Number(this.#rows[this.#next]?.[0]) < seq; this.#next++)
      this.#extra.push(String(this.#rows[this.#next]?.[0]));
    return this.#rows[this.#next]?.[0] === seq ? this.#rows[this.#next++] : undefined;
  }

  /** Numbers of the rows that nobody asked for. */
  left(): readonly string[] {
    return [...this.#extra, ...this.#rows.slice(this.#next).map(([seq]) => String(seq))];
  }
}
