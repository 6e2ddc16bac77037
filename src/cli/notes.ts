import { type Printable, printable } from '../core/printable.ts';
import type { Terminal } from './io.ts';

/** Erases the line that the cursor is in. */
const ERASE = '\r\x1b[K';
/** Milliseconds between two lines of progress: nobody reads faster, and each costs a write. */
const PAUSE = 100;

export interface Notice {
  /** Notes and progress are left out; errors are not. */
  readonly quiet: boolean;
  readonly progress: boolean;
  /** Kind of terminal: one that is `dumb` cannot erase a line. */
  readonly term?: string | undefined;
}

/** What goes to stderr: notes, errors, and a line of progress that the next one replaces. */
export class Notes {
  readonly #stderr: Terminal;
  readonly #quiet: boolean;
  readonly #progress: boolean;
  #shown = false;
  #next = 0;

  constructor(stderr: Terminal, { quiet, progress, term }: Notice) {
    this.#stderr = stderr;
    this.#quiet = quiet;
    this.#progress = progress && !quiet && stderr.isTTY === true && term !== 'dumb';
    // Nobody reads our notes any more: that is no reason to stop.
    stderr.on('error', () => undefined);
  }

  note(text: string): void {
    if (!this.#quiet) this.error(text);
  }

  error(text: string): void {
    this.clear();
    this.#stderr.write(`${printable(text)}\n`);
  }

  progress(text: string): void {
    const now = performance.now();
    if (!this.#progress || now < this.#next) return;
    this.#next = now + PAUSE;
    this.#shown = true;
    this.#stderr.write(ERASE + clip(printable(text), (this.#stderr.columns || 80) - 1));
  }

  /** Takes the line of progress away, so that something else can stand there. */
  clear(): void {
    if (this.#shown) this.#stderr.write(ERASE);
    this.#shown = false;
  }
}

/** A line that wraps could not be erased, so anything that may be wide counts as wide. */
function clip(text: Printable, columns: number): string {
  let width = 0;
  let fitting = '';
  for (const character of text) {
    width += character < '\u0300' ? 1 : 2;
    if (width > columns) break;
    fitting += character;
  }
  return fitting;
}
