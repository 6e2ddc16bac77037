import { type Entry, entryText } from '../core/entry.ts';
import type { TimelineRow } from './derive.ts';
import { EntryReader, parseEntry } from './entries.ts';
import { isUnmade } from './header.ts';
import { IndexWriter, type SoughtRow } from './index-writer.ts';
import { LedgerWriter } from './ledger.ts';
import { type Db, guarded, guardedAsync, makeCase, openForWriting, openUnmade, orClosed } from './open.ts';
import type { RowUnpacker } from './packed-rows.ts';
import { type Receipt, type Receipts, receiptsIn } from './receipts.ts';

/** Entries in one transaction: enough that a commit costs little, few enough that a crash loses little. */
const TRANSACTION = 100_000;

/** Blocks that may wait for their compression before the caller has to. */
const WAITING = 8;

/** Appends one event: the entry's text behind a zero byte, and its row. Gives its number. */
export type PackedAppend = (bytes: Uint8Array, row: TimelineRow<number>) => number;

/** The one way into a case: appends entries to the ledger and the index, in transactions. */
export class CaseWriter {
  readonly path: string;
  readonly db: Db;
  readonly #ledger: LedgerWriter;
  readonly #index: IndexWriter;
  readonly #reader: EntryReader;
  /** Once they were asked for. */
  #receipts: Receipts | undefined;
  #pending = 0;
  #open = false;

  private constructor(path: string, db: Db, begin: (db: Db) => void) {
    this.path = path;
    this.db = db;
    begin(db);
    this.#open = true;
    this.#ledger = new LedgerWriter(db);
    this.#index = new IndexWriter(db);
    this.#reader = new EntryReader(db);
  }

  /** Opens a case, or makes one whose entry 0 is `first`. */
  static open(path: string, first: () => Entry): CaseWriter {
    return guarded(path, () => {
      if (!isUnmade(path)) return orClosed(openForWriting(path), (db) => new CaseWriter(path, db, beginWriting));
      const entry = first();
      const writer = orClosed(openUnmade(path), (db) => new CaseWriter(path, db, makeCase));
      writer.append(entry);
      return writer;
    });
  }

  get size(): number {
    return this.#ledger.size;
  }

  text(seq: number): string {
    return this.#ledger.unwritten(seq) ?? this.#reader.text(seq);
  }

  entry(seq: number): Entry {
    return parseEntry(seq, this.text(seq));
  }

  append(entry: Entry): number {
    return this.#within(() => {
      const seq = this.#ledger.append(entryText(entry));
      this.#index.add(entry, seq);
      this.#receipts?.add(seq, entry);
      return seq;
    });
  }

  /** For the events of one reading: their rows as they come from the thread that made them. */
  packed(rows: RowUnpacker): PackedAppend {
    const binder = this.#index.binderOf(rows);
    return (bytes, row) =>
      this.#within(() => {
        const seq = this.#ledger.appendBytes(bytes);
        this.#index.addRow(row, seq, binder);
        return seq;
      });
  }

  appendRaw(raw: string): string {
    return this.#within(() => this.#ledger.appendRaw(raw));
  }

  /** Numbers of the entries of this event at this time, whatever they say of it. */
  find(row: SoughtRow): readonly number[] {
    return guarded(this.path, () => this.#index.find(row));
  }

  receipts(): readonly Receipt[] {
    this.#receipts ??= guarded(this.path, () => receiptsIn(this.db, (seq) => this.entry(seq)));
    return this.#receipts.all;
  }

  findPart(digest: string): number | undefined {
    return guarded(this.path, () => this.#index.findPart(digest));
  }

  /** To be called now and then while appending: writes what is ready, and commits when enough has gathered. */
  async pause(): Promise<void> {
    if (this.#pending >= TRANSACTION) await this.commit();
    else if (this.#ledger.waiting > WAITING) await guardedAsync(this.path, () => this.#ledger.settle(WAITING / 2));
  }

  /** Makes everything appended so far durable. */
  async commit(): Promise<void> {
    await guardedAsync(this.path, async () => {
      await this.#ledger.settle(0);
      this.#ledger.flush();
      this.#index.flush();
      if (this.#open) this.db.exec('COMMIT');
      this.#open = false;
      this.#pending = 0;
    });
  }

  /** Size and root of what was appended so far. */
  head(): { readonly size: number; readonly root: Buffer } {
    return { size: this.size, root: this.#ledger.root() };
  }

  /** Commits and closes. */
  async close(): Promise<void> {
    await this.commit();
    this.db.close();
  }

  /** Closes without keeping what is not committed. */
  abandon(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.db.close();
  }

  #within<T>(work: () => T): T {
    return guarded(this.path, () => {
      if (!this.#open) beginWriting(this.db);
      this.#open = true;
      this.#pending++;
      return work();
    });
  }
}

function beginWriting(db: Db): void {
  db.exec('BEGIN IMMEDIATE');
}
