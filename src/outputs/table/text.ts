import type { Printable } from '../../core/printable.ts';

const ASCII = /^[\x20-\x7e]*$/;

/** Characters that take one column each and join with nothing: Latin, and the punctuation and signs of our own texts. */
const SIMPLE = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff]*$/;

/** Knows all the other characters; loading it takes longer than drawing a usual report. */
let stringWidth: ((text: string) => number) | undefined;

/** Must have returned before other functions here are given these texts. */
export async function prepare(texts: readonly { readonly text: string }[]): Promise<void> {
  if (!isPrepared(texts)) stringWidth = (await import('string-width')).default;
}

export function isPrepared(texts: readonly { readonly text: string }[]): boolean {
  return stringWidth !== undefined || texts.every(({ text }) => SIMPLE.test(text));
}

/** Terminal columns that a text takes. */
export function widthOf(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  if (stringWidth === undefined) throw new Error('this text was not prepared');
  return stringWidth(text);
}

export function spaces(count: number): Printable {
  return ' '.repeat(Math.max(count, 0)) as Printable;
}

/**
 * Breaks a text into lines of at most `width` columns: between words, and inside a word that is longer than a line.
 * Spaces inside a line stay; those at a break go.
 */
export function wrap(text: Printable, width: number): Printable[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let [line, taken] = ['', 0];
  for (const spaced of text.split(/(?<= )(?=[^ ])/)) {
    const word = spaced.trimEnd();
    if (line !== '' && taken + widthOf(word) > width) {
      if (line.trim() !== '') lines.push(line.trimEnd());
      [line, taken] = ['', 0];
    }
    const pieces = widthOf(word) <= width ? [word] : breakWord(word, width);
    const last = pieces.pop() ?? '';
    for (const piece of pieces) lines.push(piece);
    line += last + spaced.slice(word.length);
    taken += widthOf(last) + spaced.length - word.length;
  }
  lines.push(line.trimEnd());
  return lines as Printable[];
}

/** Pieces of at most `width` columns, never inside a character. */
function breakWord(word: string, width: number): string[] {
  if (ASCII.test(word)) return word.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  const graphemes = new Intl.Segmenter();
  const pieces: string[] = [];
  let [piece, taken] = ['', 0];
  for (const { segment } of graphemes.segment(word)) {
    const more = widthOf(segment);
    if (taken + more > width && piece !== '') {
      pieces.push(piece);
      [piece, taken] = ['', 0];
    }
    piece += segment;
    taken += more;
  }
  pieces.push(piece);
  return pieces;
}
