import stringWidth from 'string-width';
import type { Printable } from '../../core/printable.ts';

const ASCII = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter();

/** Terminal columns that a text takes. */
export function widthOf(text: string): number {
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
  let line = '';
  for (const word of text.split(/(?<= )(?=[^ ])/)) {
    if (line !== '' && widthOf(line + word.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    const pieces = breakWord(line + word, width);
    line = pieces.pop() ?? '';
    for (const piece of pieces) lines.push(piece);
  }
  lines.push(line.trimEnd());
  return lines as Printable[];
}

/** Pieces of at most `width` columns, never inside a character; the last one may end in spaces that go over. */
function breakWord(word: string, width: number): string[] {
  if (widthOf(word.trimEnd()) <= width) return [word];
  if (ASCII.test(word)) return word.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
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
