import type { EvidenceEntry } from '../../../../core/entry.ts';
import type { Faults, ProofFault } from '../../../../core/proof.ts';
import type { SourceVerdict } from '../../source-check.ts';
import { namedEvidence } from './receipts.ts';

/** What is wrong with evidence, each place by itself as far as they are known. */
export function* faultVerdicts(
  evidence: Pick<EvidenceEntry, 'sha256' | 'name'>,
  { count, first }: Faults,
): Generator<SourceVerdict> {
  const who = namedEvidence(evidence);
  for (const fault of first) yield { code: 'F-SOURCE-CHAIN', message: `${who}${placeOf(fault)}: ${fault.why}` };
  if (count <= first.length) return;
  yield { code: 'F-SOURCE-CHAIN', message: `${who}: and ${count - first.length} more places that do not hold` };
}

/** ` line 92`, ` #/3`. */
function placeOf({ at }: ProofFault): string {
  if (at === '') return '';
  return at.startsWith(':') ? ` line ${at.slice(1)}` : ` ${at}`;
}
