/** Where names and values end in a text that is JSON, JSON inside JSON strings, a list of arguments, or prose. */

/** Match of a sticky pattern at a position. */
export function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

const LONGEST_NAME = 64;
const NAME_HEAD = /[\w.-]/;
const NAME_REST = new RegExp(`[\\w.-]{0,${LONGEST_NAME}}`, 'y');

/** Start and end of the name around a position inside it. */
export function nameAround(text: string, inside: number): readonly [from: number, to: number] {
  let from = inside;
  while (inside - from < LONGEST_NAME && NAME_HEAD.test(text.charAt(from - 1))) from--;
  return [from, inside + (matchAt(NAME_REST, text, inside)?.[0].length ?? 0)];
}

/**
 * Where the content of a quoted string ends.
 * @param quote the opening quote as it stands in the text: `"`, or `\"` one JSON string deep, or `\\\"` two deep
 */
export function stringEnd(text: string, from: number, quote: string): number {
  const depth = Math.floor(Math.log2(quote.length));
  const stop = new RegExp(quote.endsWith('"') ? '["\\r\\n]' : `["${quote.slice(-1)}\\r\\n]`, 'g');
  stop.lastIndex = from;
  for (let hit = stop.exec(text); hit !== null; hit = stop.exec(text)) {
    if (hit[0] === '\n' || hit[0] === '\r') return hit.index;
    const own = backslashesOfQuote(backslashesBefore(text, hit.index, from), depth);
    if (own !== undefined) return hit.index - own;
  }
  return text.length;
}

function backslashesBefore(text: string, end: number, from: number): number {
  let start = end;
  while (start > from && text[start - 1] === '\\') start--;
  return end - start;
}

/**
 * How many of the backslashes before a quote belong to it, if it ends a string at this depth or further out;
 * undefined if it is escaped inside that string. Taking one layer of JSON off turns 2n+1 backslashes and a quote
 * into n and a quote; an even number of backslashes is content, and the quote ends the string of that layer.
 */
function backslashesOfQuote(backslashes: number, depth: number): number | undefined {
  let run = backslashes;
  for (let layer = 0; layer <= depth; layer++) {
    if (run % 2 === 0) return 2 ** layer - 1;
    run = (run - 1) / 2;
  }
  return undefined;
}

const PLAIN_RUN = /[^\s"'`\\,;&]+/y;
/** Backslashes that start neither a quote nor a line break: `\u0026`, `\/`. */
const ESCAPE_RUN = /\\+(?![\\"'`nrt])/y;

/** Where an unquoted value ends: before white space, a quote or a separator. */
export function bareEnd(text: string, from: number): number {
  let end = from;
  for (let start = -1; start !== end; ) {
    start = end;
    end += matchAt(PLAIN_RUN, text, end)?.[0].length ?? 0;
    end += matchAt(ESCAPE_RUN, text, end)?.[0].length ?? 0;
  }
  return end;
}

const JSON_START = /^\s*(?:\{\s*["}]|\[\s*(?:[[\]{"]|(?:-?[\d.]+|true|false|null)\s*[,\]]))/;

/** Whether a text is JSON, as far as its ends tell. A log line that starts with `[2026-…]` is not. */
export function looksLikeJson(text: string): boolean {
  if (text.startsWith('"')) return stringEnd(text, 1, '"') === text.length - 1;
  return JSON_START.test(text.slice(0, 100)) && /[\]}]\s*$/.test(text.slice(-10));
}
