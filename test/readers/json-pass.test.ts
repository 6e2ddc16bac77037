import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonPass } from '../../src/readers/json-pass.ts';

/** Passes over the value at the start of a text, chunk by chunk; returns how many bytes belong to it. */
function passed(text: string, chunk = 1000, layout?: Parameters<JsonPass['begin']>[1]) {
  const bytes = Buffer.from(text);
  const pass = new JsonPass();
  pass.begin(bytes[0] ?? 0, layout);
  let from = 0;
  let end = 0;
  for (; from < bytes.length && pass.state === 'more'; from += chunk) {
    const part = bytes.subarray(from, from + chunk);
    end = from + pass.run(part, 0, part.length);
  }
  const { state, names, deepest, lineFeeds, flawed, trailingCommas } = pass;
  return { end, state, names, deepest, lineFeeds, flawed, trailingCommas };
}

function count(value: unknown): { names: number; deepest: number } {
  if (typeof value !== 'object' || value === null) return { names: 0, deepest: 0 };
  const inner = Object.values(value).map(count);
  const own = Array.isArray(value) ? 0 : inner.length;
  return {
    names: own + inner.reduce((sum, { names }) => sum + names, 0),
    deepest: 1 + Math.max(0, ...inner.map(({ deepest }) => deepest)),
  };
}

describe('JsonPass', () => {
  it('finds the end of a value and counts what is in it', () => {
    const layout = { indent: 0, opener: 0x7b, outer: 0x5d };
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(0, 1, 2),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        (value, indent, chunk, laidOut) => {
          const text = JSON.stringify(value, null, indent);
          const { end, state, flawed, ...counted } = passed(
            `${text},[{"next":1}]\n{"x":1}`,
            chunk,
            laidOut ? layout : undefined,
          );
          expect([end, state, flawed]).toEqual([Buffer.byteLength(text), 'whole', false]);
          expect(counted).toEqual({
            ...count(JSON.parse(text)),
            lineFeeds: text.split('\n').length - 1,
            trailingCommas: 0,
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('passes long strings, with escapes and without', () => {
    for (const content of ['x'.repeat(5000), '\\"'.repeat(3000), `${'y'.repeat(200)}\\\\`, '\u00fc'.repeat(300)]) {
      const text = `{"a":"${content}"}`;
      for (const chunk of [1, 97, 128, 100_000])
        expect(passed(`${text}]`, chunk)).toMatchObject({ end: Buffer.byteLength(text), state: 'whole', names: 1 });
    }
  });

  it('waits for more', () => {
    for (const text of ['{"a":1', '"abc', '"abc\\', '[1,2', '12', '{"a":"x\\u00'])
      expect(passed(text, 2)).toMatchObject({ state: 'more', flawed: false });
  });

  it('sees flaws, and after one the next line of the same layout', () => {
    const layout = { indent: 2, opener: 0x7b, outer: 0x5d };
    const cases: [string, string][] = [
      ['{"a":"x},\n  {"b":1}', 'next'],
      ['{"a":{"b":1},\n  {"b":1}', 'next'],
      ['{"a":[1},\n  {"b":1}', 'next'],
      ['{"a":"x\n  },\n  {"b":1}', 'whole'],
      ['{"a":"x},\n]', 'around'],
    ];
    for (const [text, state] of cases) {
      for (const chunk of [1, 5, 1000]) expect(passed(text, chunk, layout)).toMatchObject({ state, flawed: true });
    }
    expect(passed('{"a":"x},\n    {"b":1}', 1000, layout)).toMatchObject({ state: 'more', flawed: true });
  });

  it('counts the commas of JSON5', () => {
    expect(passed('{"a":[1,],"b":{},}')).toMatchObject({ state: 'whole', trailingCommas: 2 });
  });
});
