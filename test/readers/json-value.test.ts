import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteLongNumbers } from '../../src/readers/json-exact.ts';
import { JsonPass } from '../../src/readers/json-pass.ts';
import { readJson } from '../../src/readers/json-value.ts';

function read(text: string) {
  const pass = new JsonPass();
  const bytes = Buffer.from(text);
  pass.begin(bytes[0] ?? 0);
  pass.run(bytes, 0, bytes.length);
  return readJson(text, pass, (clear) => clear);
}

describe('readJson', () => {
  it('keeps integers beyond 2^53 as their digits, and no others', () => {
    const text = '{"a":9007199254740993,"b":[-12345678901234567890,9007199254740991],"c":"9007199254740993","d":1.5}';
    expect(read(text)).toEqual({
      json: { a: '9007199254740993', b: ['-12345678901234567890', 9007199254740991], c: '9007199254740993', d: 1.5 },
      text,
    });
  });

  it('leaves numbers that are no long integers to JSON.parse, unless they would become infinite', () => {
    expect(read('[-0,1e-400,1e20,123456789012345678.5,1e400]')).toMatchObject({
      json: [-0, 0, 1e20, 123456789012345680, '1e400'],
    });
  });

  it('refuses what parsers read differently', () => {
    expect(read('{"a":1,"a":1}')).toMatchObject({ code: 'ambiguous-json', text: '{"a":1,"a":1}' });
    expect(read('{"a":{"b":[{"c":1,"c":2}]}}')).toMatchObject({ code: 'ambiguous-json' });
    expect(read('["\\ud83e"]')).toMatchObject({ code: 'ambiguous-json' });
    expect(read('["\\udd8a\\ud83e"]')).toMatchObject({ code: 'ambiguous-json' });
    expect(read('{"a:1":{"b\\":1,":2}}')).toMatchObject({ json: { 'a:1': { 'b":1,': 2 } } });
    expect(read('["\\ud83e\\udd8a", "\\\\ud83e"]')).toMatchObject({ json: ['🦊', '\\ud83e'] });
  });

  it('refuses depth before it parses', () => {
    expect(read(`${'['.repeat(64)}${']'.repeat(64)}`)).toHaveProperty('json');
    expect(read(`${'['.repeat(65)}${']'.repeat(65)}`)).toMatchObject({ code: 'ambiguous-json' });
  });

  it('says no more of bad JSON than that it is bad', () => {
    expect(read('{"password":hunter2}')).toEqual({
      code: 'bad-json',
      message: 'not valid JSON',
      text: '{"password":hunter2}',
    });
  });
});

describe('quoteLongNumbers', () => {
  it('changes nothing that JSON.parse reads exactly', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const exact = JSON.stringify(JSON.parse(text), (_, value) =>
          typeof value === 'number' && Math.abs(value) > 2 ** 53 - 1 ? 0 : value,
        );
        expect(quoteLongNumbers(exact)).toBe(exact);
      }),
    );
  });
});
