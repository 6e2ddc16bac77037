import type { CaseKey } from '../core/case-key.ts';
import type { Entry, HistoryEntry } from '../core/entry.ts';
import { type Change, changesIn } from './changes.ts';
import { EntryReader } from './entries.ts';
import { storedHead } from './ledger.ts';
import { type Db, guarded, openForReading, orClosed } from './open.ts';
import { TimelineReader } from './query.ts';
import { historyIn, type Receipt, receiptsIn } from './receipts.ts';
import { keyIn, type Redaction, redactionsIn } from './redact/redactions.ts';
import { StateReader } from './states.ts';

/** A case opened for reading: refuses one with side files, never writes. */
export class CaseReader {
  readonly #db: Db;
  readonly entries: EntryReader;
  readonly timeline: TimelineReader;
  readonly states: StateReader;

  constructor(path: string) {
    this.#db = openForReading(path);
    // One transaction: all questions see one state, and the file is not locked anew for each of thousands.
    guarded(path, () => orClosed(this.#db, (db) => db.exec('BEGIN')));
    [this.entries, this.timeline, this.states] = guarded(path, () => orClosed(this.#db, readersOf));
  }

  receipts(): readonly Receipt[] {
    return guarded(this.#db.name, () => receiptsIn(this.#db, (seq) => this.entry(seq)).all);
  }

  entry(seq: number): Entry {
    return this.entries.entry(seq);
  }

  /** What was done with the case, in ledger order. */
  history(): readonly HistoryEntry[] {
    const numbers = guarded(this.#db.name, () => historyIn(this.#db));
    return numbers.map((seq) => this.entry(seq)).filter((entry) => entry.entry === 'history');
  }

  /** Every entry that a command left, beside what it read: receipts, notes, acknowledgements, redactions. */
  changes(): readonly Change[] {
    return guarded(this.#db.name, () => changesIn(this.#db, (seq) => this.entry(seq)));
  }

  /** What was removed on purpose, in ledger order. An entry without its text is named in one of them. */
  redactions(): readonly Redaction[] {
    return guarded(this.#db.name, () => redactionsIn(this.#db, (seq) => this.entry(seq)));
  }

  key(): CaseKey | undefined {
    return guarded(this.#db.name, () => keyIn(this.#db));
  }

  head(): { readonly size: number; readonly root: Buffer } {
    return guarded(this.#db.name, () => storedHead(this.#db));
  }

  /** Keeps less in memory from here on: 2 MB of pages, and no answers. */
  keepLess(): void {
    this.timeline.keepLess();
    this.#db.pragma('cache_size = -2048');
  }

  close(): void {
    this.#db.close();
  }
}

function readersOf(db: Db): [EntryReader, TimelineReader, StateReader] {
  const entries = new EntryReader(db);
  return [entries, new TimelineReader(db), new StateReader(db, entries)];
}
