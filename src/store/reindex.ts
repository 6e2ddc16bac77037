import type { Entry } from '../core/entry.ts';
import { Disclosures } from './disclosures.ts';
import { allEntries, damaged, parseEntry } from './entries.ts';
import { IndexWriter } from './index-writer.ts';
import { type Db, guarded, openForWriting } from './open.ts';
import { INDEX_TABLES } from './schema.ts';

/** Empties the index and derives it again, in one transaction: it is the old one or the new one. Gives the size. */
export function reindex(path: string, progress: (done: number) => void): number {
  const db = openForWriting(path);
  try {
    return guarded(path, () => {
      db.exec('BEGIN IMMEDIATE');
      const done = rebuild(db, progress);
      db.exec('COMMIT');
      return done;
    });
  } finally {
    db.close();
  }
}

/** Derives the index of an open case, within the transaction of the caller. A redacted entry has no rows. */
export function rebuild(db: Db, progress: (done: number) => void): number {
  for (const table of INDEX_TABLES) db.exec(`DELETE FROM ${table}`);
  const writer = new IndexWriter(db);
  const disclosures = new Disclosures(db);
  let done = 0;
  for (const { seq, text } of allEntries(db)) {
    if (text !== '') add(writer, seq, () => disclosures.open(seq, text, parseEntry(seq, text)));
    done = seq + 1;
    if (done % 20_000 === 0) {
      writer.flush();
      progress(done);
    }
  }
  writer.flush();
  return done;
}

function add(writer: IndexWriter, seq: number, read: () => Entry): void {
  try {
    writer.add(read(), seq);
  } catch (error) {
    throw error instanceof TypeError || error instanceof RangeError ? damaged(`entry ${seq}`, { cause: error }) : error;
  }
}
