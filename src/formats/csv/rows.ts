import { splitRow } from '../csv.ts';

/** A quoted text longer than this was not meant to be one. */
const LONGEST_ROW = { lines: 100, characters: 65_536 };

/** A line of the table. Empty lines are not given; their numbers are missing. */
export interface TableLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly record: number;
}

export interface TableRow {
  readonly cells: readonly string[];
  readonly lines: readonly TableLine[];
}

/** Puts lines together until all quotes are closed. */
export class RowJoiner {
  readonly #delimiter: string;
  #lines: TableLine[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The row that ends with this line, if one does; `stuck` when what is open can no longer be a row. */
  push(line: TableLine): TableRow | 'open' | 'stuck' {
    this.#lines.push(line);
    const text = joined(this.#lines);
    const cells = splitRow(text, this.#delimiter);
    if (typeof cells !== 'string') return { cells, lines: this.take() };
    const stuck = cells === 'broken' || this.#lines.length >= LONGEST_ROW.lines || text.length > LONGEST_ROW.characters;
    return stuck ? 'stuck' : 'open';
  }

  /** The lines of the open row, given up. */
  take(): readonly TableLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}

/** The lines with their line ends, and the empty lines between them. */
function joined(lines: readonly TableLine[]): string {
  let text = '';
  for (const [index, { text: line, line: number }] of lines.entries()) {
    const before = lines[index - 1]?.line ?? number;
    text += '\n'.repeat(Math.min(number - before, LONGEST_ROW.lines)) + line;
  }
  return text;
}
