/** A text with wildcards, in pieces: literal text, one character, any number of characters, one of several characters. */
export type Piece = string | typeof ONE | typeof MANY | typeof DASH;
export const ONE = Symbol('?');
export const MANY = Symbol('*');
/** Any of the characters that begin a flag on Windows. */
export const DASH = Symbol('-');

const DASHES = '-/\u2013\u2014\u2015';
const WILD: ReadonlyMap<string, typeof ONE | typeof MANY> = new Map<string, typeof ONE | typeof MANY>([
  ['?', ONE],
  ['*', MANY],
]);

/**
 * Reads `*`, `?` and their escapes. A backslash escapes a wildcard or a backslash; before anything else it is itself
 * (Sigma specification, "Escaping").
 */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    const next = text[i + 1] ?? '';
    const wild = WILD.get(character);
    if (wild !== undefined) pieces.push(wild);
    else if (character === '\\' && (next === '\\' || WILD.has(next))) {
      addText(pieces, next);
      i++;
    } else addText(pieces, character);
  }
  return pieces;
}

function addText(pieces: Piece[], text: string): void {
  const last = pieces.at(-1);
  if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
  else pieces.push(text);
}

/** The text itself, where there are no wildcards. */
export function plainText(pieces: readonly Piece[]): string | undefined {
  if (pieces.some((piece) => typeof piece !== 'string')) return undefined;
  return pieces.join('');
}

/** Flags written with any dash: where a dash stands before a word, and after none. */
export function withDashes(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((piece) => (typeof piece === 'string' ? dashesIn(piece) : [piece]));
}

function dashesIn(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    const isFlag = DASHES.includes(character) && /\w/.test(text[i + 1] ?? '') && !/\w/.test(text[i - 1] ?? '');
    if (isFlag) pieces.push(DASH);
    else addText(pieces, character);
  }
  return pieces;
}

export type TextTest = (text: string) => boolean;

/** Whether a whole text fits. Linear: between two `*` the first place that fits is taken. */
export function textTest(pieces: readonly Piece[], cased: boolean): TextTest {
  const folded = cased ? pieces : pieces.map((piece) => (typeof piece === 'string' ? piece.toLowerCase() : piece));
  const fold = cased ? (text: string) => text : (text: string) => text.toLowerCase();
  const plain = plainText(folded);
  if (plain !== undefined) return (text) => text === plain || fold(text) === plain;
  const runs = runsOf(folded);
  const simple = containsOnly(runs);
  if (simple !== undefined) return (text) => fold(text).includes(simple);
  return (text) => runsFit(runs, fold(text));
}

type Run = readonly Piece[];

/** What stands before, between and after the `*`. */
function runsOf(pieces: readonly Piece[]): readonly Run[] {
  const runs: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece === MANY) runs.push([]);
    else runs.at(-1)?.push(piece);
  }
  return runs;
}

function containsOnly(runs: readonly Run[]): string | undefined {
  const [first, middle, last] = runs;
  const [text] = middle ?? [];
  const isSimple = runs.length === 3 && first?.length === 0 && last?.length === 0 && middle?.length === 1;
  return isSimple && typeof text === 'string' ? text : undefined;
}

function runsFit(runs: readonly Run[], text: string): boolean {
  const [first = [], ...others] = runs;
  let at = fitAt(first, text, 0);
  const last = others.pop();
  if (last === undefined) return at === text.length;
  for (const run of others) {
    if (at < 0) return false;
    at = findRun(run, text, at);
  }
  if (at < 0) return false;
  const start = text.length - runLength(last);
  return start >= at && fitAt(last, text, start) === text.length;
}

function runLength(run: Run): number {
  return run.reduce((sum: number, piece) => sum + (typeof piece === 'string' ? piece.length : 1), 0);
}

/** Where a run ends that fits at a place; -1: it does not. */
function fitAt(run: Run, text: string, from: number): number {
  let at = from;
  for (const piece of run) {
    if (typeof piece === 'string') {
      if (!text.startsWith(piece, at)) return -1;
      at += piece.length;
    } else if (at >= text.length || (piece === DASH && !DASHES.includes(text[at] ?? ''))) return -1;
    else at += 1;
  }
  return at;
}

function findRun(run: Run, text: string, from: number): number {
  const [only] = run;
  if (run.length === 1 && typeof only === 'string') {
    const found = text.indexOf(only, from);
    return found < 0 ? -1 : found + only.length;
  }
  const length = runLength(run);
  for (let at = from; at + length <= text.length; at++) {
    const end = fitAt(run, text, at);
    if (end >= 0) return end;
  }
  return -1;
}
