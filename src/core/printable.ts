declare const brand: unique symbol;

/** Text that cannot move the cursor, hide, reorder or forge anything on a terminal or in a file that is shown on one. */
export type Printable = string & { readonly [brand]: true };

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Controls, line and paragraph separators, lone surrogates, non-characters, interlinear annotation, and everything
 * that is drawn as nothing: zero-width and bidi characters, tags, fillers, variation selectors. Of these only
 * U+FE0E and U+FE0F pass: ordinary emoji need them.
 */
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\ufff9-\ufffb]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

function visible(character: string): string {
  const named = NAMED.get(character);
  if (named !== undefined) return named;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/**
 * Makes any text safe to show: what a terminal would obey or not draw becomes a visible escape such as `\x1b`.
 * @param limit longest text to show, in UTF-16 code units before escaping; a longer one is cut and ends in `…`
 */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): Printable {
  const shown = text.length > limit ? `${withoutHalfPair(text.slice(0, Math.max(limit - 1, 0)))}…` : text;
  return (PLAIN.test(shown) ? shown : shown.replace(UNSAFE, visible)) as Printable;
}

/** A cut must not leave half of a surrogate pair, which would show as an escape that is not in the text. */
function withoutHalfPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

/** Template tag: literal text of the source code joined with what is printable already. */
export function safe(literals: TemplateStringsArray, ...values: readonly (Printable | number)[]): Printable {
  return String.raw({ raw: literals }, ...values) as Printable;
}

/** What makes a spreadsheet take a cell for a formula, the full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * One cell of a CSV file (RFC 4180), without line breaks inside, that no spreadsheet runs as a formula: such a text
 * gets a leading apostrophe.
 */
export function csvCell(text: string): Printable {
  const cell = FORMULA.test(text) ? `'${printable(text)}` : printable(text);
  return (/[",;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell) as Printable;
}

/** What Markdown, HTML in it and diagrams take for markup, links and mentions; bare addresses become links too. */
const MARKUP = /[\\`*_{}[\]<>#|~$&!@]|:(?=\/\/)|(?<=www)\./gi;

/** What makes a list, a heading or a rule of the line that it begins. */
const BLOCK_START = /^(?:[-+=:]|\d(?=\d*[.)]))/;

/** Text of evidence in a Markdown document. Markup becomes character references, which no renderer takes for it. */
export function markdownText(text: string, limit = Number.POSITIVE_INFINITY): Printable {
  const reference = (character: string): string => `&#${character.charCodeAt(0)};`;
  return printable(text, limit).replace(MARKUP, reference).replace(BLOCK_START, reference) as Printable;
}

/** JSON in which every character that `printable` would escape is a `\uXXXX` escape; it parses to the same value. */
export function jsonText(value: unknown, indent?: number): Printable {
  const text = JSON.stringify(value, undefined, indent) ?? 'null';
  return (PLAIN.test(text) ? text : text.replace(UNSAFE, jsonEscape)) as Printable;
}

/** A raw line break in JSON text is one of the indentation: those in strings are escaped already. */
function jsonEscape(character: string): string {
  if (character === '\n') return character;
  return Array.from({ length: character.length }, (_, unit) => {
    return `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
  }).join('');
}
