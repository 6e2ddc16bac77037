import type { TimelineRow } from '../derive.ts';
import { rowText } from '../derive.ts';
import type { StringTable } from './string-table.ts';

const COLON = 0x3a;
const BLANK = 0x20;
const RADIX = 36;

/** A digit of base 36 in lower case; NaN for anything else. */
function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x7a ? code - 0x57 : Number.NaN;
}

/** Reads a number that is written without leading zeros, as `toString(36)` writes it. */
class Reader {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.at === this.#text.length;
  }

  is(code: number): boolean {
    return this.#text.charCodeAt(this.at++) === code;
  }

  /** NaN where no such number stands. */
  number(): number {
    const start = this.at;
    let value = digit(this.#text.charCodeAt(this.at++));
    for (
      let next = digit(this.#text.charCodeAt(this.at));
      !Number.isNaN(next);
      next = digit(this.#text.charCodeAt(this.at))
    ) {
      value = value * RADIX + next;
      this.at++;
    }
    return this.at > start + 1 && this.#text.charCodeAt(start) === 0x30 ? Number.NaN : value;
  }
}

/**
 * Whether the `more` column of a row names these members with these texts, exactly as it would be written. The ids are
 * added to `used`.
 */
export function fitsMore(
  stored: number | string | null | undefined,
  more: TimelineRow['more'],
  strings: StringTable,
  used: number[],
): boolean {
  if (typeof stored !== 'string') return false;
  const reader = new Reader(stored);
  for (let i = 0; i < more.length; i++) {
    const value = more[i];
    if (value === undefined) continue;
    if (reader.at > 0 && !reader.is(BLANK)) return false;
    if (reader.number() !== i || !reader.is(COLON)) return false;
    const id = reader.number();
    if (strings.text(id) !== rowText(value)) return false;
    used.push(id);
  }
  return reader.isAtEnd;
}
