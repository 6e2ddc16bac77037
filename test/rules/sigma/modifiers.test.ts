import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { faultsIn, fits, ruleWith } from './support.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const wide = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

describe('a text', () => {
  it.each<[string, string, boolean]>([
    ['abc', 'ABC', true],
    ['abc', 'abcd', false],
    ['a*', 'abcd', true],
    ['*d', 'abcd', true],
    ['a*c*d', 'abcd', true],
    ['a*c*c*d', 'abcd', false],
    ['a*b*a', 'aba', true],
    ['aba*ba', 'aba', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?*?', 'ab', true],
    ['?*?', 'a', false],
    ['*?b?*', 'xabcx', true],
    ['a\\*c', 'a*c', true],
    ['a\\*c', 'abc', false],
    ['a\\?c', 'a?c', true],
    ['a\\\\*', 'a\\xyz', true],
    ['a\\\\\\*', 'a\\*', true],
    ['a\\\\\\*', 'a\\x', false],
    ['C:\\dir\\x', 'c:\\DIR\\x', true],
    ['C:\\\\dir', 'C:\\dir', true],
    ['İ', 'İ', true],
  ])('%s of %s: %s', (value, text, expected) => expect(fits({ f: value }, { f: text })).toBe(expected));
});

describe('a modifier', () => {
  it.each<[string, Json, Json, boolean]>([
    ['contains', 'bC', 'abcd', true],
    ['contains', 'b*d', 'abcde', true],
    ['contains', 'x', 'abc', false],
    ['startswith', 'AB', 'abc', true],
    ['startswith', 'b', 'abc', false],
    ['endswith', 'BC', 'abc', true],
    ['endswith', 'b', 'abc', false],
    ['cased', 'abc', 'Abc', false],
    ['cased', 'Abc', 'Abc', true],
    ['contains|cased', 'B', 'abc', false],
    ['contains|all', ['a', 'c'], 'abc', true],
    ['contains|all', ['a', 'x'], 'abc', false],
    ['neq', 'a', 'b', true],
    ['neq', 'a', 'A', false],
    ['neq', ['a', 'b'], 'b', false],
    ['neq', 5, 6, true],
    ['gt', 5, 6, true],
    ['gt', 5, 5, false],
    ['gte', 5, '5.0', true],
    ['lt', 5, '4.9e0', true],
    ['lte', 5, 6, false],
    ['lt', 5, 'four', false],
    ['lt', 5, '', false],
    ['lt', 5, true, false],
    ['cidr', '10.0.0.0/8', '10.1.2.3', true],
    ['cidr', '10.0.0.0/8', '11.1.2.3', false],
    ['cidr', '2001:db8::/32', '2001:db8::1', true],
    ['cidr', ['10.0.0.0/8', '192.0.2.0/24'], '192.0.2.77', true],
    ['cidr', '10.0.0.0/8', 'no address', false],
    ['re', '^a.c$', 'abc', true],
    ['re', 'b', 'abc', true],
    ['re', '^A', 'abc', false],
    ['re|i', '^A', 'abc', true],
    ['re', '^b', 'a\nb', false],
    ['re|m', '^b$', 'a\nb\nc', true],
    ['re', 'a.b', 'a\nb', false],
    ['re|s', 'a.b', 'a\nb', true],
    ['re|neq', '^a', 'abc', false],
    ['base64', 'foo', base64('foo'), true],
    ['base64', 'foo', 'foo', false],
    ['wide|base64', 'cmd', wide('cmd'), true],
    ['utf16le|base64offset|contains', 'cmd', wide('run cmd now'), true],
    ['utf16be|base64', 'A', 'AEE=', true],
    ['utf16|base64', 'A', Buffer.from([0xff, 0xfe, 0x41, 0]).toString('base64'), true],
    ['windash', 'x -a /b', 'x /a -b', true],
    ['windash', 'x -a', 'x –a', true],
    ['windash', 'a-b', 'a/b', false],
    ['windash|contains', ' -enc', 'run /enc x', true],
    ['minute', 40, '2026-03-31T00:40:59Z', true],
    ['hour', 22, '2026-03-31T00:40:00+02:00', true],
    ['day', 30, '2026-03-31T00:40:00+02:00', true],
    ['week', 14, '2026-03-31', true],
    ['week', 53, '2021-01-03', true],
    ['month', 3, 1774915318168, true],
    ['year', 2026, 1774915318, true],
    ['hour|gte', 22, '2026-03-31T23:00:00Z', true],
    ['hour|lt', 6, '2026-03-31T23:00:00Z', false],
    ['hour', 3, 'no time', false],
  ])('%s %j of %j: %s', (modifier, value, text, expected) =>
    expect(fits({ [`f|${modifier}`]: value }, { f: text })).toBe(expected));

  it('finds base64 wherever it stands in the bytes', () => {
    for (const before of ['', 'x', 'xy', 'xyz'])
      expect(fits({ 'f|base64offset|contains': 'secret' }, { f: base64(`${before}secret and more`) })).toBe(true);
    expect(fits({ 'f|base64offset|contains': 'secret' }, { f: base64('sacred') })).toBe(false);
  });

  it.each<[string, Json, boolean]>([
    ['fieldref', { f: 'Alice', g: 'alice' }, true],
    ['fieldref', { f: 'alice', g: 'bob' }, false],
    ['fieldref', { f: 'alice' }, false],
    ['fieldref|neq', { f: 'alice', g: 'bob' }, true],
    ['fieldref|cased', { f: 'Alice', g: 'alice' }, false],
    ['fieldref|startswith', { f: 'alice@example', g: 'alice' }, true],
    ['fieldref|endswith', { f: 'x', g: ['y', 'X'] }, true],
  ])('%s of %j: %s', (modifier, record, expected) => expect(fits({ [`f|${modifier}`]: 'g' }, record)).toBe(expected));

  it('expands placeholders that are given', () => {
    const rule = (own: Json): string =>
      ruleWith(
        { s: { 'f|expand|contains': ['%admins%@x', '\\%%admins%'] }, condition: 's' },
        { 'audit-timeline': own },
      );
    expect(faultsIn(rule({ placeholders: { admins: ['alice', 'b*'] } }))).toEqual([]);
    expect(faultsIn(rule({}))).toEqual([expect.stringContaining('nothing says what %admins% is')]);
    expect(faultsIn(ruleWith({ s: { 'f|expand': 'plain' }, condition: 's' }))[0]).toContain('without a placeholder');
  });

  it.each<[string, Json, string]>([
    ['strange', 'x', 'there is no modifier "strange"'],
    ['contains|contains', 'x', 'twice'],
    ['contains|startswith', 'x', 'exclude each other'],
    ['all', 'x', '`all` with one value'],
    ['exists', 'perhaps', 'must be true or false'],
    ['exists|contains', true, 'does not go with'],
    ['gt', 'five', 'must be a number'],
    ['gt|contains', 5, 'does not go with'],
    ['i', 'x', 'is a flag of `re`'],
    ['cidr', '10.0.0.0/33', 'is no range'],
    ['cidr|contains', '10.0.0.0/8', 'does not go with'],
    ['contains', null, 'null takes no modifier'],
    ['base64', 'a*', 'cannot be encoded'],
    ['base64|wide', 'a', 'must stand'],
    ['windash|base64', '-a', 'does not go with encodings'],
    ['re', '(?=a)b', 'no look-around'],
    ['re', '(a)\\1', 'no references back'],
    ['re', '(?<!a)b', 'no look-around'],
    ['re', 'a++', 'possessive'],
    ['re', '(a', 'not closed'],
    ['re', '[a', 'ends too early'],
    ['re', 'a{5,2}', 'out of bounds'],
    ['re', '*a', 'repeats nothing'],
    ['re', '(a{900}){900}', 'too large'],
    ['re', 'a**', 'stands after a quantifier'],
    ['re', '[[:alpha:]]', 'not supported'],
    ['contains', [], 'an empty list'],
    ['contains', { a: 1 }, 'has a map for a value'],
    ['contains', [['x']], 'must be one value'],
  ])('refuses %s %j', (modifier, value, why) => {
    const [fault] = faultsIn(ruleWith({ s: { [`f|${modifier}`]: value }, condition: 's' }));
    expect(fault).toContain(why);
  });
});
