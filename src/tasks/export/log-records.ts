import type { Redaction } from '../../core/audit-log.ts';
import { inRanges, union } from '../../core/ranges.ts';
import type { CaseReader } from '../../store/case-reader.ts';

/** What becomes an entry of the log. */
export type LogRecord =
  /** Canonical text of the entry of the case. */
  { readonly text: string } | { readonly seq: number; readonly why: Redaction };

/** Entries that are read together: those of many files stand mixed in time, and a block is unpacked once for all. */
const TOGETHER = 2048;

/**
 * The entries of a case that tell an event, in the order of the timeline, never that in which they were ingested. After
 * them those whose text was taken out: nobody knows any more when that was, nor whether it was an event.
 */
export function* recordsOf(reader: CaseReader): Generator<LogRecord> {
  let seqs: number[] = [];
  for (const { seq } of reader.timeline.events({})) {
    seqs.push(seq);
    if (seqs.length < TOGETHER) continue;
    yield* textsOf(reader, seqs);
    seqs = [];
  }
  yield* textsOf(reader, seqs);
  yield* redactedIn(reader);
}

function textsOf(reader: CaseReader, seqs: readonly number[]): LogRecord[] {
  const texts = new Map<number, string>();
  for (const seq of [...seqs].sort((a, b) => a - b)) texts.set(seq, reader.entries.text(seq));
  return seqs.map((seq) => ({ text: texts.get(seq) ?? '' }));
}

function* redactedIn(reader: CaseReader): Generator<LogRecord> {
  const redactions = reader.redactions().map(({ entry }) => entry);
  for (const [first, last] of union(redactions.map(({ seqs = [] }) => seqs))) {
    for (let seq = first; seq <= last; seq++) {
      const by = redactions.find(({ seqs = [] }) => inRanges(seqs, seq));
      if (by === undefined || reader.entries.text(seq) !== '') continue;
      const { authority, reason, recorded_at: ts } = by;
      yield { seq, why: { ...(authority !== undefined && { authority }), reason, ts } };
    }
  }
}
