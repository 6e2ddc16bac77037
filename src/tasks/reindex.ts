import { EXIT } from '../core/errors.ts';
import { type Report, textReport } from '../core/report.ts';
import { reindex as rebuild } from '../store/reindex.ts';

/** Derives the index again from the ledger. */
export function reindex(db: string, progress: (line: string) => void): Report {
  const size = rebuild(db, (done) => progress(`${done.toLocaleString('en')} entries`));
  return textReport([{ text: `index derived again from ${size} entries` }], { size }, EXIT.ok);
}
