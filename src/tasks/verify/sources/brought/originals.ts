import { basename } from 'node:path';
import { canonical } from '../../../../core/canonical.ts';
import type { EvidenceEntry } from '../../../../core/entry.ts';
import { type Json, list, text } from '../../../../core/json.ts';
import { parseChain } from '../../../../integrity/chains/profile.ts';
import { parseSequence } from '../../../../integrity/sequence.ts';
import { type Sniffed, sniff } from '../../../../readers/sniff.ts';
import { fileSource } from '../../../../readers/source.ts';
import { hasProof, proofOf } from '../../../proof/proof.ts';
import type { Declared } from '../../../proof/records.ts';
import type { SourceContext, SourceVerdict } from '../../source-check.ts';
import { namedEvidence, sortedReceipts } from './receipts.ts';

/** Finds out again what the originals say for themselves, and compares it with what the receipts say of that. */
export async function* recheckedOriginals({ reader, originals }: SourceContext): AsyncGenerator<SourceVerdict> {
  for (const { evidence } of sortedReceipts(reader)) {
    const path = originals?.get(evidence.sha256);
    if (path === undefined || !hasSomething(evidence)) continue;
    const again = await proofOfFile(path, evidence);
    if (textOf(again) === textOf(evidence.proof)) continue;
    const message = `${namedEvidence(evidence)}: its receipt does not say what the original says for itself`;
    yield { code: 'F-SOURCE-CHAIN', message };
  }
}

function hasSomething(evidence: EvidenceEntry): boolean {
  return evidence.proof !== undefined || hasProof(evidence.format, declaredIn(evidence));
}

async function proofOfFile(path: string, evidence: EvidenceEntry): Promise<EvidenceEntry['proof']> {
  const source = fileSource(path, basename(path));
  const format = evidence.format === 'unknown' ? undefined : evidence.format;
  const sniffed = insideOf(await sniff(source), list(evidence.options['wrappers']).length);
  return proofOf(source, sniffed, format, declaredIn(evidence));
}

/** With so many wrappers taken off as when it was read. */
function insideOf(sniffed: Sniffed, wrappers: number): Sniffed {
  return sniffed.wrappers.length > wrappers && sniffed.outer !== undefined
    ? insideOf(sniffed.outer, wrappers)
    : sniffed;
}

function declaredIn({ options }: EvidenceEntry): Declared {
  const [chain, sequence] = [text(options['chain']), text(options['sequence'])];
  return {
    ...(chain !== undefined && { chain: parseChain(chain) }),
    ...(sequence !== undefined && { sequence: parseSequence(sequence) }),
  };
}

function textOf(proof: EvidenceEntry['proof']): string {
  return canonical(JSON.parse(JSON.stringify(proof ?? {})) as Json);
}
