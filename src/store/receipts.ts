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

/** All receipts, in ledger order. `entry` reads one; a writer has some that are not in the file yet. */
export function receipts(db: Db, entry: (seq: number) => Entry): Receipt[] {
  const marks = db.prepare<[number, number], { seq: number; entry: number; evidence: number }>(
    'SELECT seq, entry, evidence FROM mark WHERE entry IN (?, ?) ORDER BY seq',
  );
  const found: { seq: number; evidence: EvidenceEntry; end?: EvidenceEndEntry }[] = [];
  const open = new Map<number, { end?: EvidenceEndEntry }>();
  for (const { seq, entry: kind, evidence } of marks.all(EVIDENCE, EVIDENCE_END)) {
    const read = entry(seq);
    if (kind === EVIDENCE && read.entry === 'evidence') {
      const receipt: (typeof found)[number] = { seq, evidence: read };
      found.push(receipt);
      open.set(evidence, receipt);
    } else if (read.entry === 'evidence-end') {
      const receipt = open.get(evidence);
      if (receipt !== undefined) receipt.end = read;
    }
  }
  return found;
}
