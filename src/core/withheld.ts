import { type CaseKey, keyed } from './case-key.ts';
import { type Sha256, sha256 } from './digest.ts';
import type { Entry } from './entry.ts';
import { parsePosition } from './record.ts';

/** Bytes of a keyed digest: among a million removed and ten million read, none is mistaken for another. */
const SIZE = 8;

/**
 * What removed entries are known again by: an event by its id, what has a digest by that, all by the place they stood
 * at and the evidence they came from.
 */
function namesOf(entry: Entry): string[] {
  const names: string[] = [];
  if (entry.entry === 'event') names.push(eventName(entry.id));
  if (entry.entry === 'part') names.push(`part ${entry.sha256}`);
  if (entry.entry === 'state')
    names.push(`state ${entry.subject} ${entry.parts_sha256 ?? sha256(JSON.stringify(entry.parts ?? {}))}`);
  if (entry.entry === 'event' || entry.entry === 'part' || entry.entry === 'problem')
    names.push(placeName(entry.evidence, startOf(entry.at)));
  if ('evidence' in entry) names.push(evidenceName(entry.evidence));
  return names;
}

function eventName(id: Sha256): string {
  return `event ${id.slice(0, 32)}`;
}

function evidenceName(digest: Sha256): string {
  return `evidence ${digest}`;
}

function placeName(evidence: Sha256, start: number): string {
  return `at ${evidence} ${start}`;
}

/** The first byte of the first record; where it ends may depend on how it is read. */
function startOf(at: readonly string[]): number {
  return parsePosition(at[0] ?? '0-0').start;
}

function token(key: CaseKey, name: string): Buffer {
  return Buffer.from(keyed(key, name).slice(0, SIZE * 2), 'hex');
}

/** Keyed digests of entries that are removed, one behind the other. */
export function withheldOf(key: CaseKey, entries: Iterable<Entry>): Buffer {
  const names = new Set<string>();
  for (const entry of entries) for (const name of namesOf(entry)) names.add(name);
  return Buffer.concat([...names].map((name) => token(key, name)));
}

/** What was removed from a case, to be recognised when other evidence brings it again. */
export class Withheld {
  readonly #key: CaseKey;
  readonly #tokens = new Set<string>();

  constructor(key: CaseKey, texts: Iterable<string>) {
    this.#key = key;
    for (const text of texts) {
      const bytes = Buffer.from(text, 'base64');
      for (let at = 0; at + SIZE <= bytes.length; at += SIZE) this.#tokens.add(bytes.toString('latin1', at, at + SIZE));
    }
  }

  get size(): number {
    return this.#tokens.size;
  }

  /** Asked for every event that is read. @param start first byte of its record */
  hasEvent(id: Sha256, evidence: Sha256, start: number): boolean {
    return this.#has(eventName(id)) || this.#has(placeName(evidence, start));
  }

  has(entry: Entry): boolean {
    return namesOf(entry).some((name) => !name.startsWith('evidence ') && this.#has(name));
  }

  /** Whether anything that came from this evidence was removed. */
  hasEvidence(digest: Sha256): boolean {
    return this.#has(evidenceName(digest));
  }

  #has(name: string): boolean {
    return this.#tokens.has(token(this.#key, name).toString('latin1'));
  }
}
