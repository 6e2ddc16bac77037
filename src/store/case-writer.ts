import type { CaseKey } from '../core/case-key.ts';
import { type Entry, entryText } from '../core/entry.ts';
import { isSealable, type Sealer } from '../core/sealer.ts';
import type { Withheld } from '../core/withheld.ts';
import { sealerOf } from './case-seal.ts';
import type { TimelineRow } from './derive.ts';
import { Disclosures } from './disclosures.ts';
import { EntryReader, parseEntry } from './entries.ts';
import { isUnmade } from './header.ts';
import { IndexWriter, type SoughtRow } from './index-writer.ts';
import { LedgerWriter } from './ledger.ts';
import { type Db, guarded, guardedAsync, makeCase, openForWriting, openUnmade, orClosed } from './open.ts';
import type { RowUnpacker } from './packed-rows.ts';
import { type Receipt, type Receipts, receiptsIn } from './receipts.ts';
import { withheldIn } from './redact/redactions.ts';

/** Entries in one transaction: enough that a commit costs little, few enough that a crash loses little. */
const TRANSACTION = 100_000;

/** Blocks that may wait for their compression before the caller has to. */
const WAITING = 8;
/** And so many bytes of their texts: 256 entries may be 15 MB. */
const WAITING_BYTES = 24 * 1024 * 1024;

/** Appends one event: the entry's text behind a zero byte, and its row. Gives its number. */
export type PackedAppend = (bytes: Uint8Array, row: TimelineRow<number>) => number;

/** The one way into a case: appends entries to the ledger and the index, in transactions. */
export class CaseWriter {
  readonly path: string;
  readonly db: Db;
  /** Who the user says he is: stands beside the time in every entry that has one. */
  by: string | undefined;
  readonly #ledger: LedgerWriter;
  readonly #index: IndexWriter;
  readonly #reader: EntryReader;
  readonly #disclosures: Disclosures;
  readonly #disclose;
  /** Once they were asked for. */
  #receipts: Receipts | undefined;
  /** Once it was asked for. */
  #withheld: Withheld | 'nothing' | undefined;
  #sealer: Sealer | 'nothing' | undefined;
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
    this.#disclosures = new Disclosures(db);
    this.#disclose = db.prepare('INSERT INTO ledger_disclosure(seq, digest, text) VALUES (?, ?, ?)');
  }

  /** Opens a case, or makes one whose entry 0 is `first`. @param key of a new case that seals personal data */
  static open(path: string, first: () => Entry, key?: CaseKey): CaseWriter {
    return guarded(path, () => {
      if (!isUnmade(path)) return orClosed(openForWriting(path), (db) => new CaseWriter(path, db, beginWriting));
      const entry = first();
      const writer = orClosed(openUnmade(path), (db) => new CaseWriter(path, db, makeCase));
      if (key !== undefined) writer.db.prepare('INSERT INTO ledger_key(id, key) VALUES (1, ?)').run(key);
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

  /** The text of an entry with what was sealed. */
  told(seq: number): string {
    return guarded(this.path, () => this.#disclosures.openText(seq, this.text(seq)));
  }

  /** What seals entries, in a case that was made so. @throws {AppError} `usage` where its key was erased */
  get sealer(): Sealer | undefined {
    this.#sealer ??= (this.size === 0 ? undefined : sealerOf(this.db, this.entry(0))) ?? 'nothing';
    return this.#sealer === 'nothing' ? undefined : this.#sealer;
  }

  /** An entry as this case speaks of it; see `Sealer.keyed`. @param longTexts of it, which are then in it */
  keyed<T extends Entry>(entry: T, longTexts: readonly string[] = []): T {
    return this.sealer?.keyed(entry, longTexts) ?? entry;
  }

  /** @param plain as `keyed` gives it. What the case seals is taken out of it. */
  append(plain: Entry): number {
    const entry = this.by !== undefined && 'recorded_at' in plain ? { ...plain, recorded_by: this.by } : plain;
    return this.#within(() => {
      const sealed = isSealable(entry) ? this.sealer?.split(entry) : undefined;
      const seq = this.#ledger.append(sealed?.text ?? entryText(entry));
      this.#index.add(entry, seq);
      for (const { digest, text } of sealed?.disclosures ?? [])
        this.#disclose.run(seq, Buffer.from(digest, 'base64url'), text);
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

  /** What was removed from the case and is not to come back. */
  withheld(): Withheld | undefined {
    this.#withheld ??= guarded(this.path, () => withheldIn(this.db, (seq) => this.entry(seq))) ?? 'nothing';
    return this.#withheld === 'nothing' ? undefined : this.#withheld;
  }

  findPart(digest: string): number | undefined {
    return guarded(this.path, () => this.#index.findPart(digest));
  }

  /** To be called now and then while appending: writes what is ready, and commits when enough has gathered. */
  async pause(): Promise<void> {
    if (this.#pending >= TRANSACTION) await this.commit();
    else if (this.#isFull()) await guardedAsync(this.path, () => this.#ledger.settle(WAITING / 2, WAITING_BYTES / 2));
  }

  #isFull(): boolean {
    const { blocks, bytes } = this.#ledger.waiting;
    return blocks > WAITING || bytes > WAITING_BYTES;
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
