import type { Sha256 } from './digest.ts';
import type { Ranges } from './ranges.ts';

/**
 * What the bytes of a piece of evidence say for themselves. It is found at ingest, before anything is masked, and stands
 * in the receipt: the case holds masked records only, and the originals may be gone when `verify` runs.
 */
export interface SourceProof {
  readonly chain?: ChainProof;
  readonly checksums?: ChecksumProof;
  /** Of evidence that others name by the hash of what is in its compression: CloudTrail. */
  readonly content?: ContentProof;
  readonly sequence?: SequenceProof;
}

/** Something that does not hold. */
export interface ProofFault {
  /** Behind the id of the evidence: `:17`, `#/3`. */
  readonly at: string;
  readonly why: string;
}

/** Faults that are kept one by one; all are counted. */
export const MOST_FAULTS = 20;

export interface Faults {
  readonly count: number;
  /** The first of them. */
  readonly first: readonly ProofFault[];
}

/** A chain of hashes in the records. */
export interface ChainProof {
  /** As it was declared; `undeclared` where the records have one and nobody said which. */
  readonly profile: string;
  readonly entries: number;
  readonly faults: Faults;
  /** Hash of the last entry, or the root over all: what to compare with whoever wrote the log. */
  readonly head?: string;
  /** The log has no end: entries may be missing there. */
  readonly open?: true;
}

/** Lines that have their own checksum. */
export interface ChecksumProof {
  readonly lines: number;
  readonly faults: Faults;
}

/** The bytes after decompression. */
export interface ContentProof {
  readonly sha256: Sha256;
  /** What is wrong with the compressed data, such as bytes behind its end. */
  readonly damage?: string;
}

/** The numbers that a source gave its records. */
export interface SequenceProof {
  /** Whose numbers they are: evidence of one name is one sequence. */
  readonly name: string;
  /** The member that holds the number. */
  readonly member: string;
  readonly mode: SequenceMode;
  readonly count: number;
  readonly ranges: Ranges;
  /** The numbers lie in more ranges than are kept: what is missing cannot be said. */
  readonly scattered?: true;
  /** Numbers that stand more than once. */
  readonly repeated: number;
  /** Records that stand against the order of the others. */
  readonly disordered: number;
  /** Records without such a number. */
  readonly unnumbered: number;
}

/** `dense`: each number once, so that one that is missing was taken out. `monotonic`: they rise, and gaps are normal. */
export type SequenceMode = 'dense' | 'monotonic';
