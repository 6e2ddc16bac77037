import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinearRegex } from '../../../src/rules/sigma/regex/regex.ts';

const PLAIN = { insensitive: false, multiline: false, dotAll: false };

function says(source: string, text: string, flags = PLAIN): boolean {
  return new LinearRegex(source, flags).test(text);
}

/** Expressions over a small alphabet, so that they often fit. */
const atom = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\W',
  '\\d',
  '\\s',
  '[a-c]',
  '\\.',
  '\\b',
  '^',
  '$',
  '(?:)',
);
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '+?');
const expression = fc.letrec<{ whole: string; part: string }>((tie) => ({
  whole: fc.array(tie('part'), { maxLength: 3 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(atom, quantifier).map(([one, count]) => (/^(?:\\b|\^|\$)$/.test(one) ? one : one + count)),
    fc.tuple(tie('whole'), tie('whole'), quantifier).map(([a, b, count]) => `(${a}|${b})${count}`),
    fc.tuple(tie('whole'), quantifier).map(([a, count]) => `(?:${a})${count}`),
  ),
})).whole;

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', ' ', '.', '1', '\n'), maxLength: 8 });

describe('a linear regular expression', () => {
  it('says what the engine of the language says', () => {
    fc.assert(
      fc.property(expression, text, fc.boolean(), fc.boolean(), fc.boolean(), (source, each, i, m, s) => {
        const flags = `${i ? 'i' : ''}${m ? 'm' : ''}${s ? 's' : ''}`;
        const expected = new RegExp(source, flags).test(each);
        expect(says(source, each, { insensitive: i, multiline: m, dotAll: s })).toBe(expected);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it.each([
    ['^(a+)+$', `${'a'.repeat(5000)}!`],
    ['^(a|aa)+$', `${'a'.repeat(5000)}!`],
    ['(.*)(.*)(.*)(.*)(.*)x', 'a'.repeat(5000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(5000)],
    ['(a*)*b', 'a'.repeat(5000)],
    ['(?:(?:(?:a{0}){1000}){1000}){1000}b', 'a'.repeat(100)],
  ])('%s takes time in proportion to the text', (source, each) => expect(says(source, each)).toBe(false));

  it.each([
    ['(?i)ABC', 'xabcx', true],
    ['(?P<name>a)b', 'ab', true],
    ['(?<name>a)b', 'ab', true],
    ['\\x41\\u0042', 'AB', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[\\d-x]', '-', true],
    ['\\Aab\\z', 'ab', true],
    ['a{,2}', 'a{,2}', true],
    ['[^\\n]+$', 'a', true],
    ['\\/api\\/', '/api/', true],
    ['', '', true],
    ['a|', 'b', true],
  ])('%s of %s: %s', (source, each, expected) => expect(says(source, each)).toBe(expected));
});
