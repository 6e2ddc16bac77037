import type { Entry } from '../../core/entry.ts';
import { derive, type MarkRow, rowText, type TimelineRow } from '../derive.ts';
import { type BoundRow, Postings, RowBinder } from '../index-writer.ts';
import type { Db } from '../open.ts';
import { CHUNK, INDEX_REVISION } from '../schema.ts';
import type { Findings } from './finding.ts';

const TIMELINE_COLUMNS = [
  'seq',
  'sort',
  'low',
  'bounded',
  'id',
  'evidence',
  'start',
  'line',
  'pointer',
  'also',
  'number',
  'action',
  'package',
  'version',
  'actor',
  'user',
  'ip',
  'token',
  'repo',
  'more',
];
const MARK_COLUMNS = ['seq', 'entry', 'evidence', 'subject', 'digest'];
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
const CACHE = 200_000;
const NOT_INTERNED = -1;

/**
 * Check 9b: each row of the index equals its derivation from the ledger, each string has the id of its first use, and
 * nothing stands there beside. Entries are given in order.
 */
export class IndexCheck {
  readonly #db: Db;
  readonly #findings: Findings;
  readonly #timeline: IterableIterator<unknown>;
  readonly #mark: IterableIterator<unknown>;
  readonly #lookUp;
  readonly #ids = new Map<string, number>();
  readonly #binder = new RowBinder((text) => this.#id(rowText(text)));
  readonly #postings = new Postings();
  readonly #posted: IterableIterator<unknown>;
  #chunk = 0;
  #strings = 0;

  constructor(db: Db, findings: Findings) {
    this.#db = db;
    this.#findings = findings;
    this.#timeline = db
      .prepare(`SELECT ${TIMELINE_COLUMNS.join(', ')} FROM timeline ORDER BY seq`)
      .raw()
      .iterate();
    this.#mark = db
      .prepare(`SELECT ${MARK_COLUMNS.join(', ')} FROM mark ORDER BY seq`)
      .raw()
      .iterate();
    this.#posted = db
      .prepare('SELECT chunk, role, string, seqs FROM posting ORDER BY chunk, role, string')
      .raw()
      .iterate();
    this.#lookUp = db.prepare<[string], number>('SELECT id FROM string WHERE text = ?').pluck();
  }

  /** Whether this program derives the index as the one that wrote it did. */
  static sameRevision(db: Db): boolean {
    const rows = db.prepare<[], { name: string; value: number }>('SELECT name, value FROM index_meta').all();
    return rows.length === 1 && rows[0]?.name === 'revision' && rows[0].value === INDEX_REVISION;
  }

  entry(seq: number, entry: Entry): void {
    const derived = derive(entry);
    if (Math.floor(seq / CHUNK) !== this.#chunk) this.#checkPostings(Math.floor(seq / CHUNK));
    if ('mark' in derived) this.#markRow(seq, derived.mark);
    else this.#timelineRow(seq, derived.timeline);
  }

  #timelineRow(seq: number, row: TimelineRow): void {
    const wanted = this.#binder.bind(seq, row, this.#postings);
    this.#compare('timeline', TIMELINE_COLUMNS, wanted, this.#timeline.next().value as BoundRow | undefined);
  }

  #markRow(seq: number, { entry, evidence, subject, digest }: MarkRow): void {
    const id = (text: string | undefined): number | null => (text === undefined ? null : this.#id(text));
    this.#compare(
      'mark',
      MARK_COLUMNS,
      [seq, entry, id(evidence), id(subject), digest],
      this.#mark.next().value as BoundRow | undefined,
    );
  }

  /** After the last entry: nothing may be left over. */
  finish(): void {
    this.#checkPostings(0);
    for (const [table, cursor] of [
      ['timeline', this.#timeline],
      ['mark', this.#mark],
      ['posting', this.#posted],
    ] as const) {
      for (let row = cursor.next(); row.done !== true; row = cursor.next()) {
        this.#findings.add(
          'F-INDEX',
          `${table} has a row (${String((row.value as BoundRow)[0])} …) that the ledger does not give`,
        );
      }
    }
    const strings = this.#db
      .prepare<[], { count: number; highest: number }>(
        'SELECT count(*) AS count, ifnull(max(id), 0) AS highest FROM string',
      )
      .get();
    if (strings?.count !== this.#strings || strings.highest !== this.#strings) {
      this.#findings.add(
        'F-INDEX',
        `string has ${strings?.count} rows up to ${strings?.highest}, the ledger gives ${this.#strings}`,
      );
    }
  }

  /** Lets go of the tables, also when reading them failed half-way. */
  close(): void {
    for (const cursor of [this.#timeline, this.#mark, this.#posted]) cursor.return?.();
  }

  /** Compares the postings of a finished chunk, row by row, and goes on to the next one. */
  #checkPostings(next: number): void {
    for (const wanted of this.#postings.rows()) {
      const row = this.#posted.next().value as [number, number, number, Buffer] | undefined;
      const [role, string, seqs] = wanted;
      if (row?.[0] === this.#chunk && row[1] === role && row[2] === string && seqs.equals(row[3])) continue;
      this.#findings.add(
        'F-INDEX',
        `posting: chunk ${this.#chunk}, role ${role}, string ${string} does not equal what the ledger gives`,
      );
    }
    this.#postings.clear();
    this.#chunk = next;
  }

  #compare(table: string, names: readonly string[], wanted: BoundRow, found: BoundRow | undefined): void {
    const seq = String(wanted[0]);
    if (found === undefined) {
      this.#findings.add('F-INDEX', `${table} has no row for seq ${seq}`);
      return;
    }
    for (const [i, name] of names.entries()) {
      if (same(wanted[i] ?? null, found[i] ?? null)) continue;
      this.#findings.add(
        'F-INDEX',
        `seq ${seq} ${name}: index says ${this.#show(name, found[i])}, ledger says ${this.#show(name, wanted[i])}`,
      );
    }
  }

  #show(name: string, value: number | string | Buffer | null | undefined): string {
    if (value === null || value === undefined) return 'nothing';
    if (Buffer.isBuffer(value)) return value.toString('hex');
    if (value === NOT_INTERNED) return 'a text that string does not hold';
    if (!TEXT_COLUMNS.has(name)) return String(value);
    return (
      this.#db.prepare<[number | string], string>('SELECT text FROM string WHERE id = ?').pluck().get(value) ??
      String(value)
    );
  }

  #id(text: string): number {
    const cached = this.#ids.get(text);
    if (cached !== undefined) return cached;
    const id = this.#lookUp.get(text) ?? NOT_INTERNED;
    if (id > this.#strings) {
      if (id !== this.#strings + 1)
        this.#findings.add(
          'F-INDEX',
          `string ${id} (${text}) should be ${this.#strings + 1}: strings are numbered by first use`,
        );
      this.#strings = id;
    }
    if (this.#ids.size >= CACHE) this.#ids.clear();
    this.#ids.set(text, id);
    return id;
  }
}

function same(a: number | string | Buffer | null, b: number | string | Buffer | null): boolean {
  return Buffer.isBuffer(a) ? Buffer.isBuffer(b) && a.equals(b) : a === b;
}
