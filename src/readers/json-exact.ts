import { BYTE } from './json-bytes.ts';

const NUMBER = /-?\d[\d.eE+-]*/y;
const DIGITS = /^-?\d+$/;

/**
 * The same JSON, but numbers that JavaScript cannot hold stand as strings of their digits: integers beyond 2^53, and
 * numbers too large for a double.
 */
export function quoteLongNumbers(json: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let i = 0; i < json.length; ) {
    const code = json.charCodeAt(i);
    if (code === BYTE.quote) {
      i = afterString(json, i);
      continue;
    }
    NUMBER.lastIndex = i;
    const [digits = ''] = NUMBER.exec(json) ?? [];
    if (isLost(digits)) {
      parts.push(json.slice(copied, i), `"${digits}"`);
      copied = i + digits.length;
    }
    i += digits.length || 1;
  }
  return parts.join('') + json.slice(copied);
}

function isLost(digits: string): boolean {
  if (digits === '') return false;
  const value = Number(digits);
  return DIGITS.test(digits) ? !Number.isSafeInteger(value) : !Number.isFinite(value);
}

function afterString(json: string, start: number): number {
  let i = json.indexOf('"', start + 1);
  while (i !== -1 && isEscaped(json, i)) i = json.indexOf('"', i + 1);
  return i === -1 ? json.length : i + 1;
}

function isEscaped(json: string, i: number): boolean {
  let backslashes = 0;
  while (json.charCodeAt(i - 1 - backslashes) === BYTE.backslash) backslashes += 1;
  return backslashes % 2 === 1;
}
