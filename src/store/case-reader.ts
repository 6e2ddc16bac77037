import type { Entry } from '../core/entry.ts';
import { EntryReader } from './entries.ts';
import { storedHead } from './ledger.ts';
import { type Db, openForReading } from './open.ts';
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
    this.#db = openForReading(path);
    this.entries = new EntryReader(this.#db);
    this.timeline = new TimelineReader(this.#db);
    this.states = new StateReader(this.#db, this.entries);
  }

  receipts(): readonly Receipt[] {
    return receipts(this.#db, (seq) => this.entry(seq));
  }

  entry(seq: number): Entry {
    return this.entries.entry(seq);
  }

  head(): { readonly size: number; readonly root: Buffer } {
    return storedHead(this.#db);
  }

  close(): void {
    this.#db.close();
  }
}
