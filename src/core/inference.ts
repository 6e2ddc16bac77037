import type { Sha256 } from './digest.ts';
import type { EventMembers } from './event.ts';
import type { Json } from './json.ts';
import type { Citation, Step } from './step.ts';

/** A snapshot of one subject, as an inference sees it. */
export interface StateView {
  readonly subject: string;
  readonly evidence: Sha256;
  /** UTC text; absent where it is not known when the snapshot was taken. */
  readonly taken?: string;
  /** Newest time inside: it was not taken before. */
  readonly newest?: string;
  /** Names of the parts, sorted. */
  readonly parts: readonly string[];
  /** Digest of a part's text. */
  digest(part: string): Sha256 | undefined;
  /** Parsed part; `undefined` where the state has none of that name. */
  value(part: string): Json | undefined;
}

/** Read-only view of the case. Everything comes in the order of the timeline, whatever was ingested first. */
export interface EvidenceView {
  /** Subjects of all states, sorted. */
  subjects(): readonly string[];
  /** States of one subject: by taken time (or the newest time inside), then evidence. */
  states(subject: string): readonly StateView[];
  /** Steps about a package, or all. */
  steps(query?: { readonly package?: string }): Iterable<Step>;
}

/** What follows from several entries. Never stored; recomputed whenever it is asked for. */
export interface Inferred {
  /** What it is about, unique within the inference: makes its id. */
  readonly key: string;
  /** Flat members; grade `derived`, times as `time` or `not_before`/`not_after`. */
  readonly members: EventMembers;
  /** The records that prove it, and each of its bounds. */
  readonly citations: readonly Citation[];
  readonly remarks?: readonly string[];
}

export interface Inference {
  /** Same as the file name. */
  readonly id: string;
  readonly title: string;
  /** Raised when the same evidence would give other inferences. */
  readonly revision: number;
  /** One sentence: what it concludes, from what. */
  readonly reason: string;
  /** @param packages restrict to these where the work would otherwise be wasted; absent: all */
  infer(view: EvidenceView, packages?: ReadonlySet<string>): Iterable<Inferred>;
}
