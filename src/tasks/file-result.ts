import type { Counts } from '../core/entry.ts';
import type { Skipped } from '../readers/discover.ts';
import type { NamedProblem } from './recorder.ts';

/** What became of one file. */
export interface FileResult {
  readonly name: string;
  readonly sha256: string;
  readonly status: 'read' | 'known' | 'refused' | 'unknown' | 'interrupted';
  readonly format: string;
  readonly title: string;
  /** What it is wrapped in, outermost first; absent where it is in nothing. */
  readonly wrappers?: readonly string[];
  readonly counts: Counts;
  readonly events: number;
  readonly problems: number;
  /** The first of them. */
  readonly named: readonly NamedProblem[];
  readonly masked: number;
  /** When the snapshot was taken, or the days that the log covers; empty: not known. */
  readonly taken: string;
  /** How that is known, for a snapshot. */
  readonly takenBasis?: string;
  readonly remark?: string;
  /** What to know about it though every record was understood. */
  readonly warnings?: readonly string[];
}

/** A file that the system refused to read, and what it said. What was read of it before is kept. */
export interface Failed {
  readonly name: string;
  readonly reason: string;
}

export interface IngestResult {
  readonly files: readonly FileResult[];
  readonly failed: readonly Failed[];
  /** Mappings, and members of archives that are no evidence. */
  readonly passed: readonly Skipped[];
  readonly size: number;
  readonly root: Buffer;
  /** What the case seals. */
  readonly sealed: readonly string[];
  readonly interrupted: boolean;
}
