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
  | 'I-INDEX-REVISION'
  | 'I-UNFINISHED'
  | 'I-EVIDENCE-MISSING'
  | 'I-NOT-ANCHORED'
  | 'I-NO-ANCHOR';

export interface Finding {
  readonly code: CheckCode;
  readonly message: string;
}

/** The first of a kind are named one by one, the rest counted. */
const NAMED = 20;

/** Collects findings; a damaged file may have millions. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #counts = new Map<CheckCode, number>();

  add(code: CheckCode, message: string): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= NAMED) this.list.push({ code, message });
  }

  count(code: CheckCode): number {
    return this.#counts.get(code) ?? 0;
  }

  /** How many were found beyond the named ones, by code. */
  more(): readonly (readonly [CheckCode, number])[] {
    return [...this.#counts].filter(([, count]) => count > NAMED).map(([code, count]) => [code, count - NAMED]);
  }

  has(severity: Severity): boolean {
    return this.list.some(({ code }) => code.startsWith(severity));
  }
}
