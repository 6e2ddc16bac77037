import type { Entry } from '../core/entry.ts';
import { EntryReader } from './entries.ts';
import { storedHead } from './ledger.ts';
import { type Db, guarded, openForReading } from './open.ts';
import { TimelineReader } from './query.ts';
import { type Receipt, receipts } from './receipts.ts';
import { StateReader } from './states.ts';

/** A case opened for reading: refuses one with side files, never writes. */
export class CaseReader {
  readonly #db: Db;
  readonly entries: EntryReader;
  readonly timeline: TimelineReader;
  readonly states: StateReader;

  constructor(path: string) {
    const db = openForReading(path);
    this.#db = db;
    this.entries = guarded(path, () => new EntryReader(db));
    this.timeline = guarded(path, () => new TimelineReader(db));
    this.states = guarded(path, () => new StateReader(db, this.entries));
  }

  receipts(): readonly Receipt[] {
    return guarded(this.#db.name, () => receipts(this.#db, (seq) => this.entry(seq)));
  }

  entry(seq: number): Entry {
    return this.entries.entry(seq);
  }

  head(): { readonly size: number; readonly root: Buffer } {
    return guarded(this.#db.name, () => storedHead(this.#db));
  }

  close(): void {
    this.#db.close();
  }
}
