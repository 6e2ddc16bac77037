import { existsSync } from 'node:fs';
import { type Entry, type EventEntry, entryText, eventEntryText } from '../core/entry.ts';
import type { TimelineRow } from './derive.ts';
import { EntryReader } from './entries.ts';
import { IndexWriter } from './index-writer.ts';
import { LedgerWriter } from './ledger.ts';
import { createCase, type Db, guarded, openForWriting } from './open.ts';

/** Entries in one transaction: enough that a commit costs little, few enough that a crash loses little. */
const TRANSACTION = 100_000;

/** The one way into a case: appends entries to the ledger and the index, in transactions. */
export class CaseWriter {
  readonly path: string;
  readonly db: Db;
  readonly #ledger: LedgerWriter;
  readonly #index: IndexWriter;
  readonly #reader: EntryReader;
  #pending = 0;
  #open = false;

  private constructor(path: string, db: Db) {
    this.path = path;
    this.db = db;
    this.#begin();
    this.#ledger = new LedgerWriter(db);
    this.#index = new IndexWriter(db);
    this.#reader = new EntryReader(db);
  }

  /** Opens a case, or makes one whose entry 0 is `first`. */
  static open(path: string, first: () => Entry): CaseWriter {
    return guarded(path, () => {
      const writer = new CaseWriter(path, existsSync(path) ? openForWriting(path) : createCase(path));
      if (writer.size === 0) writer.append(first());
      return writer;
    });
  }

  get size(): number {
    return this.#ledger.size;
  }

  /** Text of an entry that is committed already, or was when this writer was opened. */
  text(seq: number): string {
    return this.#reader.text(seq);
  }

  entry(seq: number): Entry {
    return this.#reader.entry(seq);
  }

  append(entry: Entry): number {
    return this.#within(() => {
      const seq = this.#ledger.append(entryText(entry));
      this.#index.add(entry, seq);
      return seq;
    });
  }

  /** The hot path: the caller has derived the row and holds the event's canonical text. */
  appendEvent(entry: EventEntry, membersText: string, row: TimelineRow): number {
    return this.#within(() => {
      const seq = this.#ledger.append(eventEntryText(entry, membersText));
      this.#index.addRow(row, seq);
      return seq;
    });
  }

  appendRaw(raw: string): string {
    return this.#within(() => this.#ledger.appendRaw(raw));
  }

  find(row: TimelineRow): number | undefined {
    return this.#index.find(row);
  }

  findPart(digest: string): number | undefined {
    return this.#index.findPart(digest);
  }

  /** Makes everything appended so far durable. */
  commit(): void {
    guarded(this.path, () => {
      this.#ledger.flush();
      this.#index.flush();
      if (this.#open) this.db.exec('COMMIT');
      this.#open = false;
      this.#pending = 0;
    });
  }

  /** Size and root of the committed case. */
  head(): { readonly size: number; readonly root: Buffer } {
    return { size: this.size, root: this.#ledger.root() };
  }

  /** Commits and closes. */
  close(): void {
    this.commit();
    this.db.close();
  }

  /** Closes without keeping what is not committed. */
  abandon(): void {
    if (this.#open && this.db.inTransaction) this.db.exec('ROLLBACK');
    this.db.close();
  }

  #within<T>(work: () => T): T {
    return guarded(this.path, () => {
      if (!this.#open) this.#begin();
      const result = work();
      this.#pending++;
      if (this.#pending >= TRANSACTION) this.commit();
      return result;
    });
  }

  #begin(): void {
    this.db.exec('BEGIN IMMEDIATE');
    this.#open = true;
  }
}
