/** `F`: evidence of alteration. `I`: proof incomplete. `N`: worth knowing. */
export type Severity = 'F' | 'I' | 'N';

/** Stable codes of `verify`; README lists them with what each means. */
export type CheckCode =
  | 'F-HEADER'
  | 'F-SCHEMA'
  | 'F-SQLITE'
  | 'F-LEAF'
  | 'F-BLOCK'
  | 'F-CHAIN'
  | 'F-CACHE'
  | 'F-RAW'
  | 'F-INDEX'
  | 'F-LEDGER'
  | 'F-ROOT'
  | 'F-REWRITTEN'
  | 'F-TRUNCATED'
  | 'F-EVIDENCE'
  | 'F-NOT-CANONICAL'
  | 'F-UNEXPLAINED-GAP'
  | 'F-DISCLOSURE'
  | 'N-REDACTED'
  | 'N-RAW-ABSENT'
  | 'I-NOT-REDACTED'
  | 'I-INDEX-REVISION'
  | 'I-COPIED'
  | 'I-UNFINISHED'
  | 'I-EVIDENCE-MISSING'
  | 'I-NOT-ANCHORED'
  | 'F-MALFORMED'
  | 'F-CUT'
  | 'F-SEQ'
  | 'F-PREVIOUS'
  | 'F-END'
  | 'F-CHECKPOINT-SIGNATURE'
  | 'F-ORIGIN'
  | 'I-UNKNOWN-KEY'
  | 'I-OPEN'
  | 'I-SLICE'
  | 'F-NPM-SIGNATURE'
  | 'F-SOURCE-CHAIN'
  | 'I-CHAIN-NOT-CHECKED'
  | 'F-ATTESTATION'
  | 'N-ATTESTATION'
  | 'I-NOT-CHECKED'
  | 'I-STALE'
  | 'F-TIMESTAMP'
  | 'F-CONSISTENCY'
  | 'F-INCLUSION'
  | 'I-NO-PROOF'
  | 'F-FORK'
  | 'F-REPARSE'
  | 'I-REVISION'
  | 'I-GAP'
  | 'I-NO-ANCHOR';

export interface Finding {
  readonly code: CheckCode;
  readonly message: string;
}

const OF_ANCHOR: ReadonlySet<CheckCode> = new Set(['F-CHECKPOINT-SIGNATURE', 'F-TIMESTAMP']);

/** What was altered before it came into the case, or beside it. */
const OUTSIDE: ReadonlySet<CheckCode> = new Set(['F-SOURCE-CHAIN', 'F-NPM-SIGNATURE', 'F-ATTESTATION', 'F-EVIDENCE']);

/** The first of a kind are named one by one, the rest counted. */
const NAMED = 20;

/** Findings on their way between threads. */
export interface PackedFindings {
  readonly list: readonly Finding[];
  readonly counts: readonly (readonly [CheckCode, number])[];
}

/** Collects findings; a damaged file may have millions. */
export class Findings {
  readonly #named = new Map<CheckCode, Finding[]>();
  readonly #counts = new Map<CheckCode, number>();

  /** In the order of the checks, and within one as they were found. */
  get list(): readonly Finding[] {
    return [...this.#named.values()].flat().sort((a, b) => checkOf(a.code) - checkOf(b.code));
  }

  add(code: CheckCode, message: string): void {
    this.#count(code, 1);
    this.#name({ code, message });
  }

  count(code: CheckCode): number {
    return this.#counts.get(code) ?? 0;
  }

  /** How many were found beyond the named ones, by code. */
  more(): readonly (readonly [CheckCode, number])[] {
    return [...this.#counts].filter(([, count]) => count > NAMED).map(([code, count]) => [code, count - NAMED]);
  }

  has(severity: Severity): boolean {
    return [...this.#counts.keys()].some((code) => code.startsWith(severity));
  }

  /** Whether all that is wrong is what was brought to compare with. */
  get isOfAnchor(): boolean {
    return this.#isAllIn(OF_ANCHOR);
  }

  /** Whether all that is wrong lies outside the case: in the evidence, as its makers signed it, or in the originals. */
  get isOutside(): boolean {
    return this.#isAllIn(OUTSIDE);
  }

  /** Whether something is wrong, and all that is has one of these codes. */
  #isAllIn(codes: ReadonlySet<CheckCode>): boolean {
    return this.has('F') && [...this.#counts.keys()].every((code) => !code.startsWith('F') || codes.has(code));
  }

  pack(): PackedFindings {
    return { list: this.list, counts: [...this.#counts] };
  }

  /** Adds what was found elsewhere, as if it had been found here next. */
  take({ list, counts }: PackedFindings): void {
    for (const [code, count] of counts) this.#count(code, count);
    for (const finding of list) this.#name(finding);
  }

  #count(code: CheckCode, count: number): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + count);
  }

  #name(finding: Finding): void {
    const named = this.#named.get(finding.code) ?? [];
    if (named.length < NAMED) named.push(finding);
    this.#named.set(finding.code, named);
  }
}

/** The check of integrity.md 2.6 that a finding belongs to, where that is not the first of the evidence's own. */
const CHECKS: Readonly<Partial<Record<CheckCode, number>>> = {
  'F-CHECKPOINT-SIGNATURE': 4,
  'I-UNKNOWN-KEY': 4,
  'F-FORK': 4,
  'F-ORIGIN': 5,
  'F-TRUNCATED': 6,
  'F-HEADER': 7,
  'I-COPIED': 7,
  'F-SCHEMA': 7,
  'F-SQLITE': 8,
  'F-ROOT': 9,
  'F-MALFORMED': 9.1,
  'F-CUT': 9.1,
  'F-SEQ': 9.1,
  'F-PREVIOUS': 9.1,
  'F-LEAF': 9.1,
  'F-BLOCK': 9.1,
  'F-CHAIN': 9.1,
  'F-LEDGER': 9.1,
  'F-REWRITTEN': 9.2,
  'F-END': 9.2,
  'F-INDEX': 9.3,
  'I-INDEX-REVISION': 9.3,
  'F-CACHE': 10,
  'F-UNEXPLAINED-GAP': 11,
  'N-REDACTED': 11,
  'I-NOT-REDACTED': 11,
  'F-DISCLOSURE': 12,
  'F-RAW': 12,
  'N-RAW-ABSENT': 12,
  'F-EVIDENCE': 13,
  'I-EVIDENCE-MISSING': 13,
  'I-UNFINISHED': 13,
  'F-NOT-CANONICAL': 14,
  'F-REPARSE': 14,
  'I-REVISION': 14,
  'I-GAP': 16,
  'I-STALE': 17,
  'I-OPEN': 18,
  'I-SLICE': 18,
  'I-NOT-ANCHORED': 18,
  'I-NO-ANCHOR': 18,
};
const OF_THE_EVIDENCE = 15;

function checkOf(code: CheckCode): number {
  return CHECKS[code] ?? OF_THE_EVIDENCE;
}

/** A file that SQLite cannot go on with ends a check, not the others. */
export function stopping<R>(findings: Findings, what: string, work: () => R): R | undefined {
  try {
    return work();
  } catch (error) {
    findings.add('F-SQLITE', `reading ${what} stopped: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
