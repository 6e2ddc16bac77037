/** Splits the lines of a table into rows as RFC 4180 has it; quoted text may span lines. */

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

/** Cells of a whole row; undefined where a quoted cell is still open at its end. */
export function splitRow(text: string, delimiter: string): readonly string[] | undefined {
  const cells: string[] = [];
  let rest = 0;
  while (rest <= text.length) {
    const start = skipSpaces(text, rest);
    const end = text[start] === '"' ? quoteEnd(text, start) : start;
    if (end === undefined) return undefined;
    const stop = text.indexOf(delimiter, end);
    const until = stop === -1 ? text.length : stop;
    cells.push(end > start ? unquoted(text.slice(start, until)) : text.slice(rest, until).trim());
    rest = until + 1;
  }
  return cells;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}

/** Where the quoted cell that opens at `start` ends, behind its closing quote. */
function quoteEnd(text: string, start: number): number | undefined {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return undefined;
    if (text[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"([\s\S]*)"/, (_, inner: string) => inner.replaceAll('""', '"'));
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
    if (cells !== undefined) return { cells, lines: this.take() };
    const stuck = this.#lines.length >= LONGEST_ROW.lines || text.length > LONGEST_ROW.characters;
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
