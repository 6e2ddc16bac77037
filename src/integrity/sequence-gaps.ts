import type { SequenceProof } from '../core/proof.ts';
import { countOf, type Ranges, union } from '../core/ranges.ts';

/** One sequence, over all the evidence that holds a part of it. */
export interface WholeSequence {
  readonly name: string;
  readonly mode: SequenceProof['mode'];
  readonly have: Ranges;
  /** Numbers between the first and the last that nothing in evidence has. */
  readonly missing: Ranges;
  readonly scattered: boolean;
}

/** @param parts of one sequence: two exports that overlap, or the files of a log that was rotated */
export function wholeSequence(name: string, parts: readonly SequenceProof[]): WholeSequence {
  const have = union(parts.map(({ ranges }) => ranges));
  const missing = have.slice(1).map(([first], index) => [(have[index]?.[1] ?? first) + 1, first - 1] as const);
  const isDense = parts.every(({ mode }) => mode === 'dense');
  const scattered = parts.some((part) => part.scattered === true);
  return { name, mode: isDense ? 'dense' : 'monotonic', have, missing: isDense ? missing : [], scattered };
}

/** Ranges that a sentence names. */
const NAMED = 10;

/** `1041..1055, 1060 missing (16)`. */
export function missingText(missing: Ranges): string {
  const named = missing.slice(0, NAMED).map(([first, last]) => (first === last ? `${first}` : `${first}..${last}`));
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more ranges` : '';
  return `${named.join(', ')}${more} missing (${countOf(missing)})`;
}
