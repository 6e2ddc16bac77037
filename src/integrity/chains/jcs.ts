import { isObject, type Json } from '../../core/json.ts';

/** Deeper than any log; without it a hostile record could overflow the stack. */
const DEEPEST = 256;

/**
 * RFC 8785 text of any JSON value, fractions too: the logs of others have them. Nothing for a lone surrogate and for
 * nesting over 256, of which the RFC makes no text.
 */
export function jcs(value: Json): string | undefined {
  const parts: string[] = [];
  return write(value, parts, 0) ? parts.join('') : undefined;
}

function write(value: Json, parts: string[], depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return writeArray(value as readonly Json[], parts, depth);
  if (isObject(value)) return writeObject(value, parts, depth);
  if (typeof value === 'string' && !value.isWellFormed()) return false;
  // Of numbers JSON.stringify writes the text of ECMAScript, which is what RFC 8785 section 3.2.2.3 asks for.
  parts.push(JSON.stringify(value));
  return true;
}

function writeArray(items: readonly Json[], parts: string[], depth: number): boolean {
  parts.push('[');
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(',');
    if (!write(item, parts, depth + 1)) return false;
  }
  parts.push(']');
  return true;
}

function writeObject(value: Readonly<Record<string, Json>>, parts: string[], depth: number): boolean {
  parts.push('{');
  // The default order is that of UTF-16 code units, as the RFC has it.
  for (const [index, name] of Object.keys(value).sort().entries()) {
    if (!name.isWellFormed()) return false;
    parts.push(`${index === 0 ? '' : ','}${JSON.stringify(name)}:`);
    if (!write(value[name] ?? null, parts, depth + 1)) return false;
  }
  parts.push('}');
  return true;
}
