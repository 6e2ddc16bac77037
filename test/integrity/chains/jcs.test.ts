import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { jcs } from '../../../src/integrity/chains/jcs.ts';
import { memberText } from '../../../src/integrity/chains/member-text.ts';
import { looksChained } from '../../../src/integrity/chains/undeclared.ts';

const VECTORS = '../shared/vectors/jcs/testdata';

describe('canonical text of any JSON', () => {
  it.runIf(existsSync(VECTORS))('is that of the published vectors', () => {
    const names = readdirSync(join(VECTORS, 'input'));
    expect(names).toHaveLength(6);
    for (const name of names) {
      const input = JSON.parse(readFileSync(join(VECTORS, 'input', name), 'utf8')) as Json;
      expect(jcs(input)).toBe(readFileSync(join(VECTORS, 'output', name), 'utf8'));
    }
  });

  it('is that of another implementation', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        const value = JSON.parse(text) as Json;
        expect(jcs(value)).toBe(canonicalize(value));
      }),
    );
  });

  it('does not take names for more than names', () => {
    expect(jcs(JSON.parse('{"__proto__":1,"b":{"constructor":null},"a":[]}') as Json)).toBe(
      '{"__proto__":1,"a":[],"b":{"constructor":null}}',
    );
  });
});

describe('the text of a member', () => {
  it.each([
    ['{"a":1.0}', '1.0'],
    ['{ "b" : "}" , "a" : [ 1 , {"a":"\\"]"} ] }', '[ 1 , {"a":"\\"]"} ]'],
    ['{"a\\u0062":2,"\\u0061":"x\\\\"}', '"x\\\\"'],
    ['{"b":{"a":3},"a":\n4\n}', '4'],
    ['{"b":1}', undefined],
    ['{}', undefined],
  ])('of %s', (object, text) => expect(memberText(object, 'a')).toBe(text));

  it('of any object is what a parser reads there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.nat(3), (object, blanks) => {
        for (const name of Object.keys(object)) {
          const found = memberText(JSON.stringify(object, undefined, blanks), name);
          expect(JSON.parse(found ?? '')).toEqual(JSON.parse(JSON.stringify(object[name])));
        }
      }),
    );
  });
});

describe('a chain that nobody declared', () => {
  it.each([
    [{ hash: 'a'.repeat(64), prev_hash: 'b'.repeat(64) }, true],
    [{ hash: 'a'.repeat(64), previousHash: null }, true],
    [{ hash: 'a'.repeat(64) }, false],
    [{ hash: 'main', prev_hash: 'x' }, false],
    ['hash prev_hash', false],
  ])('%j: %s', (record, looks) => expect(looksChained([{}, record])).toBe(looks));
});
