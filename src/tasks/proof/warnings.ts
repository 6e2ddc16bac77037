import type { Faults, SourceProof } from '../../core/proof.ts';
import { UNDECLARED } from './proof.ts';

/** What to say at ingest of evidence whose own proof does not hold, or could not be looked at. */
export function proofWarnings(proof: SourceProof | undefined): string[] {
  const { chain, checksums, content, sequence } = proof ?? {};
  const isUndeclared = chain?.profile === UNDECLARED;
  return [
    ...(isUndeclared
      ? ['its records are chained by hashes, and nobody said how: not checked. Say it with --chain']
      : []),
    ...broken(`its chain (${chain?.profile ?? ''}) does not hold`, chain?.faults),
    ...broken('checksums of its lines do not hold', checksums?.faults),
    ...(chain !== undefined && !isUndeclared && chain.entries === 0
      ? [`no record of it has the hash of ${chain.profile}: not checked`]
      : []),
    ...(sequence?.count === 0 ? [`no record of it has a number in \`${sequence.member}\``] : []),
    ...(content?.damage === undefined ? [] : [`not as CloudTrail wrote it: ${content.damage}`]),
  ];
}

function broken(what: string, faults: Faults | undefined): string[] {
  const [first] = faults?.first ?? [];
  if (faults === undefined || first === undefined) return [];
  return [`${what} in ${faults.count} ${faults.count === 1 ? 'place' : 'places'}; the first: ${first.at} ${first.why}`];
}
