import { type Entry, entryText } from '../core/entry.ts';
import { opened } from '../core/sealer.ts';
import type { Db } from './open.ts';

/** Begins the text of a sealed entry, or the event in it. */
const MARK = '"_sd":[';

/** What stands beside sealed entries. Where a case has none, nothing is looked up. */
export class Disclosures {
  readonly #texts;

  constructor(db: Db) {
    this.#texts = db
      .prepare<[number], string>('SELECT text FROM ledger_disclosure WHERE seq = ? ORDER BY digest')
      .pluck();
  }

  /** Texts of what stands beside an entry. */
  of(seq: number): readonly string[] {
    return this.#texts.all(seq);
  }

  /** The entry with what its disclosures say. @param text its text in the ledger */
  open(seq: number, text: string, entry: Entry): Entry {
    return isSealed(text) ? opened(entry, this.of(seq)) : entry;
  }

  /** The text of the entry with what its disclosures say. */
  openText(seq: number, text: string): string {
    return isSealed(text) ? entryText(opened(JSON.parse(text) as Entry, this.of(seq))) : text;
  }
}

/** A record may hold the mark too, but there its quotation marks have backslashes. */
function isSealed(text: string): boolean {
  return text.includes(MARK);
}
