import type { Random } from './random.ts';

/** JSON that parsers, stores and terminals have stumbled over. */
const VALUES: readonly [() => string, ...(() => string)[]] = [
  ...['null', 'true', '0', '-1', '-0', '1e400', '-1E-400', '9007199254740993', '1.7976931348623157e309', '0.1'],
  ...['1751328000', '1751328000000', '1e12', '253402300800000', '-62135596800001', '""', '[]', '{}', '[[]]', '[null]'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":1}}', '{"a":1,"a":2}', '"__proto__"'],
  ...['"\\ud800"', '"\\udc00x"', '"\\u0000"', '"\\u202e"', '"\\u001b[31m"', '"constructor"', '"toString"', '"="'],
  ...['"2026-02-30T25:61:61Z"', '"0000-00-00"', '"+275760-09-13T00:00:00.001Z"', '"1970-01-01T00:00:00Z"', '" "'],
  ...['"999.999.999.999"', '"::ffff:1.2.3.4%eth0"', '"https://%"', '"//[::1"', '"@/"', '"a@b@c"', '"\\\\"', '{"":""}'],
  ...['[1,"2",{"3":[4]}]', '{"length":-1}', '{"toJSON":1}', 'NaN', '01', "'x'", '"', '{', ']', '"a\tb"', '"%E0%A4%A"'],
].map((text) => () => text) as [() => string];

const LARGE: readonly [(random: Random) => string, ...((random: Random) => string)[]] = [
  () => '9'.repeat(400),
  (random) => `"${'x'.repeat(1 + random.below(70_000))}"`,
  (random) => `"${'\\u00e9'.repeat(random.below(3000))}"`,
  (random) => nested('[', ']', random.below(700)),
  (random) => nested('{"a":', '}', random.below(700)),
  (random) => `[${Array(random.below(500)).fill('{}').join()}]`,
  (random) => `{${Array.from({ length: random.below(200) }, (_, i) => `"k${i}":${i}`).join()}}`,
];

const NAMES: readonly [string, ...string[]] = [
  ...(['__proto__', 'constructor', 'toString', 'length', '', 'time', 'name', 'versions', 'id', '\\ud800'] as const),
  ...['a/b', '~1', '\\u0000', 'hasOwnProperty', 'x'.repeat(300)],
];

function nested(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}${open === '[' ? '' : '1'}${close.repeat(depth)}`;
}

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b|[[{]/g;

/** Replaces one value or one name of JSON, whatever stands around it. */
export function hostileJson(text: string, random: Random): string {
  const tokens = [...text.matchAll(TOKEN)];
  const token = tokens[random.below(tokens.length)];
  if (token === undefined) return text;
  const [found, colon] = token;
  const end = found === '{' || found === '[' ? closingOf(text, token.index) : token.index + found.length;
  return text.slice(0, token.index) + replacement(colon, random) + text.slice(end);
}

function replacement(colon: string | undefined, random: Random): string {
  if (colon !== undefined) return `"${random.pick(NAMES)}"${colon}`;
  return random.next() < 0.1 ? random.pick(LARGE)(random) : random.pick(VALUES)();
}

/** Where the array or object ends that opens here; the end of the text if it does not. */
function closingOf(text: string, from: number): number {
  let depth = 0;
  for (const { 0: found, index } of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (found === '{' || found === '[') depth += 1;
    else if (found === '}' || found === ']') depth -= 1;
    if (depth === 0) return from + index + 1;
  }
  return text.length;
}
