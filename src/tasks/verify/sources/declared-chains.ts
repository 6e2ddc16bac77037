import type { EvidenceEntry } from '../../../core/entry.ts';
import type { ChainProof } from '../../../core/proof.ts';
import type { CaseReader } from '../../../store/case-reader.ts';
import { UNDECLARED } from '../../proof/proof.ts';
import type { SourceCheck, SourceVerdict } from '../source-check.ts';
import { faultVerdicts } from './brought/faults.ts';
import { recheckedOriginals } from './brought/originals.ts';
import { namedEvidence, sortedReceipts } from './brought/receipts.ts';

/** Chains of hashes in the records of others, as they were declared at ingest, or as a log itself says. */
const check: SourceCheck = {
  id: 'declared-chains',
  async *run(context) {
    for (const { evidence, chain } of chainsIn(context.reader)) yield* chainVerdicts(evidence, chain);
    yield* recheckedOriginals(context);
  },
};

export default check;

interface Found {
  readonly evidence: EvidenceEntry;
  readonly chain: ChainProof;
}

/** Each declaration once. That nobody had declared one does not count any more once somebody has. */
function chainsIn(reader: CaseReader): readonly Found[] {
  const found = new Map<string, Found>();
  const declared = new Set<string>();
  for (const { evidence } of sortedReceipts(reader)) {
    const chain = evidence.proof?.chain;
    if (chain === undefined) continue;
    found.set(`${evidence.sha256} ${chain.profile}`, { evidence, chain });
    if (chain.profile !== UNDECLARED) declared.add(evidence.sha256);
  }
  return [...found.values()].filter(
    ({ evidence, chain }) => chain.profile !== UNDECLARED || !declared.has(evidence.sha256),
  );
}

function* chainVerdicts(evidence: EvidenceEntry, chain: ChainProof): Generator<SourceVerdict> {
  const who = namedEvidence(evidence);
  if (chain.profile === UNDECLARED) {
    const how = 'ingest it again with --chain';
    yield unchecked(`${who}: its records are chained by hashes, and nobody declared how; ${how}`);
    return;
  }
  yield* faultVerdicts(evidence, chain.faults);
  if (chain.faults.count > 0) return;
  if (chain.entries === 0) yield unchecked(`${who}: declared as ${chain.profile}, and no record has such a hash`);
  else yield { message: provenText(who, chain) };
  if (chain.open === true)
    yield { code: 'I-GAP', message: `${who}: the log has no end line: entries may be missing at its end` };
}

function unchecked(message: string): SourceVerdict {
  return { code: 'I-CHAIN-NOT-CHECKED', message };
}

/** Whoever can write the log can make its chain anew: only a head that was noted elsewhere shows more. */
function provenText(who: string, { profile, entries, head }: ChainProof): string {
  const what = `${entries} ${entries === 1 ? 'entry' : 'entries'} chained (${profile})`;
  return `${who}: ${what}, consistent in itself; its head ${head ?? 'is not known'} is confirmed by nothing from outside`;
}
