import type { ProblemCode } from '../core/errors.ts';
import { isObject, type Json } from '../core/json.ts';
import { quoteLongNumbers } from './json-exact.ts';
import { type Mask, maskStrings, maskText } from './masking.ts';

/** What the scanner counted in the text of a value. */
export interface Counted {
  readonly names: number;
  readonly deepest: number;
}

/** A value, or why there is none; `text` is masked either way. */
export type JsonReading =
  | { readonly json: Json; readonly text: string; readonly code?: undefined }
  | { readonly code: ProblemCode; readonly message: string; readonly text: string };

const MOST_DEPTH = 64;
const SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * Parses the text of one value. Where parsers disagree on what it says the answer is `ambiguous-json`.
 * The mask comes before anything is kept; a secret may stand in plain text or behind escapes.
 */
export function readJson(text: string, { names, deepest }: Counted, mask: Mask): JsonReading {
  if (deepest > MOST_DEPTH) return problem('ambiguous-json', `nesting over ${MOST_DEPTH}`, text, mask);
  const json = parse(text);
  if (json === undefined) return problem('bad-json', 'not valid JSON', text, mask);
  const census = { names: 0, inexact: false };
  count(json, census);
  if (census.names !== names) return problem('ambiguous-json', 'a name stands twice in the same object', text, mask);
  const escapes = text.includes('\\');
  if (escapes && SURROGATE.test(text) && !isUnicode(json)) {
    return problem('ambiguous-json', 'half of a surrogate pair is no character', text, mask);
  }
  const masked = mask(text);
  if (masked === text && !census.inexact && !escapes) return { json, text };
  return readMasked(text, masked, census.inexact, mask);
}

function readMasked(text: string, masked: string, inexact: boolean, mask: Mask): JsonReading {
  const exact = (json: string): Json | undefined => parse(inexact ? quoteLongNumbers(json) : json);
  const json = exact(masked);
  if (json === undefined) return rewritten(maskStrings(exact(text) ?? null, mask));
  if (!masked.includes('\\')) return { json, text: masked };
  const clean = maskStrings(json, mask);
  return clean === json ? { json, text: masked } : rewritten(clean);
}

function rewritten(json: Json): JsonReading {
  return { json, text: JSON.stringify(json) };
}

function problem(code: ProblemCode, message: string, text: string, mask: Mask): JsonReading {
  return { code, message, text: maskText(text, mask) };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Counts the names of all objects, and notes numbers that lost digits in parsing. */
function count(value: Json, census: { names: number; inexact: boolean }): void {
  if (typeof value === 'number') {
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) census.inexact = true;
  } else if (Array.isArray(value)) {
    for (const item of value as readonly Json[])
      if (typeof item === 'object' || typeof item === 'number') count(item, census);
  } else if (isObject(value)) {
    for (const name in value) {
      census.names += 1;
      const item = value[name];
      if (typeof item === 'object' || typeof item === 'number') count(item, census);
    }
  }
}

function isUnicode(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (Array.isArray(value)) return (value as readonly Json[]).every(isUnicode);
  return !isObject(value) || Object.entries(value).every(([name, item]) => name.isWellFormed() && isUnicode(item));
}
