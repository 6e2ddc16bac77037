/** Where names and values end in a text that is JSON, JSON inside JSON strings, a list of arguments, or prose. */

/** Match of a sticky pattern at a position. */
export function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

const LONGEST_NAME = 64;
const NAME_REST = new RegExp(`[\\w.-]{0,${LONGEST_NAME}}`, 'y');

/** Start and end of the name around a position inside it. */
export function nameAround(text: string, inside: number): readonly [from: number, to: number] {
  let from = inside;
  while (inside - from < LONGEST_NAME && isNameCode(text.charCodeAt(from - 1))) from--;
  return [from, inside + (matchAt(NAME_REST, text, inside)?.[0].length ?? 0)];
}

/** `[A-Za-z0-9_.-]` */
function isNameCode(code: number): boolean {
  const lower = code | 0x20;
  return (
    (lower >= 0x61 && lower <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x5f
  );
}

const DOUBLE_QUOTE = /["\r\n]/g;
/** Any double quote ends single quotes too: it may be that of the JSON around them. */
const STOPS: ReadonlyMap<string, RegExp> = new Map([
  ["'", /["'\r\n]/g],
  ['`', /["`\r\n]/g],
]);

/**
 * Where the content of a quoted string ends.
 * @param quote the opening quote as it stands in the text: `"`, or `\"` one JSON string deep, or `\\\"` two deep
 */
export function stringEnd(text: string, from: number, quote: string): number {
  const depth = 31 - Math.clz32(quote.length);
  const stop = STOPS.get(quote.slice(-1)) ?? DOUBLE_QUOTE;
  stop.lastIndex = from;
  for (let hit = stop.exec(text); hit !== null; hit = stop.exec(text)) {
    if (hit[0] === '\n' || hit[0] === '\r') return hit.index;
    const backslashes = backslashesBefore(text, hit.index, from);
    const own = quote.endsWith(hit[0]) ? backslashesOfQuote(backslashes, depth) : backslashes;
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

/** Escapes that are neither a quote nor a line break: `\u0026`, `\/`. */
const ESCAPES = /\\+(?![\\"'`nrt])/y;
const WORD = /[^\s"'`\\,;&]+/y;
/** Inside a value only if more of it follows. */
const SEPARATORS = /[,;]+(?=[^\s"'`\\,;&])/y;
const LINE = /[^"'`\\\r\n]+/y;

/** Where an unquoted value ends: before white space, a quote, `&`, or a separator after which nothing follows. */
export function wordEnd(text: string, from: number): number {
  return runEnd(text, from, [WORD, ESCAPES, SEPARATORS]);
}

/** Where a line ends, or the quoted text that holds it. */
export function lineEnd(text: string, from: number): number {
  return runEnd(text, from, [LINE, ESCAPES]);
}

/** One expression with a repeated group would overflow the stack on a value of some megabytes. */
function runEnd(text: string, from: number, parts: readonly RegExp[]): number {
  let end = from;
  for (let start = -1; start !== end; ) {
    start = end;
    for (const part of parts) end += matchAt(part, text, end)?.[0].length ?? 0;
  }
  return end;
}

const JSON_START = /^\s*(?:\{\s*["}]|\[\s*(?:[[\]{"]|(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\s*[,\]]))/;

/** Whether a text is JSON, as far as its ends tell. A log line that starts with `[2026-…]` is not. */
export function looksLikeJson(text: string): boolean {
  if (text.startsWith('"')) return text.endsWith('"') && !/^"[^"\\]{0,200}"./.test(text);
  return JSON_START.test(text.slice(0, 100)) && /[\]}]\s*$/.test(text.slice(-10));
}
