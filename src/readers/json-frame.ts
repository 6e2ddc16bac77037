import { isUtf8 } from 'node:buffer';
import type { Layout } from './json-pass.ts';
import type { Conflict } from './scanned.ts';

/** What must come now: a name or value or the end (`first`), a name or value (`next`), and so on. */
export type Expected = 'first' | 'next' | 'colon' | 'value' | 'comma';

/** Names kept to find those that stand twice. Beyond this many the rest is reported as ambiguous. */
const MOST_NAMES = 1_000_000;

/** An array or object that is entered. */
export class JsonFrame {
  readonly isObject: boolean;
  /** First byte in the evidence, and its line. */
  readonly start: number;
  readonly line: number;
  expects: Expected = 'first';
  /** Index of the next element. */
  count = 0;
  /** A flaw was reported, and no value came since. */
  quiet = false;
  /** How the newest member stands on its line, or those before it did. */
  layout: Layout | undefined;
  conflict: Conflict | undefined;
  readonly #names = new Set<string>();

  constructor(isObject: boolean, start: number, line: number) {
    this.isObject = isObject;
    this.start = start;
    this.line = line;
  }

  /** Notes a name, and whether it stood there before. */
  name(name: string, valid: boolean): void {
    const known = this.#names.has(name) || this.#names.size >= MOST_NAMES;
    if (!known) this.#names.add(name);
    this.conflict = known ? 'duplicate' : valid ? undefined : 'name';
    this.expects = 'colon';
  }
}

/** A member's name from its bytes, quotes included. Not valid: not UTF-8, a lone surrogate, a wrong escape, too large. */
export function readName(bytes: Buffer | undefined): { readonly name: string; readonly valid: boolean } {
  const text = bytes?.toString() ?? '""';
  try {
    const name = JSON.parse(text) as string;
    return { name: name.toWellFormed(), valid: bytes !== undefined && name.isWellFormed() && isUtf8(bytes) };
  } catch {
    return { name: text.slice(1, -1), valid: false };
  }
}
