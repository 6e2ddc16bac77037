import { unpackDigests } from '../../core/disclosure.ts';
import type { Entry, RedactEntry } from '../../core/entry.ts';
import { inRanges, isRanges, type Ranges, rangesOf, union } from '../../core/ranges.ts';
import type { Findings } from './finding.ts';
import { RemovedValues } from './removed-values.ts';

/** A redact entry, as far as a file from elsewhere can be believed. */
interface Logged {
  readonly seq: number;
  readonly seqs: Ranges;
  readonly sealed: Ranges;
  /** Of the sealed values, see `shortDigest`. */
  readonly digests: readonly string[];
}

/** What a redact entry says was removed; nothing where it names what is not before it, or has another shape. */
function loggedBy(seq: number, entry: RedactEntry, findings: Findings): Logged {
  const { seqs = [], sealed = [] } = entry;
  const digests = unpackDigests(entry.digests ?? '');
  const isBefore = (ranges: Ranges): boolean => isRanges(ranges) && (ranges.at(-1)?.[1] ?? -1) < seq;
  if (isBefore(seqs) && isBefore(sealed) && digests !== undefined) return { seq, seqs, sealed, digests };
  findings.add('F-LEDGER', `seq ${seq}: a redact entry names entries before itself, in order, and digests`);
  return { seq, seqs: [], sealed: [], digests: [] };
}

/**
 * Check 11: an entry without its text is named by a newer `redact` entry. Its leaf counts as it is stored: the root
 * proves that. Knows nothing of blocks; a walk over the ledger calls it for every entry, in order.
 */
export class RedactedCheck {
  readonly #findings: Findings;
  readonly #gaps: number[] = [];
  readonly #logged: Logged[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** An entry whose text is empty. */
  gap(seq: number): void {
    if (seq === 0) this.#findings.add('F-LEDGER', 'seq 0: says which case this is, and is never redacted');
    this.#gaps.push(seq);
  }

  /** An entry that has its text. */
  entry(seq: number, entry: Entry): void {
    if (entry.entry === 'redact') this.#logged.push(loggedBy(seq, entry, this.#findings));
  }

  /** Sealed values that were removed, as redact entries say. After all entries were given. */
  sealed(): RemovedValues {
    return new RemovedValues(this.#logged);
  }

  /**
   * @param from entries before it were not given
   * @param size entries in all: what a file says of others makes no work
   * @param anchored entries that a size and root from outside prove; 0 where none was given
   */
  finish(from: number, size: number, anchored: number): void {
    const named = union(this.#logged.map(({ seqs }) => seqs));
    const explained = this.#gaps.filter((seq) => inRanges(named, seq));
    for (const seq of this.#gaps) {
      if (!inRanges(named, seq))
        this.#findings.add('F-UNEXPLAINED-GAP', `seq ${seq}: its text is missing, and no redact entry says why`);
    }
    const gaps = rangesOf(this.#gaps);
    for (const [first, last] of named) {
      for (let seq = Math.max(first, from); seq <= Math.min(last, size - 1); seq++) {
        if (!inRanges(gaps, seq))
          this.#findings.add('I-NOT-REDACTED', `seq ${seq}: was redacted, and its text is there again`);
      }
    }
    if (explained.length > 0) this.#tell(explained.length, anchored);
  }

  #tell(count: number, anchored: number): void {
    const by = this.#logged.filter(({ seqs }) => seqs.length > 0).map(({ seq }) => seq);
    const newer = by.filter((seq) => seq >= anchored);
    const what = count === 1 ? '1 entry has' : `${count} entries have`;
    const beyond = anchored === 0 || newer.length === 0 ? '' : `; newer than the anchor: ${some(newer)}`;
    this.#findings.add('N-REDACTED', `${what} no text; the reason stands in ${some(by)}${beyond}`);
  }
}

/** `entry 311`, `entries 311, 340 and 2 more` */
function some(seqs: readonly number[]): string {
  const named = seqs.slice(0, 3).join(', ');
  const more = seqs.length > 3 ? ` and ${seqs.length - 3} more` : '';
  return `${seqs.length === 1 ? 'entry' : 'entries'} ${named}${more}`;
}
