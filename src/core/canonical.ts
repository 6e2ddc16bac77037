import { isObject, type Json, type JsonObject } from './json.ts';
import { pointerOf } from './record.ts';

type Path = (string | number)[];

/** Deeper than anything we write; without it a hostile text could overflow the stack. */
const DEEPEST = 512;

/**
 * RFC 8785 text of a value: no white space, members sorted by UTF-16 code units. Numbers must be integers within
 * ±(2^53 - 1), so that every parser reads the same.
 * @throws {RangeError} for other numbers, lone surrogates and nesting over 512, naming where
 */
export function canonical(value: Json): string {
  return write(value, []);
}

function write(value: Json, path: Path): string {
  if (typeof value === 'string') return writeString(value, path);
  if (typeof value === 'number') return writeNumber(value, path);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (path.length >= DEEPEST) throw refusal(`nesting over ${DEEPEST}`, path.slice(0, 3));
  if (Array.isArray(value)) return `[${value.map((item: Json, index) => writeInside(item, index, path)).join(',')}]`;
  if (isObject(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => writeMember(key, value[key], path))
      .join(',')}}`;
  throw refusal(typeof value, path);
}

function writeMember(key: string, value: Json | undefined, path: Path): string {
  if (value === undefined) throw refusal('undefined', [...path, key]);
  return `${writeString(key, path)}:${writeInside(value, key, path)}`;
}

function writeInside(value: Json, step: string | number, path: Path): string {
  path.push(step);
  const text = write(value, path);
  path.pop();
  return text;
}

function writeNumber(value: number, path: Path): string {
  if (!Number.isSafeInteger(value)) throw refusal(`the number ${value}`, path);
  return String(value);
}

function writeString(value: string, path: Path): string {
  if (!value.isWellFormed()) throw refusal('a lone surrogate', path);
  return JSON.stringify(value);
}

function refusal(what: string, path: Path): RangeError {
  return new RangeError(`not canonical JSON: ${what} at ${path.length === 0 ? 'the top' : pointerOf(path)}`);
}

/**
 * Whether a text is the canonical text of what `JSON.parse` reads in it. One comparison finds duplicate keys, numbers
 * that parsers round, needless escapes, white space and wrong order. Never throws.
 */
export function isCanonical(text: string): boolean {
  try {
    const value = JSON.parse(text) as Json;
    return (JSON.stringify(value) === text && isOrdered(value, 0)) || canonical(value) === text;
  } catch {
    return false;
  }
}

/**
 * Whether `JSON.stringify` gives the canonical text, which takes a third of the time. It does not where it escapes
 * lone surrogates, or where an object puts integer keys first.
 */
function isOrdered(value: Json, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value === 'boolean' || value === null) return true;
  if (depth >= DEEPEST) return false;
  if (Array.isArray(value)) return value.every((item: Json) => isOrdered(item, depth + 1));
  return isObject(value) && isOrderedObject(value, depth);
}

function isOrderedObject(value: JsonObject, depth: number): boolean {
  let last: string | undefined;
  for (const [key, item] of Object.entries(value)) {
    if ((last !== undefined && key < last) || !key.isWellFormed() || !isOrdered(item, depth + 1)) return false;
    last = key;
  }
  return true;
}
