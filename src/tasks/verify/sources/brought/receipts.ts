import type { EvidenceEntry } from '../../../../core/entry.ts';
import type { SourceProof } from '../../../../core/proof.ts';
import { compareText } from '../../../../registry/history/snapshot.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { Receipt } from '../../../../store/receipts.ts';

/** `EV-1a2b3c4d`. */
export function idOf({ sha256 }: Pick<EvidenceEntry, 'sha256'>): string {
  return `EV-${sha256.slice(0, 8)}`;
}

/** `EV-1a2b3c4d audit.jsonl`, as sentences name evidence. */
export function namedEvidence(evidence: Pick<EvidenceEntry, 'sha256' | 'name'>): string {
  return `${idOf(evidence)} ${evidence.name}`;
}

/** Receipts in an order that does not depend on what was ingested first; of several readings, in their own order. */
export function sortedReceipts(reader: CaseReader): readonly Receipt[] {
  return [...reader.receipts()].sort(
    (a, b) =>
      compareText(a.evidence.name, b.evidence.name) ||
      compareText(a.evidence.sha256, b.evidence.sha256) ||
      a.seq - b.seq,
  );
}

/** One receipt of each piece of evidence: the last one that holds what is asked for. */
export function* lastWith<K extends keyof SourceProof>(
  reader: CaseReader,
  kind: K,
): Generator<{ readonly receipt: Receipt; readonly proof: NonNullable<SourceProof[K]> }> {
  const found = new Map<string, { receipt: Receipt; proof: NonNullable<SourceProof[K]> }>();
  for (const receipt of sortedReceipts(reader)) {
    const proof = receipt.evidence.proof?.[kind];
    if (proof !== undefined) found.set(receipt.evidence.sha256, { receipt, proof });
  }
  yield* found.values();
}
