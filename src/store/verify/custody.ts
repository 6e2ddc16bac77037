import type { Findings } from './finding.ts';
import type { Notable } from './range.ts';

/** What the entries must be among themselves: a case first and no other, receipts in pairs. */
export class Custody {
  readonly #findings: Findings;
  readonly #open = new Map<string, string>();
  readonly entries: Notable[] = [];
  origin: string | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  entry(notable: Notable): void {
    const { seq, entry } = notable;
    this.entries.push(notable);
    if (entry.entry === 'case') {
      if (seq === 0) this.origin = entry.origin;
      else this.#findings.add('F-LEDGER', `seq ${seq}: entry 0, and no other, says which case this is`);
    }
    if (entry.entry === 'evidence') this.#open.set(entry.sha256, entry.name);
    if (entry.entry === 'evidence-end' && entry.complete) this.#open.delete(entry.evidence);
  }

  /** @param whole whether all entries were given */
  finish(whole: boolean): void {
    if (whole && this.origin === undefined)
      this.#findings.add('F-LEDGER', 'seq 0: entry 0, and no other, says which case this is');
    for (const [digest, name] of this.#open) {
      const what = `reading EV-${digest.slice(0, 8)} (${name}) was interrupted`;
      this.#findings.add('I-UNFINISHED', `${what}; ingest the same file again to go on`);
    }
  }
}
