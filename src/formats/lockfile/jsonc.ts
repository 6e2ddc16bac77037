import type { Json } from '../../core/json.ts';

/** How the brackets of a line add up, outside of strings. */
export interface Brackets {
  /** Opened less closed. */
  readonly sum: number;
  /** Lowest sum on the way: below zero where more is closed than was opened. */
  readonly lowest: number;
  /** A string does not end on the line. */
  readonly isOpen: boolean;
}

/** Strings, comments, and what may stand between a comma and a closing bracket. */
const TOKEN = /"|\/\/|[[\]{}]/g;

export function bracketsOf(line: string): Brackets {
  let [sum, lowest] = [0, 0];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(line); found !== null; found = TOKEN.exec(line)) {
    const [token] = found;
    if (token === '//') break;
    if (token === '"') {
      const end = stringEnd(line, found.index);
      if (end === undefined) return { sum, lowest, isOpen: true };
      TOKEN.lastIndex = end + 1;
    } else {
      sum += token === '[' || token === '{' ? 1 : -1;
      lowest = Math.min(lowest, sum);
    }
  }
  return { sum, lowest, isOpen: false };
}

function stringEnd(line: string, from: number): number | undefined {
  for (let i = from + 1; i < line.length; i += 1) {
    if (line[i] === '\\') i += 1;
    else if (line[i] === '"') return i;
  }
  return undefined;
}

/** The value of JSON in which commas may stand before closing brackets, and comments at the ends of lines. */
export function parseJsonc(text: string): Json | undefined {
  return parse(text) ?? parse(strict(text));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const PIECE = /"|\/\/[^\n]*|,(?=\s*(?:\/\/[^\n]*\s*)?[\]}])/g;

/** The same text without what JSON does not know. */
function strict(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  PIECE.lastIndex = 0;
  for (let found = PIECE.exec(text); found !== null; found = PIECE.exec(text)) {
    const [piece] = found;
    if (piece === '"') {
      PIECE.lastIndex = (stringEnd(text, found.index) ?? text.length) + 1;
    } else {
      pieces.push(text.slice(from, found.index));
      from = found.index + piece.length;
    }
  }
  return `${pieces.join('')}${text.slice(from)}`;
}
