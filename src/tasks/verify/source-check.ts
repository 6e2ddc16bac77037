import type { Sha256 } from '../../core/digest.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import type { CheckCode } from '../../store/verify/finding.ts';

/** One thing a check of a source says: a finding with its code, or, without one, what was proven. */
export interface SourceVerdict {
  readonly code?: CheckCode;
  /** A sentence with the evidence it stands in (`EV-1a2b3c4d`), the subject, and what does not hold. */
  readonly message: string;
}

/** What a check of a source may look at. Nothing is fetched; there is no clock but `now`. */
export interface SourceContext {
  readonly reader: CaseReader;
  /** Microseconds: the moment that ages are counted to (`--now`, else the clock of the cli). */
  readonly now: number;
  /** Microseconds: what people vouch for may be no older (`--max-age`). */
  readonly maxAge?: number;
  /** Where the originals lie that were given (`--evidence`), by the digest of the file. They are those of the case. */
  readonly originals?: ReadonlyMap<Sha256, string>;
}

/**
 * Checks 15 and 16 of `verify`: a chain, signature, checksum or sequence that the evidence itself brought along.
 * Reads the case, and the originals where they were given. Verdicts come in an order that does not depend on what was ingested first.
 */
export interface SourceCheck {
  readonly id: string;
  run(context: SourceContext): AsyncIterable<SourceVerdict> | Iterable<SourceVerdict>;
}
