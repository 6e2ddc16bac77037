import { sha512Hex } from './digest.ts';
import {
  COOKIE_PACKAGE,
  CREDENTIAL,
  HARMLESS,
  HEADER_NAMES,
  LONG_SCHEME,
  MASK,
  MASKED_MEMBER,
  NAME,
  NAME_HINT,
  NAME_OR_RARE_NAME,
  PROSE,
  RARE_NAME_HINT,
  SCHEME,
  SCOPED_PACKAGE,
  SECRET_ENDING,
  SECRET_NAMES,
  SHORT_NAME_HINT,
  SHORTEST_TOKEN,
  TOKEN_NAME,
  TOKEN_PLACE,
  UUID,
  VERSION_RANGE,
} from './secrets.patterns.ts';
import { lineEnd, looksLikeJson, matchAt, nameAround, stringEnd, wordEnd } from './secrets.text.ts';

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
  const rare = RARE_NAME_HINT.test(text);
  if (!rare && !NAME_HINT.test(text) && !SHORT_NAME_HINT.test(text)) return text;
  const names = rare ? NAME_OR_RARE_NAME : NAME;
  names.lastIndex = 0;
  for (let hit = names.exec(text); hit !== null; hit = names.exec(text)) {
    const change = changeAt(text, hit.index, hit[0]);
    if (change === undefined) continue;
    masked += text.slice(done, change.from) + change.text;
    done = change.to;
    names.lastIndex = Math.max(names.lastIndex, done);
  }
  return done === 0 ? text : masked + text.slice(done);
}

function changeAt(text: string, index: number, hit: string): Change | undefined {
  MASKED_MEMBER.lastIndex = index;
  if (MASKED_MEMBER.test(text)) return undefined;
  if (hit[0] === 'b' || hit[0] === 'B') return schemeChange(text, index);
  const key = keyAround(text, index + (hit.length >> 1));
  return key === undefined ? undefined : valueChange(text, key);
}

function keyAround(text: string, inside: number): Key | undefined {
  const [start, to] = nameAround(text, inside);
  // In JSON `\npassword` starts with an escape, not with an n.
  const escaped = text[start - 1] === '\\' && !isSecretName(text.slice(start, to).toLowerCase());
  const from = escaped ? start + 1 : start;
  const whole = text.slice(from, to).toLowerCase();
  const name = whole.startsWith('-') ? whole.replace(/^-+/, '') : whole;
  if (!isSecretName(name)) return undefined;
  return { name, from, to, option: whole.startsWith('--') || (whole.startsWith('_') && text[from - 1] === ':') };
}

function isSecretName(name: string): boolean {
  return isAlwaysSecret(name) || TOKEN_NAME.test(name) || HEADER_NAMES.has(name);
}

function isAlwaysSecret(name: string): boolean {
  return SECRET_NAMES.has(name) || SECRET_ENDING.test(name);
}

/** A quote as it stands up to four JSON strings deep: each layer doubles the backslashes before it and adds one. */
const ANY_QUOTE = '(?:\\\\{15}|\\\\{7}|\\\\{3}|\\\\)?["\'`]';
/** Closing quote of the name, then what joins name and value. */
const JOINT = new RegExp(`(${ANY_QUOTE})?\\s*(=>|[:=,])?\\s*`, 'y');

function valueChange(text: string, key: Key): Change | undefined {
  const [joint = '', closing, operator] = matchAt(JOINT, text, key.to) ?? [];
  const at = key.to + joint.length;
  if (closing !== undefined && (operator === undefined || operator === ',')) {
    return key.option && joint !== closing ? argumentChange(text, at, key, closing) : undefined;
  }
  if (closing !== undefined) return memberChange(text, at, key, closing);
  if (operator === '=') return looseStringChange(text, at, key) ?? wordChange(text, at, key);
  if (operator === ':') return looseStringChange(text, at, key) ?? headerChange(text, at, key);
  if (key.option && joint !== '' && operator === undefined && text[at] !== '-') return wordChange(text, at, key);
  return text.startsWith('/-/user/token/', key.from - '/-/user/'.length) ? logoutChange(text, at + 1, key) : undefined;
}

const STEP = new RegExp(`${MASK}|[^\\s"'\`\\\\/?&#]+`, 'y');

/** npm logs out with the token in the path: `DELETE /-/user/token/<token>`. */
function logoutChange(text: string, at: number, key: Key): Change | undefined {
  const token = matchAt(STEP, text, at)?.[0];
  return token === undefined ? undefined : { from: at, to: at + token.length, text: hidden(token, key.name) };
}

const QUOTE = new RegExp(ANY_QUOTE, 'y');
const NUMBER = /-?\d[\d.eE+-]{0,400}(?=\s*(?:[,\]}\\]|$))/y;

/** `"name": "value"`, `"name": ["value"]`, `"name": 123456`. */
function memberChange(text: string, at: number, key: Key, quote: string): Change | undefined {
  if (text[at] === '[') return arrayChange(text, at, key, quote);
  const number = matchAt(NUMBER, text, at)?.[0];
  if (number === undefined) return stringChange(text, at, key, quote);
  return isAlwaysSecret(key.name) ? { from: at, to: at + number.length, text: quote + HIDDEN + quote } : undefined;
}

/** White space, also that of indented JSON inside a JSON string. */
const SPACE = '(?:\\s|\\\\{1,15}[nrt]){0,400}';
const ITEM = new RegExp(`${SPACE}(?:([[\\],])|(${ANY_QUOTE})|(${NUMBER.source})|true|false|null)`, 'y');

/** Masks the strings and numbers of an array, at any depth, up to its end or the first object in it. */
function arrayChange(text: string, from: number, key: Key, quote: string): Change {
  let depth = 0;
  let to = from;
  let masked = '';
  for (let item = matchAt(ITEM, text, to); item !== null; item = matchAt(ITEM, text, to)) {
    const [whole, bracket, open, number] = item;
    const value = open ?? number;
    const change = value === undefined ? undefined : memberChange(text, to + whole.length - value.length, key, quote);
    if (open !== undefined && change === undefined) break;
    masked += change === undefined ? whole : text.slice(to, change.from) + change.text;
    to = change?.to ?? to + whole.length;
    if (open !== undefined) {
      if (!text.startsWith(open, to)) break;
      masked += open;
      to += open.length;
    }
    if (bracket === '[') depth++;
    if (bracket === ']') depth--;
    if (depth === 0) break;
  }
  return { from, to, text: masked };
}

/** `"--otp" "123456"`, `"--otp","123456"`; but not a member that happens to follow: `"--otp","next":`. */
function argumentChange(text: string, at: number, key: Key, quote: string): Change | undefined {
  const change = stringChange(text, at, key, quote);
  return change !== undefined && /^\\*["'`]\s*:/.test(text.slice(change.to, change.to + 20)) ? undefined : change;
}

/** @param expected the quote that the name has: text in which name and value differ in theirs is something else */
function stringChange(text: string, at: number, key: Key, expected?: string): Change | undefined {
  const quote = matchAt(QUOTE, text, at)?.[0];
  if (quote === undefined || quote !== (expected ?? quote)) return undefined;
  const from = at + quote.length;
  return spanChange(text, from, stringEnd(text, from, quote), key);
}

/** `password="value"` */
function looseStringChange(text: string, at: number, key: Key): Change | undefined {
  return opensValue(text, at) ? stringChange(text, at, key) : undefined;
}

/** Whether a quote after `=` or an unquoted name opens a value. It may end the string around: `"use --password=", …`. */
function opensValue(text: string, at: number): boolean {
  if (text[at] === '"' && looksLikeJson(text)) return false;
  return !/^\\*["'`]\s*(?:[,}\]:]|$)/.test(text.slice(at, at + 20));
}

const WHOLE_MASK = new RegExp(MASK, 'y');

function valueEnd(text: string, at: number): number {
  const mask = matchAt(WHOLE_MASK, text, at)?.[0];
  return mask === undefined ? wordEnd(text, at) : at + mask.length;
}

function wordChange(text: string, at: number, key: Key): Change | undefined {
  const afterScheme = at + (matchAt(SCHEME, text, at)?.[0].length ?? 0);
  const to = valueEnd(text, afterScheme);
  return to === at ? undefined : spanChange(text, at, to, key);
}

/** A list as a program prints it: `authorization: [ 'Bearer …' ]`. */
const LIST = new RegExp(`\\[${SPACE}(${ANY_QUOTE})`, 'y');

/** An unquoted name before a colon: a header, or a list. After any other name it is prose. */
function headerChange(text: string, at: number, key: Key): Change | undefined {
  const [list = '', quote = ''] = matchAt(LIST, text, at) ?? [];
  if (quote !== '' && opensValue(text, at + list.length - quote.length)) return arrayChange(text, at, key, quote);
  if (!HEADER_NAMES.has(key.name)) return undefined;
  if (key.name.endsWith('cookie')) return cookieChange(text, at, key);
  return key.name.endsWith('authorization') ? authorizationChange(text, at, key) : wordChange(text, at, key);
}

const COOKIE_START = /[^"'`\r\n=]{0,256}=/y;

/** `Cookie: a=b; c=d` */
function cookieChange(text: string, at: number, key: Key): Change | undefined {
  return matchAt(COOKIE_START, text, at) === null ? undefined : spanChange(text, at, lineEnd(text, at), key);
}

/** `Authorization: Basic …`, `Authorization: Digest username=…, response=…`, but not `authorization: denied for alice`. */
function authorizationChange(text: string, at: number, key: Key): Change | undefined {
  if (matchAt(WHOLE_MASK, text, at) !== null || matchAt(SCHEME, text, at) !== null) return wordChange(text, at, key);
  if (matchAt(LONG_SCHEME, text, at) !== null) return spanChange(text, at, lineEnd(text, at), key);
  const credential = matchAt(CREDENTIAL, text, at)?.[0];
  return credential === undefined ? undefined : spanChange(text, at, at + credential.length, key);
}

function spanChange(text: string, from: number, to: number, key: Key): Change {
  return { from, to, text: maskedValue(text.slice(from, to), key.name) };
}

const SCHEME_WORD = /(?:bearer|basic)(?:[ \t]+|%20|\+)/iy;

/** `Bearer …` and `Basic …` wherever they stand. */
function schemeChange(text: string, index: number): Change | undefined {
  const scheme = matchAt(SCHEME_WORD, text, index)?.[0] ?? '';
  const from = index + scheme.length;
  const to = valueEnd(text, from);
  const value = text.slice(from, to);
  if (scheme === '' || HARMLESS.test(value) || PROSE.test(value)) return undefined;
  if (/^basic/i.test(scheme) && !isBasicCredential(value)) return undefined;
  return { from, to, text: hidden(value, 'authorization') };
}

const LONGEST_CREDENTIAL = 8192;

/** Base64 of `user:password`; what is too long for a word of a sentence counts as one. */
function isBasicCredential(value: string): boolean {
  if (value.length > LONGEST_CREDENTIAL) return true;
  return /^[\w+/-]{4,}={0,2}$/.test(value) && Buffer.from(value, 'base64').includes(':');
}

function maskedValue(value: string, name: string): string {
  const scheme = name.endsWith('authorization') ? (matchAt(SCHEME, value, 0)?.[0] ?? '') : '';
  return scheme + hidden(value.slice(scheme.length), name);
}

function hidden(value: string, name: string): string {
  const plain = value.trim();
  if (isHarmless(plain, name)) return value;
  return UUID.test(plain) && TOKEN_PLACE.test(name) ? `[npm-token sha512:${sha512Hex(plain)}]` : HIDDEN;
}

function isHarmless(value: string, name: string): boolean {
  if (HARMLESS.test(value)) return true;
  if (!isAlwaysSecret(name) && (value.length < SHORTEST_TOKEN || /\s|…|\.\.\.|:\/\//.test(value))) return true;
  if (value.length > 200) return false;
  return VERSION_RANGE.test(value) || SCOPED_PACKAGE.test(value) || (name === 'cookie' && COOKIE_PACKAGE.test(value));
}
