import type { Field, SplitLine } from './fields.ts';

/**
 * The part of YAML that lockfiles are written in: indented mappings, one line each, with plain and quoted scalars, flow
 * mappings on one line, and block scalars. Anchors, tags and what goes over several lines otherwise are not in them.
 */

/** A line `name: value`. The name may be quoted, and may hold colons that no blank follows. */
export const splitYaml: SplitLine = (line) => {
  const quote = isQuote(line[0]) ? quotedEnd(line, 0) : 0;
  if (quote === undefined) return undefined;
  const split = colonAt(line, quote);
  if (split === undefined) return undefined;
  const name = quote === 0 ? line.slice(0, split).trimEnd() : unquoted(line.slice(0, quote + 1));
  if (name === undefined || name === '' || (quote > 0 && line.slice(quote + 1, split).trim() !== '')) return undefined;
  return [name, line.slice(split + 1).trim()];
};

/** The key that an entry begins with, what stands behind it, and the lines below. */
export interface KeyLine {
  readonly key: string;
  readonly value: string;
  readonly body: readonly string[];
}

/** Reads the key of an entry. One of more than 1,024 characters stands alone behind `?`; the next line has the colon. */
export function keyLine([first = '', ...rest]: readonly string[]): KeyLine | undefined {
  const head = first.trim();
  if (!head.startsWith('? ')) {
    const parts = splitYaml(head);
    return parts === undefined ? undefined : { key: parts[0], value: parts[1], body: rest };
  }
  const key = yamlScalar(head.slice(2).trim());
  const [colon = '', ...others] = rest;
  if (key === undefined || !/^ *:(?: |$)/.test(colon)) return undefined;
  const below = colon.replace(':', ' ');
  return { key, value: '', body: below.trim() === '' ? others : [below, ...others] };
}

/** The colon that ends a name: a blank follows it, or nothing. */
function colonAt(line: string, from: number): number | undefined {
  const split = line.indexOf(': ', from);
  if (split >= 0) return split;
  return line.length > from && line.endsWith(':') ? line.length - 1 : undefined;
}

/** A scalar as text; undefined for nothing, `null`, and what is no scalar on one line. */
export function yamlScalar(text: string): string | undefined {
  if (isQuote(text[0])) {
    const end = quotedEnd(text, 0);
    const rest = end === undefined ? '' : text.slice(end + 1).trim();
    return end === undefined || (rest !== '' && !rest.startsWith('#')) ? undefined : unquoted(text.slice(0, end + 1));
  }
  const remark = text.startsWith('#') ? 0 : text.indexOf(' #');
  const plain = (remark < 0 ? text : text.slice(0, remark)).trim();
  return plain === '' || plain === '~' || plain === 'null' || /^[[{&*!|>%@`]/.test(plain) ? undefined : plain;
}

/** The text of a member: on its own line, or as a block of lines below it (`|-`, `>-`). */
export function yamlText(field: Field | undefined): string | undefined {
  if (field === undefined) return undefined;
  const [, style] = /^([|>])[+-]?\d?$/.exec(field.value) ?? [];
  if (style === undefined) return yamlScalar(field.value);
  const text = field.lines.map((line) => line.trim()).join(style === '|' ? '\n' : ' ');
  return text === '' ? undefined : text;
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

/** Index of the quote that ends the text that begins with one. */
export function quotedEnd(text: string, from: number): number | undefined {
  const quote = text[from];
  for (let i = from + 1; i < text.length; i += 1) {
    if (quote === '"' && text[i] === '\\') i += 1;
    else if (text[i] === quote) {
      if (quote === '"' || text[i + 1] !== quote) return i;
      i += 1;
    }
  }
  return undefined;
}

/** The text within quotes; undefined where its escapes cannot be read or give no character. */
export function unquoted(text: string): string | undefined {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  try {
    const plain = JSON.parse(text.replace(/\\(?:x([0-9a-fA-F]{2})|.)/g, asJson)) as string;
    return plain.isWellFormed() ? plain : undefined;
  } catch {
    return undefined;
  }
}

function asJson(escaped: string, hex: string | undefined): string {
  return hex === undefined ? escaped : `\\u00${hex}`;
}

/** Longer flow mappings are not taken apart. */
const LONGEST_FLOW = 16_384;
const FLOW_NAME = /\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'{}[\],:][^"'{}[\],:]*):\s+/y;
const FLOW_VALUE = /("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'{}[\],][^{}[\],]*)?\s*([,}])/y;

/** The scalars of a mapping on one line: `{integrity: sha512-…, tarball: …}`. Undefined for anything else. */
export function flowMap(text: string): ReadonlyMap<string, string> | undefined {
  if (text.length > LONGEST_FLOW || !text.startsWith('{')) return undefined;
  const found = new Map<string, string>();
  if (/^\{\s*\}$/.test(text)) return found;
  for (let at = 1, close = ','; close === ','; ) {
    FLOW_NAME.lastIndex = at;
    const name = FLOW_NAME.exec(text);
    FLOW_VALUE.lastIndex = FLOW_NAME.lastIndex;
    const value = name === null ? null : FLOW_VALUE.exec(text);
    if (name === null || value === null) return undefined;
    const scalar = yamlScalar((value[1] ?? '').trim());
    const key = yamlScalar((name[1] ?? '').trim());
    if (key === undefined || found.has(key)) return undefined;
    if (scalar !== undefined) found.set(key, scalar);
    at = FLOW_VALUE.lastIndex;
    close = value[2] ?? '';
    if (close === '}' && text.slice(at).trim() !== '') return undefined;
  }
  return found;
}
