import { ENTRY_KINDS, type Entry, type EvidenceEndEntry, type EvidenceEntry } from '../core/entry.ts';
import type { Db } from './open.ts';

/** What the case says of one reading of a piece of evidence. */
export interface Receipt {
  readonly seq: number;
  readonly evidence: EvidenceEntry;
  /** Absent: reading was interrupted and not gone on with yet. */
  readonly end?: EvidenceEndEntry;
}

const EVIDENCE = ENTRY_KINDS.indexOf('evidence');
const EVIDENCE_END = ENTRY_KINDS.indexOf('evidence-end');

type Growing = Omit<Receipt, 'end'> & { end?: EvidenceEndEntry };

/** Gathers receipts from entries, in ledger order. */
export class Receipts {
  readonly #all: Growing[] = [];
  readonly #last = new Map<string, Growing>();

  get all(): readonly Receipt[] {
    return this.#all;
  }

  add(seq: number, entry: Entry): void {
    if (entry.entry === 'evidence') {
      const receipt: Growing = { seq, evidence: entry };
      this.#all.push(receipt);
      this.#last.set(entry.sha256, receipt);
    } else if (entry.entry === 'evidence-end') {
      const receipt = this.#last.get(entry.evidence);
      if (receipt !== undefined) receipt.end = entry;
    }
  }
}

/** All receipts of a case. `entry` reads one of its entries. */
export function receiptsIn(db: Db, entry: (seq: number) => Entry): Receipts {
  const marks = db.prepare<[number, number], number>('SELECT seq FROM mark WHERE entry IN (?, ?) ORDER BY seq').pluck();
  const receipts = new Receipts();
  for (const seq of marks.all(EVIDENCE, EVIDENCE_END)) receipts.add(seq, entry(seq));
  return receipts;
}

const HISTORY = ENTRY_KINDS.indexOf('history');

/** Numbers of the entries that say what was done with the case. */
export function historyIn(db: Db): readonly number[] {
  return db.prepare<[number], number>('SELECT seq FROM mark WHERE entry = ? ORDER BY seq').pluck().all(HISTORY);
}
