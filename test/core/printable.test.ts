import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, jsonText, type Printable, printable, safe } from '../../src/core/printable.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('printable', () => {
  it.each([
    ['plain ASCII ~', 'plain ASCII ~'],
    ['Grüße, 日本語, Ελλάδα, עברית', 'Grüße, 日本語, Ελλάδα, עברית'],
    ['heart \u2764\ufe0f and \u{1f600}', 'heart \u2764\ufe0f and \u{1f600}'],
    ['tab\tline\nreturn\r', 'tab\\tline\\nreturn\\r'],
    ['\u001b[2J\u001b]8;;https://evil.example.test\u0007link', '\\x1b[2J\\x1b]8;;https://evil.example.test\\x07link'],
    ['nul\0 del\u007f csi\u009b31m', 'nul\\x00 del\\x7f csi\\x9b31m'],
    ['\u202egnp.exe\u202c', '\\u202egnp.exe\\u202c'],
    ['\u2066a\u2069\u200e\u200f\u061c', '\\u2066a\\u2069\\u200e\\u200f\\u061c'],
    ['ax\u200bi\u200co\u200ds\u2060\ufeff', 'ax\\u200bi\\u200co\\u200ds\\u2060\\ufeff'],
    ['soft\u00adhyphen filler\u3164', 'soft\\xadhyphen filler\\u3164'],
    ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['half \ud83d and \ude00 alone', 'half \\ud83d and \\ude00 alone'],
    ['tags \u{e0041}\u{e007f}', 'tags \\u{e0041}\\u{e007f}'],
    ['selectors \u{e0100}\ufe00', 'selectors \\u{e0100}\\ufe00'],
    ['note \ufff9x\ufffay\ufffb', 'note \\ufff9x\\ufffay\\ufffb'],
    ['none \uffff\ufdd0\u{1fffe}', 'none \\uffff\\ufdd0\\u{1fffe}'],
  ])('%j', (text, shown) => expect(printable(text)).toBe(shown));

  it('cuts at the limit, never inside a pair', () => {
    expect(printable('abcdef', 6)).toBe('abcdef');
    expect(printable('abcdefg', 6)).toBe('abcde…');
    expect(printable('abcd\u{1f600}fg', 6)).toBe('abcd…');
    expect(printable('abc', 0)).toBe('…');
    expect(printable('\u001b'.repeat(9), 3)).toBe('\\x1b\\x1b…');
  });

  it('leaves nothing a terminal obeys, and is idempotent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e0fff}]/u,
        );
        expect(printable(shown)).toBe(shown);
      }),
    );
  });
});

describe('safe', () => {
  it('joins literals with what is printable', () => {
    const joined: Printable = safe`${printable('a\u001b')}: ${3} of ${safe`\t|`}`;
    expect(joined).toBe('a\\x1b: 3 of \t|');
  });

  it('refuses a text that nobody made printable', () => {
    // @ts-expect-error a string is not printable
    expect(safe`${'raw'}`).toBe('raw');
  });
});

describe('csvCell', () => {
  it.each([
    ['axios', 'axios'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', 'two\\nlines'],
    ['=HYPERLINK("https://evil.example.test")', `"'=HYPERLINK(""https://evil.example.test"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@acme/widget', "'@acme/widget"],
    ['\t=1', "'\\t=1"],
    ['\r=1', "'\\r=1"],
    ['\uff1d1', "'\uff1d1"],
    ['\u001b[31m', '\\x1b[31m'],
  ])('%j', (text, cell) => expect(csvCell(text)).toBe(cell));

  it('stays one cell of one row', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cell: string = csvCell(text);
        expect(cell).not.toMatch(/[\r\n]/);
        const inside = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '') : cell.replaceAll(',', '#');
        expect(cell.startsWith('"') || !cell.includes(',')).toBe(true);
        expect(inside).not.toContain('"');
      }),
    );
  });
});

describe('jsonText', () => {
  it('escapes what JSON.stringify leaves', () => {
    expect(jsonText({ a: '\u2028\u007f\u009b\u202e\u200b\u{e0041}' })).toBe(
      '{"a":"\\u2028\\u007f\\u009b\\u202e\\u200b\\udb40\\udc41"}',
    );
    expect(jsonText(undefined)).toBe('null');
    expect(jsonText({ a: ['\u202e'] }, 2)).toBe('{\n  "a": [\n    "\\u202e"\n  ]\n}');
  });

  it('parses to the same value, in keys too', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = jsonText(value, indent);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(printable(text.replaceAll('\n', ''))).toBe(text.replaceAll('\n', ''));
      }),
    );
  });
});
