import { countOf, isRanges, type Ranges } from '../core/ranges.ts';
import type { Line } from '../core/report.ts';
import type { CaseReader } from '../store/case-reader.ts';

/** What a story lacks because it was removed on purpose. Its place in the story is gone with it. */
export interface Redacted {
  readonly entries: number;
  readonly lines: readonly Line[];
}

const NOTHING: Redacted = { entries: 0, lines: [] };

/** By reason, in the order of the ledger. */
export function redactedOf(reader: CaseReader): Redacted {
  const redactions = reader.redactions();
  if (redactions.length === 0) return NOTHING;
  const byReason = new Map<string, Counted>();
  for (const { entry } of redactions) {
    const before = byReason.get(entry.reason) ?? { texts: 0, sealed: 0 };
    byReason.set(entry.reason, {
      texts: before.texts + count(entry.seqs),
      sealed: before.sealed + count(entry.sealed),
    });
  }
  const entries = [...byReason.values()].reduce((sum, { texts, sealed }) => sum + texts + sealed, 0);
  return { entries, lines: [...byReason].map(([reason, counted]) => line(reason, counted)) };
}

interface Counted {
  readonly texts: number;
  readonly sealed: number;
}

function count(ranges: Ranges = []): number {
  return isRanges(ranges) ? countOf(ranges) : 0;
}

function line(reason: string, { texts, sealed }: Counted): Line {
  const parts = [
    texts === 0 ? '' : `${entriesText(texts)} not told`,
    sealed === 0 ? '' : `values of ${entriesText(sealed)}`,
  ].filter((text) => text !== '');
  return { text: `[redacted: ${reason}] ${parts.join(', ')}`, style: 'warning' };
}

function entriesText(number: number): string {
  return number === 1 ? '1 entry' : `${number} entries`;
}
