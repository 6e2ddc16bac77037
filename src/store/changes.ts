import { ENTRY_KINDS, type Entry } from '../core/entry.ts';
import type { Db } from './open.ts';

/** An entry that a command left. */
export interface Change {
  readonly seq: number;
  readonly entry: Entry;
}

const KINDS = ['case', 'evidence', 'evidence-end', 'withdraw', 'redact', 'history'] as const;
/** What a note has in place of evidence. */
const NOTE = 'note';

/** The entries that say what was done with the case, in ledger order. A redacted note is not among them. */
export function changesIn(db: Db, entry: (seq: number) => Entry): readonly Change[] {
  const kinds = KINDS.map((kind) => ENTRY_KINDS.indexOf(kind)).join(', ');
  const marks = db.prepare<[], number>(`SELECT seq FROM mark WHERE entry IN (${kinds})`).pluck().all();
  const notes = db
    .prepare<[string], number>('SELECT seq FROM timeline WHERE evidence = (SELECT id FROM string WHERE text = ?)')
    .pluck()
    .all(NOTE);
  return [...marks, ...notes].sort((a, b) => a - b).map((seq) => ({ seq, entry: entry(seq) }));
}
