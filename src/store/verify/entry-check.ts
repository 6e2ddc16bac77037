import { isCanonical } from '../../core/canonical.ts';
import { ENTRY_KINDS, type Entry } from '../../core/entry.ts';
import type { DisclosureCheck } from './disclosures.ts';
import { isShaped } from './entry-shape.ts';
import type { Findings } from './finding.ts';
import type { Notable } from './range.ts';

/** Kinds of which a case has few, and which the checks of the whole need. */
const NOTABLE: ReadonlySet<string> = new Set(['case', 'evidence', 'evidence-end', 'withdraw', 'redact', 'history']);

/** Reads entries, and keeps what matters beyond their own row. */
export class EntryCheck {
  readonly #findings: Findings;
  readonly #sealed: DisclosureCheck;
  readonly notable: Notable[] = [];
  readonly raw: string[] = [];

  constructor(sealed: DisclosureCheck, findings: Findings) {
    this.#sealed = sealed;
    this.#findings = findings;
  }

  /** The entry, opened where it is sealed. @param text of it, where `full` is not asked for without its source record */
  read(seq: number, text: string, full: boolean): Entry | undefined {
    const entry = parsed(text);
    if (entry === undefined) this.#findings.add('F-LEDGER', `seq ${seq}: not an entry`);
    else this.#keep(seq, entry);
    if (full && !isCanonical(text)) this.#findings.add('F-NOT-CANONICAL', `seq ${seq}: not in canonical form`);
    return entry === undefined ? undefined : this.#sealed.open(seq, entry);
  }

  #keep(seq: number, entry: Entry): void {
    if (NOTABLE.has(entry.entry)) this.notable.push({ seq, entry });
    if ('raw_sha256' in entry && entry.raw_sha256 !== undefined) this.raw.push(String(entry.raw_sha256));
    if (entry.entry === 'state' && entry.parts_sha256 !== undefined) this.raw.push(String(entry.parts_sha256));
  }
}

function parsed(text: string): Entry | undefined {
  try {
    const entry = JSON.parse(text) as Entry;
    return ENTRY_KINDS.includes(entry.entry) && isShaped(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}
