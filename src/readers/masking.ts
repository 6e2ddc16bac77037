import { isObject, type Json } from '../core/json.ts';

/** Replaces the secrets in a text. */
export type Mask = (text: string) => string;

const ESCAPED = /\\u00([2-7][0-9a-fA-F])|\\(\/)/g;

/** Masks a text that is not valid JSON, but may hide a secret behind the escapes of JSON all the same. */
export function maskText(text: string, mask: Mask): string {
  const masked = mask(text);
  if (!masked.includes('\\')) return masked;
  const plain = masked.replace(ESCAPED, (_, hex?: string) =>
    hex === undefined ? '/' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const cleaned = mask(plain);
  return cleaned === plain ? masked : cleaned;
}

type Path = readonly (string | number)[];

/** A path whose names hold no secrets: a token may stand where a name is expected. */
export function maskedPath(path: Path, mask: Mask): Path {
  return path.some((step) => typeof step === 'string' && mask(step) !== step)
    ? path.map((step) => (typeof step === 'string' ? mask(step) : step))
    : path;
}

/** What is granted to a package or person, whose name may be `cookie` or `otp`. */
const GRANT = /^"(?:read-only|read-write|owner|admin|developer)"$/;

/** Whatever it is, it is masked under the name of a secret. */
const PROBE = '"a1B2c3D4e5F6g7H8"';

/** A mask for the text of a value that is cut out of its document: it knows the name that stood before it. */
export function maskUnder(path: Path, mask: Mask): Mask {
  const name = path.findLast((step) => typeof step === 'string');
  const before = `{${JSON.stringify(name)}:`;
  if (name === undefined || mask(`${before}${PROBE}}`) === `${before}${PROBE}}`) return mask;
  return (text) => {
    const clean = GRANT.test(text) ? text : mask(`${before}${text}}`);
    return clean.startsWith(before) ? clean.slice(before.length, -1) : mask(text);
  };
}

/**
 * The value with its strings masked one by one, each beside the name it stands under: what stands behind escapes is in
 * plain sight there. The same value where that changes nothing.
 */
export function maskStrings(value: Json, mask: Mask): Json {
  const pairs: string[] = [];
  collect(value, '', pairs);
  const text = pairs.join('\n');
  return mask(text) === text ? value : masked(value, '', mask);
}

function pair(name: string, value: string): string {
  return `"${name}":"${value}"`;
}

function collect(value: Json, name: string, into: string[]): void {
  if (typeof value === 'string') into.push(pair(name, value));
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) collect(item, name, into);
  else if (isObject(value)) {
    for (const [inner, item] of Object.entries(value)) {
      if (typeof item !== 'string') into.push(inner);
      collect(item, inner, into);
    }
  }
}

function masked(value: Json, name: string, mask: Mask): Json {
  if (typeof value === 'string') return maskedString(value, name, mask);
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => masked(item, name, mask));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([inner, item]) => [mask(inner), masked(item, mask(inner), mask)]),
  );
}

function maskedString(value: string, name: string, mask: Mask): string {
  const before = pair(name, '').slice(0, -1);
  const clean = mask(pair(name, value));
  if (clean.startsWith(before) && clean.endsWith('"')) return clean.slice(before.length, -1);
  return mask(value) === value ? '[secret]' : mask(value);
}
