import { describe, expect, it } from 'vitest';
import { maskStrings, maskText } from '../../src/readers/masking.ts';
import { brief, readText, recordsIn } from './support/reading.ts';

/** Masks a made-up token, and whatever stands under `password`, as the real mask does: in plain text. */
const mask = (text: string): string =>
  text.replace(/tok_[a-z]{4}/g, '[token]').replace(/("password":")[^"\\]+(")/g, '$1[secret]$2');
const hidden = String.raw`\u0074ok_abcd`;

describe('maskStrings', () => {
  it('leaves a value without secrets as it is', () => {
    const value = { a: ['x', 1, null, { b: 'y' }] };
    expect(maskStrings(value, mask)).toBe(value);
  });

  it('masks names, strings, and strings beside their names', () => {
    const value = JSON.parse('{"tok_abcd":"x","a":["tok_abcd",1],"password":"hunter2","__proto__":{"b":"tok_abcd"}}');
    expect(JSON.stringify(maskStrings(value, mask))).toBe(
      '{"[token]":"x","a":["[token]",1],"password":"[secret]","__proto__":{"b":"[token]"}}',
    );
  });
});

describe('maskText', () => {
  it('sees through the escapes of JSON', () => {
    expect(maskText('"a":"tok_abcd', mask)).toBe('"a":"[token]');
    expect(maskText(`{"a":"${hidden}"`, mask)).toBe('{"a":"[token]"');
    expect(maskText(String.raw`{"a":"\u00e9\n"`, mask)).toBe(String.raw`{"a":"\u00e9\n"`);
  });
});

describe('records', () => {
  it('are masked before they are parsed', async () => {
    const [record] = recordsIn(await readText('[{"a" : "tok_abcd"}]', 'records', { mask }));
    expect([record?.text, record?.json]).toEqual(['{"a" : "[token]"}', { a: '[token]' }]);
  });

  it('do not hide a secret behind escapes', async () => {
    const cases = [
      `{"a":"${hidden}"}`,
      String.raw`{"p\u0061ssword":"hunter2"}`,
      String.raw`{"a":"{\"password\":\"hunter2\"}"}`,
    ];
    for (const content of cases) {
      const [record] = recordsIn(await readText(`${content}\n{}\n`, 'records', { mask }));
      expect(`${record?.text}${JSON.stringify(record?.json)}`).not.toMatch(/hunter2|tok_abcd/);
    }
    expect((await readText(`${String.raw`{"a":"\u00e9"}`}\n{}\n`, 'records', { mask })).map(brief)[0]).toBe(
      String.raw`record {"a":"\u00e9"}`,
    );
  });

  it('are masked string by string where the mask breaks the JSON', async () => {
    const breaking = (text: string): string => text.replace(/"?tok_[a-z]{4}"?/g, '[token]');
    const [record] = recordsIn(await readText('[{"a":"tok_abcd","n":1}]', 'records', { mask: breaking }));
    expect(record?.text).not.toContain('tok_abcd');
    expect(record?.json).toMatchObject({ n: 1 });
    expect(JSON.parse(record?.text ?? '')).toEqual(record?.json);
  });

  it('are masked in problems and noise too', async () => {
    const content = `npm warn tok_abcd\n{"n":1}\n{"a":tok_abcd}\n{"a":"${hidden}","a":1}\n{"n":2}\n{"b":"tok_abcd`;
    const items = await readText(content, 'records', { mask });
    expect(items.map(({ kind }) => kind)).toEqual(['noise', 'record', 'problem', 'problem', 'record', 'problem']);
    expect(items.map(brief).join('\n')).not.toMatch(/tok_abcd|u0074/);
  });
});
