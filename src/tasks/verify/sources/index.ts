import type { SourceCheck } from '../source-check.ts';
import attestations from './attestations.ts';
import cacheIndex from './cache-index.ts';
import cloudtrail from './cloudtrail.ts';
import declaredChains from './declared-chains.ts';
import npmSignatures from './npm-signatures.ts';
import sequences from './sequences.ts';

/** Checks 15 and 16, in the order in which they are told. */
export const SOURCE_CHECKS: readonly SourceCheck[] = [
  declaredChains,
  cloudtrail,
  npmSignatures,
  attestations,
  cacheIndex,
  sequences,
];
