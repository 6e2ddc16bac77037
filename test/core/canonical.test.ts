import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, isCanonical } from '../../src/core/canonical.ts';
import type { Json } from '../../src/core/json.ts';

const integer = fc.maxSafeInteger();
const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed());
const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, integer, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('10', '9', '__proto__', 'constructor', '')), tie('value'), {
      maxKeys: 5,
    }),
  ),
}));

describe('canonical', () => {
  it('gives what a general implementation of RFC 8785 gives', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonical(value)).toBe(canonicalize(value));
      }),
    );
  });

  it('sorts by UTF-16 code units, not by code points, and not integers first', () => {
    const unsorted = { '\ufb33': 1, '\u{1f602}': 2, '€': 3, a: 4, Z: 5, '10': 6, '9': 7, '': 8 };
    expect(canonical(unsorted)).toBe('{"":8,"10":6,"9":7,"Z":5,"a":4,"€":3,"\u{1f602}":2,"\ufb33":1}');
  });

  it('treats __proto__ as a name', () => {
    expect(canonical(JSON.parse('{"b":1,"__proto__":{"x":2}}') as Json)).toBe('{"__proto__":{"x":2},"b":1}');
  });

  it.each([
    [0.5, 'the number 0.5 at the top'],
    [{ a: [1, { 'b/c': Number.NaN }] }, 'the number NaN at /a/1/b~1c'],
    [[Number.POSITIVE_INFINITY], 'the number Infinity at /0'],
    [2 ** 53, 'the number 9007199254740992 at the top'],
    [['\ud800'], 'a lone surrogate at /0'],
    [{ '\udc00x': 1 }, 'a lone surrogate at the top'],
    [{ a: undefined as unknown as Json }, 'undefined at /a'],
    [(() => 1) as unknown as Json, 'function at the top'],
  ])('refuses %j', (value, where) => {
    const refused = expect(() => canonical(value));
    refused.toThrow(RangeError);
    refused.toThrow(where);
  });

  it('takes the largest integers, and writes minus zero as zero', () => {
    expect(canonical([2 ** 53 - 1, -(2 ** 53 - 1), -0])).toBe('[9007199254740991,-9007199254740991,0]');
  });
});

describe('isCanonical', () => {
  it.each([
    '{"__proto__":1}',
    '"\u2028"',
    '"\u007f"',
    '"\\u0000"',
    '{"10":1,"9":2}',
    '{"\u{1f602}":1,"\ufb33":2}',
    '[]',
    '9007199254740991',
  ])('takes %j', (accepted) => expect(isCanonical(accepted)).toBe(true));

  it.each([
    '{"a":1,"a":2}',
    '9007199254740992',
    '9007199254740993',
    '1.0',
    '0.5',
    '-0',
    '1e2',
    '1e400',
    '"\\u0041"',
    '"\\/"',
    '"\\u000A"',
    '[1, 2]',
    ' 1',
    '1\n',
    '{"b":1,"a":2}',
    '{"9":1,"10":2}',
    '{"\ufb33":1,"\u{1f602}":2}',
    '"\\ud800"',
    '{"\\ud800":1}',
    '"\ud800"',
    '\ufeff1',
    '',
    '{',
    'NaN',
    '['.repeat(600) + ']'.repeat(600),
    '['.repeat(200_000) + ']'.repeat(200_000),
  ])('refuses %j', (refused) => expect(isCanonical(refused)).toBe(false));

  it('agrees with the round trip', () => {
    const spaced = fc
      .tuple(anyJson, fc.constantFrom(undefined, 1))
      .map(([value, indent]) => JSON.stringify(value, undefined, indent));
    fc.assert(
      fc.property(fc.oneof(spaced, fc.json(), anyJson.map(canonical)), (candidate) => {
        let expected: boolean;
        try {
          expected = canonical(JSON.parse(candidate) as Json) === candidate;
        } catch {
          expected = false;
        }
        expect(isCanonical(candidate)).toBe(expected);
      }),
    );
  });
});

/** https://github.com/cyberphone/json-canonicalization, where a copy lies beside the project. */
const VECTORS = '../shared/vectors/jcs/testdata';
const names = existsSync(VECTORS) ? readdirSync(join(VECTORS, 'input')).filter((name) => name !== 'values.json') : [];

it('agrees with the published vectors that have no fractions', () => {
  for (const name of names) {
    const expected = readFileSync(join(VECTORS, 'output', name), 'utf8');
    expect(canonical(JSON.parse(readFileSync(join(VECTORS, 'input', name), 'utf8')) as Json), name).toBe(expected);
    expect(isCanonical(expected), name).toBe(true);
  }
  expect(names.length === 0 || names.length === 5).toBe(true);
});

it('gives the examples of RFC 8785 that have no fractions', () => {
  const literals: Json = { string: '\u20ac$\u000f\nA\'B"\\\\"/', literals: [null, true, false] };
  expect(canonical(literals)).toBe('{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
});
