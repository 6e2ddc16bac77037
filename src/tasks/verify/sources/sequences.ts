import type { SequenceProof } from '../../../core/proof.ts';
import { missingText, type WholeSequence, wholeSequence } from '../../../integrity/sequence-gaps.ts';
import { compareText } from '../../../registry/history/snapshot.ts';
import type { CaseReader } from '../../../store/case-reader.ts';
import type { Receipt } from '../../../store/receipts.ts';
import type { SourceCheck, SourceVerdict } from '../source-check.ts';
import { timesBack } from './brought/clock.ts';
import { debugLogGaps } from './brought/debug-logs.ts';
import { lastWith, namedEvidence } from './brought/receipts.ts';

/** Numbers that a source gave its records: what is missing between them, and records whose time goes back. */
const check: SourceCheck = {
  id: 'sequences',
  *run({ reader }) {
    const sequences = new Map<string, SequenceProof[]>();
    for (const { receipt, proof } of lastWith(reader, 'sequence')) {
      const known = sequences.get(proof.name);
      if (known === undefined) sequences.set(proof.name, [proof]);
      else known.push(proof);
      yield* fileVerdicts(reader, receipt, proof);
    }
    for (const [name, parts] of [...sequences].sort(([a], [b]) => compareText(a, b)))
      yield* sequenceVerdicts(wholeSequence(name, parts));
    yield* debugLogGaps(reader);
  },
};

export default check;

/** What is wrong with the numbers of one piece of evidence, whatever others hold. */
function* fileVerdicts(reader: CaseReader, receipt: Receipt, proof: SequenceProof): Generator<SourceVerdict> {
  const who = `${proof.name}: ${namedEvidence(receipt.evidence)}`;
  const { count, mode, repeated, disordered, unnumbered } = proof;
  if (count === 0) yield gap(`${who}: no record has a number in \`${proof.member}\``);
  else if (unnumbered > 0 && mode === 'dense') yield gap(`${who}: records without a number: ${unnumbered}`);
  if (repeated > 0 && mode === 'dense') yield gap(`${who}: numbers that stand more than once: ${repeated}`);
  if (disordered > 0) yield gap(`${who}: records against the order of their numbers: ${disordered}`);
  for (const message of timesBack(reader, receipt, proof.member)) yield gap(`${who} ${message}`);
}

function* sequenceVerdicts({ name, mode, have, missing, scattered }: WholeSequence): Generator<SourceVerdict> {
  const [first, last] = [have[0]?.[0], have.at(-1)?.[1]];
  if (first === undefined || last === undefined) return;
  if (missing.length > 0) yield gap(`${name}: ${missingText(missing)}`);
  if (scattered) yield gap(`${name}: the numbers are too scattered to say which are missing`);
  // Of numbers that may have gaps nothing can be said.
  if (mode === 'dense' && missing.length === 0 && !scattered)
    yield {
      message: `${name}: every number from ${first} to ${last} is there; before and after them nothing is shown`,
    };
}

function gap(message: string): SourceVerdict {
  return { code: 'I-GAP', message };
}
