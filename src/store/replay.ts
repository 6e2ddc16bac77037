import type { Entry } from '../core/entry.ts';
import type { Sealer } from '../core/sealer.ts';
import { sealerOf } from './case-seal.ts';
import type { CaseWriter, PackedAppend } from './case-writer.ts';
import { EntryReader } from './entries.ts';
import type { SoughtRow } from './index-writer.ts';
import { type Db, guarded } from './open.ts';

/** What a reading writes into. */
export type ReadingTarget = Pick<
  CaseWriter,
  'size' | 'told' | 'find' | 'findPart' | 'append' | 'appendRaw' | 'packed' | 'withheld' | 'sealer' | 'keyed'
>;

/** More comes of the evidence than the case holds. */
export class ReplayEnded extends Error {}

/**
 * A case as it was when a reading had just been finished, for making that reading again: what comes of it is compared
 * with the entries that are there, as when an interrupted reading is gone on with. Nothing is written.
 */
export class Replay implements ReadingTarget {
  readonly size: number;
  readonly sealer: Sealer | undefined;
  readonly #path: string;
  readonly #entries: EntryReader;
  readonly #find;
  readonly #part;
  /** The entry that was asked for last. */
  asked = 0;

  /** @param end number of the entry that closed the reading. */
  constructor(db: Db, end: number) {
    this.size = end;
    this.#path = db.name;
    this.#entries = new EntryReader(db);
    this.sealer = guarded(db.name, () => sealerOf(db, this.#entries.entry(0)));
    this.#find = db
      .prepare<[number, Buffer], number>('SELECT seq FROM timeline WHERE sort = ? AND id = ? ORDER BY seq')
      .pluck();
    this.#part = db.prepare<[Buffer], number>('SELECT seq FROM mark WHERE digest = ? ORDER BY seq LIMIT 1').pluck();
  }

  told(seq: number): string {
    this.asked = seq;
    return this.#entries.told(seq);
  }

  keyed<T extends Entry>(entry: T, longTexts: readonly string[] = []): T {
    return this.sealer?.keyed(entry, longTexts) ?? entry;
  }

  find({ sort, id }: SoughtRow): readonly number[] {
    return guarded(this.#path, () => this.#find.all(sort, id));
  }

  findPart(digest: string): number | undefined {
    return guarded(this.#path, () => this.#part.get(Buffer.from(digest, 'hex')));
  }

  append(): number {
    throw new ReplayEnded();
  }

  /** It stands there already: a digest in the entry says so. */
  appendRaw(): string {
    return '';
  }

  packed(): PackedAppend {
    return () => this.append();
  }

  /** What was removed since then is for the caller to mind. */
  withheld(): undefined {
    return undefined;
  }
}
