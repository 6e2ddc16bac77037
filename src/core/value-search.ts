import { inRange, isRange } from './ip.ts';

/** What a person can be found by. `text` is any text, also within a word. */
export const VALUE_KINDS = ['actor', 'ip', 'email', 'text'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** `whole`: the value itself. `part`: the same letters within a longer name: another value, which nobody asked for. */
export type Held = 'whole' | 'part';

/** Deeper is not looked for JSON within JSON. */
const DEEPEST = 8;

/** Fewer digits of base64 or hex would be found by accident. */
const SHORTEST_CODED = 8;

/** What may not stand before and behind a value, as it would make another one of it. */
const BOUNDS: Readonly<Record<Exclude<ValueKind, 'text'>, readonly [before: RegExp, behind: RegExp]>> = {
  actor: [/[\p{L}\p{N}_]$|[\p{L}\p{N}]-$/u, /^[\p{L}\p{N}_]|^-[\p{L}\p{N}]/u],
  email: [/[a-z0-9._%+-]$/, /^[a-z0-9]|^[.-][a-z0-9]/],
  ip: [/[0-9]$|[0-9]\.$/, /^[0-9]|^\.[0-9]/],
};

/**
 * Looks for one value in texts, whatever the letters' case, as it stands there, percent-encoded, with JSON escapes,
 * in JSON within JSON, in base64 or in hex. An address is found in each way of writing it; a range by what lies in it.
 */
export class ValueSearch {
  readonly kind: ValueKind;
  readonly #value: string;
  readonly #coded: readonly string[];
  readonly #exact: readonly string[];

  constructor(kind: ValueKind, value: string) {
    this.kind = kind;
    this.#value = value.trim().normalize().toLowerCase();
    const bytes = Buffer.from(value.trim());
    const exact = [0, 1, 2].flatMap((offset) => base64At(bytes, offset));
    this.#exact = exact.filter((text) => text.length >= SHORTEST_CODED);
    this.#coded = [bytes.toString('hex')].filter((text) => text.length >= SHORTEST_CODED);
  }

  /** Whether this canonical JSON text, or any other, holds the value. */
  find(text: string): Held | undefined {
    const plain = normal(text);
    const coded = this.#coded.some((hex) => plain.includes(hex)) || this.#exact.some((digits) => text.includes(digits));
    if (coded) return 'whole';
    const isAddress = this.kind === 'ip' && hasAddress(plain, this.#value);
    if (isAddress) return 'whole';
    if (!plain.includes(this.#value)) return undefined;
    if (this.kind === 'text') return 'whole';
    const [before, behind] = BOUNDS[this.kind];
    return stringsIn(text, 0).some((string) => isWhole(normal(string), this.#value, before, behind)) ? 'whole' : 'part';
  }
}

/** Letters as they are meant: JSON's `\u0040` and URLs' `%40` as the letter, all in lower case. */
function normal(text: string): string {
  let plain = text;
  if (plain.includes('\\u')) plain = plain.replace(/\\{1,16}u([0-9a-fA-F]{4})/g, (_all, hex: string) => letter(hex));
  if (plain.includes('%')) plain = plain.replace(/(?:%(?:25){0,3}[0-9a-fA-F]{2})+/g, decoded);
  return plain.normalize().toLowerCase();
}

function letter(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

function decoded(run: string): string {
  const hex = run.replace(/%(?:25(?=(?:25){0,2}[0-9a-fA-F]{2})){0,3}/g, '');
  return Buffer.from(hex, 'hex').toString('utf8');
}

/** The strings of a JSON text, names too, and of JSON within them; a text that is none is itself. */
function stringsIn(text: string, depth: number): string[] {
  if (depth >= DEEPEST || !/^\s*[[{"]/.test(text)) return [text];
  try {
    return strings(JSON.parse(text), depth);
  } catch {
    return [text];
  }
}

function strings(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return stringsIn(value, depth + 1);
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...strings(inner, depth)]);
}

function isWhole(text: string, value: string, before: RegExp, behind: RegExp): boolean {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const end = at + value.length;
    if (!before.test(text.slice(Math.max(at - 3, 0), at)) && !behind.test(text.slice(end, end + 3))) return true;
  }
  return false;
}

const ADDRESS = /[0-9a-f:.]{3,60}/g;

/** An address in another form than the one looked for, or one of a range. */
function hasAddress(text: string, value: string): boolean {
  const isPlain = !value.includes('/') && !value.includes(':');
  if (isPlain && !text.includes('::ffff:')) return false;
  return isRange(value) && (text.match(ADDRESS) ?? []).some((word) => formsOf(word).some((ip) => inRange(ip, value)));
}

/** A word of digits, points and colons as an address: alone, without the full stop behind it, without a port. */
function formsOf(word: string): string[] {
  const bare = word.replace(/^\.+|[.:]+$/g, '');
  const port = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(bare);
  const address = port?.[1] ?? bare;
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) || address.split(':').length > 2 ? [address] : [];
}

/** The digits that bytes give wherever they stand `offset` bytes behind a multiple of three, in both alphabets. */
function base64At(bytes: Buffer, offset: number): string[] {
  const digits = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const own = digits.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  const url = own.replaceAll('+', '-').replaceAll('/', '_');
  return own === url ? [own] : [own, url];
}
