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

/** `open`: a quoted cell has not ended. `broken`: something stands behind the quote that ends one. */
export type Split = readonly string[] | 'open' | 'broken';

/** The cells of a row, without the spaces around them. */
export function splitRow(text: string, delimiter: string): Split {
  const cells: string[] = [];
  for (let rest = 0; rest <= text.length; ) {
    const start = skipSpaces(text, rest);
    const end = text[start] === '"' ? quoteEnd(text, start) : undefined;
    if (end === undefined && text[start] === '"') return 'open';
    const stop = text.indexOf(delimiter, end ?? start);
    const until = stop === -1 ? text.length : stop;
    if (end !== undefined && text.slice(end, until).trim() !== '') return 'broken';
    cells.push(end === undefined ? text.slice(rest, until).trim() : unquoted(text.slice(start, end)));
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
  return cell.slice(1, -1).replaceAll('""', '"');
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
