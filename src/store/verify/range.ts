import type { Entry } from '../../core/entry.ts';
import type { PackedFindings } from './finding.ts';

/** A stretch of the ledger that is checked by itself: what falls into one chunk of postings. */
export interface RangeTask {
  readonly kind: 'range';
  readonly chunk: number;
  /** The first block that is read again; 0 where all are. */
  readonly from: number;
  /** Sizes at which a root will be asked for. */
  readonly sizes: readonly number[];
  /** Whether every entry must be in canonical form. */
  readonly deep: boolean;
  /** Whether the index is compared: it was derived by this revision. */
  readonly index: boolean;
  /** Whether rows are looked up in SQLite's own indexes, because nobody else compares these with the tables. */
  readonly lookUp: boolean;
}

/** SQLite's own look at the file. */
export interface FileTask {
  readonly kind: 'file';
  /** With indexes compared with their tables. */
  readonly full: boolean;
}

/** The long raw texts, each against its digest. */
export interface RawTask {
  readonly kind: 'raw';
}

/** What can be done by any thread that has the file open, in any order. */
export type VerifyTask = RangeTask | FileTask | RawTask;

/** A block's hashes, computed; leaves only where a root is asked for within it. */
export interface BlockHash {
  readonly first: number;
  readonly root: Uint8Array;
  readonly leaves?: Uint8Array;
}

/** An entry that matters to the case as a whole. */
export interface Notable {
  readonly seq: number;
  readonly entry: Entry;
}

/** A sealed value of which an entry holds the digest, and that does not stand beside it. */
export interface Absent {
  readonly seq: number;
  /** See `shortDigest`. */
  readonly digest: string;
}

export interface RangeResult {
  readonly kind: 'range';
  readonly chunk: number;
  readonly findings: PackedFindings;
  readonly blocks: readonly BlockHash[];
  /** Leaves of the entries behind the last block, one behind the other. */
  readonly tail: Uint8Array;
  readonly entries: number;
  /** Whether the index was compared. */
  readonly index: boolean;
  /** Rows of the index that were looked at. */
  readonly rows: { readonly timeline: number; readonly mark: number; readonly posting: number; readonly span: number };
  /** See `FirstUse`. */
  readonly strings: { readonly low: number; readonly high: number; readonly seq: number };
  readonly notable: readonly Notable[];
  /** Redacted entries. */
  readonly gaps: readonly number[];
  /** Digests of the long raw texts that entries speak of. */
  readonly raw: readonly string[];
  /** Sealed values that are missing. */
  readonly absent: readonly Absent[];
  /** Sealed values that were looked at. */
  readonly disclosures: number;
}

export interface FileResult {
  readonly kind: 'file';
  readonly findings: PackedFindings;
}

export interface RawResult {
  readonly kind: 'raw';
  readonly findings: PackedFindings;
  /** Digests of the long raw texts that are there. */
  readonly digests: readonly string[];
}

export type VerifyPart = RangeResult | FileResult | RawResult;
