import type { CaseKey } from '../../core/case-key.ts';
import { ENTRY_KINDS, type Entry, type RedactEntry } from '../../core/entry.ts';
import { Withheld } from '../../core/withheld.ts';
import type { Db } from '../open.ts';

const REDACT = ENTRY_KINDS.indexOf('redact');

export interface Redaction {
  readonly seq: number;
  readonly entry: RedactEntry;
}

/** What was removed from a case, and why: its `redact` entries in ledger order. */
export function redactionsIn(db: Db, entry: (seq: number) => Entry): readonly Redaction[] {
  const seqs = db.prepare<[number], number>('SELECT seq FROM mark WHERE entry = ? ORDER BY seq').pluck().all(REDACT);
  return seqs.flatMap((seq) => {
    const read = entry(seq);
    return read.entry === 'redact' ? [{ seq, entry: read }] : [];
  });
}

/** The key of a case, where it has one that was not erased. */
export function keyIn(db: Db): CaseKey | undefined {
  return db.prepare<[], Buffer>('SELECT key FROM ledger_key WHERE id = 1').pluck().get();
}

/** What was removed and is not to be recorded again; undefined where nothing was, or the key is gone. */
export function withheldIn(db: Db, entry: (seq: number) => Entry): Withheld | undefined {
  const texts = redactionsIn(db, entry).flatMap(({ entry: { withheld } }) =>
    withheld === undefined ? [] : [withheld],
  );
  const key = texts.length === 0 ? undefined : keyIn(db);
  return key === undefined ? undefined : new Withheld(key, texts);
}
