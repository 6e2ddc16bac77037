import { realpathSync } from 'node:fs';
import type { CaseKey } from '../../core/case-key.ts';
import { AppError } from '../../core/errors.ts';
import { CaseWriter } from '../case-writer.ts';
import { storedHead } from '../ledger.ts';
import { type Db, guardedAsync, makeCase, openForWriting, openUnmade } from '../open.ts';
import { rebuild } from '../reindex.ts';
import { copyLedger, type Gone } from './copy.ts';
import { type OldFile, Swap } from './swap.ts';

export interface Rewriting {
  /** Entries the case had when it was decided what is to go. */
  readonly size: number;
  readonly gone: Gone;
  /** Key of the new case; undefined: none, or it is erased with this. */
  readonly key: CaseKey | undefined;
  /** Appends to the new case what says why. */
  readonly append: (writer: CaseWriter) => void;
  readonly progress: (what: string, entries: number) => void;
}

export interface Rewritten {
  readonly size: number;
  readonly root: Buffer;
  readonly old: OldFile;
}

/**
 * Writes a case anew without some of what it holds, and puts the new file in the place of the old one. Nothing of what
 * goes ever comes into the new file, so no free page and no unused space of a page can hold it. Whenever this is
 * interrupted, the case is the old one or the new one.
 * @throws {AppError} `case-busy`, `case-damaged`, `case-unwritable`, `disk-full`
 */
export async function rewriteCase(named: string, rewriting: Rewriting): Promise<Rewritten> {
  openForWriting(named).close();
  return guardedAsync(named, async () => {
    // A link must not be replaced by a file, and what it points to be left behind.
    const swap = new Swap(realpathSync(named));
    try {
      const head = await inPlaceOf(swap, rewriting);
      return { ...head, old: swap.destroyOld() };
    } finally {
      swap.close();
    }
  });
}

/** Nobody reads or writes the old file meanwhile: what was read of it later would be gone. */
async function inPlaceOf(swap: Swap, rewriting: Rewriting): Promise<Omit<Rewritten, 'old'>> {
  const db = openForWriting(swap.path);
  try {
    db.exec('BEGIN EXCLUSIVE');
    if (storedHead(db).size !== rewriting.size)
      throw new AppError('case-busy', `something was added to ${swap.path} just now`, 'run the same command again');
    swap.begin();
    copyCase(db, swap.fresh, rewriting);
    const head = await finished(swap.fresh, rewriting);
    swap.swap();
    return head;
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
    db.close();
  }
}

async function finished(fresh: string, { append }: Rewriting): Promise<Omit<Rewritten, 'old'>> {
  const writer = CaseWriter.open(fresh, () => {
    throw new Error('the copy is no case');
  });
  try {
    append(writer);
    const head = writer.head();
    await writer.close();
    return head;
  } finally {
    if (writer.db.open) writer.abandon();
  }
}

function copyCase(from: Db, fresh: string, { gone, key, progress }: Rewriting): void {
  const to = openUnmade(fresh);
  try {
    makeCase(to);
    if (key !== undefined) to.prepare('INSERT INTO ledger_key(id, key) VALUES (1, ?)').run(key);
    copyLedger(from, to, gone, (entries) => progress('copied', entries));
    rebuild(to, (entries) => progress('indexed', entries));
    to.exec('COMMIT');
  } finally {
    to.close();
  }
}
