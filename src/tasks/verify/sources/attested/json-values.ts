import type { Json } from '../../../../core/json.ts';

/** The JSON values of a text in which they stand one behind the other, parted by LF; undefined where one is none. */
export function jsonValues(text: string): readonly Json[] | undefined {
  try {
    return slicesOf(text).map((slice) => JSON.parse(slice) as Json);
  } catch {
    return undefined;
  }
}

/** Cuts at each LF outside of strings and brackets. */
function slicesOf(text: string): readonly string[] {
  const slices: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const token = text[at];
    if (token === '"') at = endOfString(text, at);
    else if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === '\n' && depth === 0) {
      slices.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...slices, text.slice(start)];
}

/** Place of the quote that ends the string which begins here. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
