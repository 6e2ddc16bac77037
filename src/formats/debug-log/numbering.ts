import type { LogLine } from './line.ts';

/** npm starts a new file after 50,000 entries and goes on counting: only `…-debug-0.log` begins at 0. */
const CONTINUED = /-debug-[1-9]\d*\.log$/;

/**
 * Watches the numbers of the lines. They begin at 0, never fall and have no gap in any log npm writes; the lines of one
 * message share a number.
 */
export class Numbering {
  readonly #name: string;
  #last: number | undefined;

  /** @param name of the file */
  constructor(name: string) {
    this.#name = name;
  }

  /** What is wrong with the number of a line. Says each gap once. */
  fault({ ordinal }: LogLine): string | undefined {
    if (ordinal === undefined) return undefined;
    const last = this.#last;
    this.#last = ordinal;
    if (last === undefined && CONTINUED.test(this.#name)) return undefined;
    const expected = last === undefined ? 0 : last + 1;
    if (last !== undefined && ordinal < last)
      return `the numbers fall from ${last} to ${ordinal}: npm never writes that`;
    return ordinal > expected ? missing(expected, ordinal - 1) : undefined;
  }

  /** Another log begins: several were joined into one file. */
  restart(): void {
    this.#last = undefined;
  }
}

function missing(from: number, to: number): string {
  const lines = from === to ? `line ${from} is` : `lines ${from} to ${to} are`;
  return `${lines} missing: numbering is gapless in every log npm writes`;
}

/** Whether a problem of a log is one that `Numbering` found. */
export function isNumberingFault(message: string): boolean {
  return /^(?:lines? \d+ (?:is|to \d+ are) missing: |the numbers fall from )/.test(message);
}
