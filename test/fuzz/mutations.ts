import { gzipSync } from 'node:zlib';
import { hostileJson } from './hostile-json.ts';
import type { Random } from './random.ts';

/** Changes a file in one way. `other` is a second seed. Text is bytes as latin1: nothing is lost on the way. */
type Mutation = (text: string, random: Random, other: string) => string;

const TOKENS: readonly [string, ...string[]] = [
  ...([
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\t',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ';',
    '=',
    '|',
    '<',
    '>',
    '(',
    ')',
  ] as const),
  ...['\\', '\x1b[31m', '\x1b]8;;', '\x7f', '\x80', '\xff\xfe', '\xef\xbb\xbf', '\xed\xa0\x80', '\xf4\x90\x80\x80'],
  ...['\xe2\x80\xae', '\xc3', '%00', '%E0%A4%A', '&#0;', '=?utf-8?B?AAAA?=', '__proto__', 'constructor', '-0', '1e999'],
  ...[
    '9'.repeat(30),
    '2026-13-45T99:99:99Z',
    '31/Feb/2026:25:00:00 +9999',
    '/../../',
    '@',
    '@@/',
    '::',
    '::1',
    '-',
    '--',
  ],
  ...['$(x)', '- ', '  ', '#', '> ', 'null', 'undefined', 'NaN', ' '.repeat(200), '('.repeat(200), 'a'.repeat(5000)],
];

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  flipBits,
  insertBytes,
  removeSpan,
  repeatSpan,
  insertToken,
  insertToken,
  swapLines,
  repeatLine,
  removeLine,
  moveField,
  splice,
  takeLine,
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => text.slice(random.below(text.length)),
  changeNumber,
  hostileJson,
  hostileJson,
  hostileJson,
  hostileJson,
  longField,
];

/** How a whole file may be kept: seldom, since nothing but decoding is tried by it. */
const COVERS: readonly [Mutation, ...Mutation[]] = [
  (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  (text) => text.replaceAll(/\r?\n/g, '\r'),
  (text) => `\xef\xbb\xbf${text}`,
  (text) => `\xff\xfe${utf16(text).toString('latin1')}`,
  (text) => `\xfe\xff${utf16(text).swap16().toString('latin1')}`,
  (text) => utf16(text).toString('latin1'),
  (text) => gzipSync(Buffer.from(text, 'latin1'), { level: 1 }).toString('latin1'),
  (text, random) => flipBits(gzipSync(Buffer.from(text, 'latin1'), { level: 1 }).toString('latin1'), random),
  (text) => `HTTP/1.1 200 OK\r\ndate: Tue, 31 Mar 2026 09:00:00 GMT\r\n\r\n${text}`,
  (text) => `${JSON.stringify({ log: text, stream: 'stdout', time: '2026-03-31T09:00:00Z' })}\n`,
];

const MOST_CHANGES = 5;
const LARGEST = 256 * 1024;

/** A damaged or hostile variant of a file. */
export function mutated(bytes: Buffer, random: Random, other: Buffer): Buffer {
  let text = bytes.toString('latin1');
  const changes = 1 + random.below(MOST_CHANGES);
  // Lines that are repeated over and over would fill the memory.
  for (let i = 0; i < changes; i++)
    text = random.pick(MUTATIONS)(text, random, other.toString('latin1')).slice(0, LARGEST);
  if (random.next() < 0.1) text = random.pick(COVERS)(text, random, '');
  return Buffer.from(text.slice(0, LARGEST), 'latin1');
}

function utf16(text: string): Buffer {
  return Buffer.from(Buffer.from(text, 'latin1').toString(), 'utf16le');
}

function flipBits(text: string, random: Random): string {
  const bytes = Buffer.from(text, 'latin1');
  for (let i = random.below(8); i >= 0 && bytes.length > 0; i--) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes.toString('latin1');
}

function put(text: string, at: number, what: string): string {
  return text.slice(0, at) + what + text.slice(at);
}

function insertBytes(text: string, random: Random): string {
  const what = Array.from({ length: 1 + random.below(8) }, () => String.fromCharCode(random.below(256))).join('');
  return put(text, random.below(text.length + 1), what);
}

function insertToken(text: string, random: Random): string {
  return put(text, random.below(text.length + 1), random.pick(TOKENS));
}

function removeSpan(text: string, random: Random): string {
  const from = random.below(text.length);
  return text.slice(0, from) + text.slice(from + 1 + random.below(random.pick([4, 40, 400])));
}

function repeatSpan(text: string, random: Random): string {
  const from = random.below(text.length);
  const span = text.slice(from, from + 1 + random.below(60));
  return put(text, from, span.repeat(1 + random.below(random.pick([3, 3, 300]))));
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function swapLines(text: string, random: Random): string {
  const lines = linesOf(text);
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  return lines.join('');
}

function repeatLine(text: string, random: Random): string {
  const lines = linesOf(text);
  const line = lines[random.below(lines.length)] ?? '';
  lines.splice(random.below(lines.length), 0, line.repeat(1 + random.below(random.pick([2, 2, 40]))));
  return lines.join('');
}

function removeLine(text: string, random: Random): string {
  const lines = linesOf(text);
  lines.splice(random.below(lines.length), 1 + random.below(3));
  return lines.join('');
}

/** Lines with one field in the place of another. */
function moveField(text: string, random: Random): string {
  const lines = linesOf(text);
  const at = random.below(lines.length);
  const separator = random.pick([' ', '|', ',', '\t', '": ', '"']);
  const fields = (lines[at] ?? '').split(separator);
  const [a, b] = [random.below(fields.length), random.below(fields.length)];
  [fields[a], fields[b]] = [fields[b] ?? '', fields[a] ?? ''];
  lines[at] = fields.join(separator);
  return lines.join('');
}

function splice(text: string, random: Random, other: string): string {
  return text.slice(0, random.below(text.length)) + other.slice(random.below(other.length));
}

function takeLine(text: string, random: Random, other: string): string {
  const lines = linesOf(text);
  const others = linesOf(other);
  lines.splice(random.below(lines.length + 1), 0, others[random.below(others.length)] ?? '');
  return lines.join('');
}

function changeNumber(text: string, random: Random): string {
  const numbers = [...text.matchAll(/\d+/g)];
  const number = numbers[random.below(numbers.length)];
  if (number === undefined) return text;
  const other = random.pick([
    '0',
    '',
    '-1',
    '99',
    '10000',
    '4294967296',
    '9007199254740993',
    '9'.repeat(25),
    '00',
    '١',
  ]);
  const raw = Buffer.from(other).toString('latin1');
  return text.slice(0, number.index) + raw + text.slice(number.index + number[0].length);
}

/** A word of many kilobytes, some of them larger than what a ledger entry holds itself. */
function longField(text: string, random: Random): string {
  if (random.next() < 0.7) return text;
  const words = [...text.matchAll(/[\w./@-]+/g)];
  const word = words[random.below(words.length)];
  if (word === undefined) return text;
  return put(text, word.index, word[0].repeat(Math.ceil(random.below(80_000) / word[0].length)));
}
