import type { CaseWriter } from '../store/case-writer.ts';
import type { Receipt } from '../store/receipts.ts';

/** The receipt of evidence whose reading was interrupted. Only the last one can be: its entries stay together. */
export function unfinished(writer: CaseWriter): Receipt | undefined {
  const last = writer.receipts().at(-1);
  return last?.end === undefined ? last : undefined;
}

/** Closes the receipt of an interrupted reading, before anything else is appended. What was read of it is kept. */
export function giveUpUnfinished(writer: CaseWriter): void {
  const open = unfinished(writer);
  if (open === undefined) return;
  writer.append({
    entry: 'evidence-end',
    complete: false,
    counts: { read: 0, recorded: 0, folded: 0, known: 0, problem: 0, ignored: 0 },
    events: 0,
    evidence: open.evidence.sha256,
    ignored: {},
    masked: 0,
    problems: 0,
    sightings: 0,
    states: 0,
  });
}
