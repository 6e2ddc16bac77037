import { sha512Hex } from './digest.ts';
import {
  COOKIE_PACKAGE,
  HARMLESS,
  HEADER_NAMES,
  MASK,
  NAME,
  PROSE,
  SCHEME,
  SECRET_ENDING,
  SECRET_NAMES,
  SHORTEST_TOKEN,
  TOKEN_NAME,
  UUID,
  VERSION_RANGE,
} from './secrets.patterns.ts';
import { bareEnd, looksLikeJson, matchAt, nameAround, stringEnd } from './secrets.text.ts';

/** What stands for a secret that has no joinable fingerprint: even a hash of a password can be guessed. */
export const HIDDEN = '[secret]';

/** A part of the text that becomes another. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The name of a secret, found in the text. */
interface Key {
  /** In lower case, without leading hyphens. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Whether it can be an option of a command: `--otp`, `--//host/:_authToken`. */
  readonly option: boolean;
}

/** Masks what stands after the name of a secret: in JSON, also inside JSON strings, in arguments, headers and prose. */
export function maskNamed(text: string): string {
  let masked = '';
  let done = 0;
  NAME.lastIndex = 0;
  for (let hit = NAME.exec(text); hit !== null; hit = NAME.exec(text)) {
    const change = changeAt(text, hit.index, hit[0]);
    if (change === undefined) continue;
    masked += text.slice(done, change.from) + change.text;
    done = change.to;
    NAME.lastIndex = Math.max(NAME.lastIndex, done);
  }
  return done === 0 ? text : masked + text.slice(done);
}

function changeAt(text: string, index: number, hit: string): Change | undefined {
  if (/^b/i.test(hit)) return schemeChange(text, index);
  const key = keyAround(text, index + (hit.length >> 1));
  return key === undefined ? undefined : valueChange(text, key);
}

function keyAround(text: string, inside: number): Key | undefined {
  const [start, to] = nameAround(text, inside);
  // In JSON `\npassword` starts with an escape, not with an n.
  const from = text[start - 1] === '\\' && !isSecretName(text.slice(start, to).toLowerCase()) ? start + 1 : start;
  const whole = text.slice(from, to).toLowerCase();
  const name = whole.replace(/^-+/, '');
  if (!isSecretName(name)) return undefined;
  return { name, from, to, option: whole.startsWith('--') || (whole.startsWith('_') && text[from - 1] === ':') };
}

function isSecretName(name: string): boolean {
  return isAlwaysSecret(name) || TOKEN_NAME.test(name) || HEADER_NAMES.has(name);
}

function isAlwaysSecret(name: string): boolean {
  return SECRET_NAMES.has(name) || SECRET_ENDING.test(name);
}

/** Closing quote of the name, then what joins name and value. */
const JOINT = /(\\*["'`])?\s*(=>|[:=,])?\s*/y;
const QUOTE = /\\*["'`]/y;
const NUMBER = /-?\d[\d.eE+-]*/y;
const WHOLE_MASK = new RegExp(MASK, 'y');
const SCHEME_HERE = new RegExp(SCHEME.source.slice(1), 'iy');

function valueChange(text: string, key: Key): Change | undefined {
  const [joint = '', closing, operator] = matchAt(JOINT, text, key.to) ?? [];
  const at = key.to + joint.length;
  if (closing !== undefined && (operator === undefined || operator === ',')) {
    return key.option && joint !== closing ? argumentChange(text, at, key) : undefined;
  }
  if (closing !== undefined) return memberChange(text, at, key, closing);
  if (operator === '=') return looseQuotedChange(text, at, key) ?? bareChange(text, at, key);
  if (operator === ':') return looseQuotedChange(text, at, key) ?? headerChange(text, at, key);
  if (key.option && joint !== '' && operator === undefined && text[at] !== '-') return bareChange(text, at, key);
  return text.startsWith('/-/user/token/', key.from - '/-/user/'.length) ? bareChange(text, at + 1, key) : undefined;
}

/** `"name": "value"`, `"name": ["value"]`, `"name": 123456`. */
function memberChange(text: string, at: number, key: Key, quote: string): Change | undefined {
  if (text[at] === '[') return arrayChange(text, at, key, quote);
  const number = matchAt(NUMBER, text, at)?.[0];
  if (number === undefined) return quotedChange(text, at, key);
  return isAlwaysSecret(key.name) ? { from: at, to: at + number.length, text: quote + HIDDEN + quote } : undefined;
}

/** Masks the strings and numbers of an array, at any depth, up to its end or the first object in it. */
function arrayChange(text: string, from: number, key: Key, quote: string): Change {
  let depth = 0;
  let at = from;
  let masked = '';
  do {
    const inside = /[[\]]/.test(text.charAt(at)) ? undefined : memberChange(text, at, key, quote);
    if (inside === undefined && !/[[\],\s\\"'`]/.test(text.charAt(at))) break;
    if (text[at] === '[') depth++;
    if (text[at] === ']') depth--;
    masked += inside === undefined ? text.charAt(at) : text.slice(at, inside.from) + inside.text;
    at = inside === undefined ? at + 1 : inside.to;
    const closing = inside === undefined ? undefined : matchAt(QUOTE, text, at)?.[0];
    masked += closing ?? '';
    at += closing?.length ?? 0;
  } while (depth > 0 && at < text.length);
  return { from, to: at, text: masked };
}
