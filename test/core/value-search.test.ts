import { describe, expect, it } from 'vitest';
import { countOf, inRanges, isRanges, rangesOf, union } from '../../src/core/ranges.ts';
import { type ValueKind, ValueSearch } from '../../src/core/value-search.ts';

function held(kind: ValueKind, value: string, text: string) {
  return new ValueSearch(kind, value).find(text);
}

describe('a value', () => {
  it.each([
    ['actor', 'mallory', '{"actor":"mallory"}', 'whole'],
    ['actor', 'mallory', '{"actor":"MALLORY"}', 'whole'],
    ['actor', 'mallory', '{"raw":"{\\"actor\\":\\"mallory\\"}"}', 'whole'],
    ['actor', 'mallory', '{"raw":"line\\nmallory\\nline"}', 'whole'],
    ['actor', 'mallory', '{"raw":"{\\"a\\":\\"x\\\\nmallory\\"}"}', 'whole'],
    ['actor', 'mallory', '{"raw":"\\\\u006dallory"}', 'whole'],
    ['actor', 'mallory', '{"package":"@mallory/widget"}', 'whole'],
    ['actor', 'mallory', '{"text":"mail to mallory@example.com"}', 'whole'],
    ['actor', 'mallory', '{"mallory":"owner"}', 'whole'],
    ['actor', 'mallory', '{"actor":"mallory2"}', 'part'],
    ['actor', 'mallory', '{"actor":"mallory-laptop"}', 'part'],
    ['actor', 'mallory', '{"actor":"not-mallory"}', 'part'],
    ['actor', 'mallory', '{"actor":"mallor"}', undefined],
    ['actor', 'Zoë', '{"raw":"zo\\\\u00eb"}', 'whole'],
    ['actor', 'Zoë', '{"actor":"zoe\u0308"}', 'whole'],
    ['email', 'a.b@example.com', '{"text":"<a.b@example.com>"}', 'whole'],
    ['email', 'a.b@example.com', '{"url":"/?mail=a.b%40example.com&x"}', 'whole'],
    ['email', 'a.b@example.com', '{"url":"a.b%2540example.com"}', 'whole'],
    ['email', 'a.b@example.com', '{"text":"xa.b@example.com"}', 'part'],
    ['email', 'a.b@example.com', '{"text":"a.b@example.com.example"}', 'part'],
    ['email', 'a.b@example.com', '{"text":"write to a.b@example.com."}', 'whole'],
    ['email', 'a.b@example.com', `{"b64":"${Buffer.from('to a.b@example.com').toString('base64')}"}`, 'whole'],
    ['email', 'a.b@example.com', `{"hex":"${Buffer.from('a.b@example.com').toString('hex')}"}`, 'whole'],
    ['ip', '203.0.113.7', '{"ip":"203.0.113.7"}', 'whole'],
    ['ip', '203.0.113.7', '{"raw":"from 203.0.113.7:443"}', 'whole'],
    ['ip', '203.0.113.7', '{"ip":"::ffff:203.0.113.7"}', 'whole'],
    ['ip', '203.0.113.7', '{"ip":"::ffff:cb00:7107"}', 'whole'],
    ['ip', '203.0.113.7', '{"ip":"203.0.113.70"}', 'part'],
    ['ip', '203.0.113.7', '{"ip":"1.203.0.113.7"}', 'part'],
    ['ip', '2001:db8::1', '{"ip":"2001:DB8:0:0::1"}', 'whole'],
    ['ip', '2001:db8::1', '{"ip":"2001:db8::11"}', 'part'],
    ['ip', '10.0.0.0/8', '{"raw":"10.1.2.3 - - "}', 'whole'],
    ['ip', '10.0.0.0/8', '{"raw":"11.1.2.3 at 10:20:30"}', undefined],
    ['text', 'allor', '{"actor":"mallory"}', 'whole'],
  ] as const)('%s %s in %s: %s', (kind, value, text, found) => {
    expect(held(kind, value, text)).toBe(found);
  });

  it.each([
    '\\',
    '\\u',
    '%',
    '%25',
    '%25%',
    '1.',
    ':',
    '::ffff:',
    '[',
    '"',
  ])('is looked for in linear time: %s', (piece) => {
    const text = piece.repeat(200_000);
    expect([held('actor', 'mallory', text), held('ip', '2001:db8::1', text)]).toEqual([undefined, undefined]);
  });
});

describe('ranges', () => {
  it('are whole numbers, ascending, none touching the next', () => {
    const ranges = rangesOf([1, 2, 3, 7, 9, 10]);
    expect([ranges, countOf(ranges)]).toEqual([
      [
        [1, 3],
        [7, 7],
        [9, 10],
      ],
      6,
    ]);
    const inside = Array.from({ length: 12 }, (_, i) => i).filter((i) => inRanges(ranges, i));
    expect(inside).toEqual([1, 2, 3, 7, 9, 10]);
    expect(union([[[5, 6]], ranges, [[2, 4]]])).toEqual([
      [1, 7],
      [9, 10],
    ]);
  });

  it.each([
    [[[0, 0]], true],
    [[], true],
    [[[1, 0]], false],
    [
      [
        [1, 2],
        [3, 4],
      ],
      false,
    ],
    [
      [
        [3, 4],
        [1, 2],
      ],
      false,
    ],
    [[[0.5, 1]], false],
    [['0', 1], false],
    ['all', false],
    [
      [
        [0, 9e15],
        [1, 2],
      ],
      false,
    ],
  ])('%j are ranges: %s', (value, is) => expect(isRanges(value)).toBe(is));
});
