import type { Entry } from '../../../../core/entry.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { Receipt } from '../../../../store/receipts.ts';

/** The entries of one reading of evidence: they stand together behind its receipt. What was redacted is passed by. */
export function* entriesOf(reader: CaseReader, { seq }: Pick<Receipt, 'seq'>): Generator<Entry> {
  for (let next = seq + 1; next < reader.entries.size; next++) {
    const entry = readable(reader, next);
    if (entry?.entry === 'evidence' || entry?.entry === 'evidence-end') return;
    if (entry !== undefined) yield entry;
  }
}

function readable(reader: CaseReader, seq: number): Entry | undefined {
  try {
    return reader.entry(seq);
  } catch {
    return undefined;
  }
}

/** The source record behind an entry, masked; nothing where it stands in a part, or is not text. */
export function rawOf(reader: CaseReader, entry: Entry): string | undefined {
  if (!('raw' in entry) && !('raw_sha256' in entry)) return undefined;
  return entry.raw ?? (entry.raw_sha256 === undefined ? undefined : reader.entries.raw(entry.raw_sha256));
}
