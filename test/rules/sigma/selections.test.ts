import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { detects, faultsIn, fits, ruleWith } from './support.ts';

const RECORD = {
  action: 'org.add_member',
  actor: 'Alice',
  n: 5,
  big: '9007199254740993',
  empty: '',
  none: null,
  yes: true,
};

describe('a selection', () => {
  it.each<[Json, boolean]>([
    [{ action: 'org.add_member', actor: 'alice' }, true],
    [{ action: 'org.add_member', actor: 'bob' }, false],
    [[{ action: 'x' }, { actor: 'alice' }], true],
    [[{ action: 'x' }, { actor: 'bob' }], false],
    [{ action: ['x', 'org.add_member'] }, true],
    [{ action: ['x', 'y'] }, false],
    [['ADD_member'], true],
    [['nothing of that'], false],
    ['alice', true],
    [[{ action: 'x' }, 'alice'], true],
    [{ '|all': ['add_', 'ALICE'] }, true],
    [{ '|all': ['add_', 'bob'] }, false],
    [{ '|re': ['^org\\.'] }, true],
    [{ n: 5 }, true],
    [{ n: '5' }, true],
    [{ n: '5.0' }, false],
    [{ n: 6 }, false],
    [{ big: '9007199254740993' }, true],
    [{ yes: true }, true],
    [{ yes: 'TRUE' }, true],
    [{ yes: false }, false],
  ])('%j: %s', (selection, expected) => expect(fits(selection, RECORD)).toBe(expected));

  it('keeps the digits of large numbers', () => {
    const rule = (number: string): string =>
      ruleWith({ s: { big: 1 }, condition: 's' }).replace('"big":1', `"big":${number}`);
    expect(detects(rule('9007199254740993'), RECORD)).toBe(true);
    expect(detects(rule('9007199254740992'), RECORD)).toBe(false);
  });
});

describe('nothing, empty and absent', () => {
  it.each<[Json, string, boolean]>([
    [null, 'none', true],
    [null, 'absent', true],
    [null, 'empty', false],
    ['', 'empty', true],
    ['', 'none', false],
    ['', 'absent', false],
    ['*', 'empty', true],
    ['*', 'none', false],
    ['?*', 'empty', false],
    [['x', null], 'none', true],
  ])('%j of %s: %s', (value, field, expected) => expect(fits({ [field]: value }, RECORD)).toBe(expected));

  it.each<[string, boolean, boolean]>([
    ['none', true, true],
    ['empty', true, true],
    ['absent', true, false],
    ['absent', false, true],
    ['none', false, false],
  ])('exists of %s with %s: %s', (field, value, expected) =>
    expect(fits({ [`${field}|exists`]: value }, RECORD)).toBe(expected));
});

describe('a field', () => {
  const nested = { a: { b: [{ c: 'x' }, { c: 'y' }, 7] }, 'd.e': 'flat', d: { e: 'deep' }, list: ['p', 'q'] };

  it.each<[string, Json, boolean]>([
    ['a.b.c', 'y', true],
    ['a.b.c', 'z', false],
    ['d.e', 'flat', true],
    ['d.e', 'deep', false],
    ['list', 'Q', true],
    ['a.b', 7, true],
    ['a', 'x', false],
    ['a.x.c', null, true],
    ['__proto__', null, true],
    ['constructor.name', null, true],
    ['toString', null, true],
  ])('%s is %j: %s', (field, value, expected) => expect(fits({ [field]: value }, nested)).toBe(expected));

  it('is that of the record, then that of the event', () => {
    const members = { actor: 'from-event', ip: '203.0.113.9', package: 'left-pad', version: '1.0.0' };
    expect(fits({ actor: 'from-record' }, { actor: 'from-record' }, members)).toBe(true);
    expect(fits({ actor: 'from-event' }, { actor: 'from-record' }, members)).toBe(false);
    expect(fits({ actor: 'from-event' }, {}, members)).toBe(true);
    expect(fits({ 'event.actor': 'from-event' }, { actor: 'from-record', event: { actor: 'x' } }, members)).toBe(true);
    expect(fits({ 'event.release': 'left-pad@1.0.0' }, {}, members)).toBe(true);
    expect(fits({ 'event.strange': 'x' }, { event: { strange: 'x' } }, members)).toBe(true);
    expect(fits({ toString: null }, 'a line', members)).toBe(true);
  });
});

describe('a condition', () => {
  const rule = (condition: Json): string =>
    ruleWith({
      one: { action: 'org.*' },
      two: { actor: 'alice' },
      filter_a: { n: 5 },
      filter_b: { n: 6 },
      _hidden: { n: 7 },
      condition,
    });

  it.each<[Json, boolean]>([
    ['one', true],
    ['one and two', true],
    ['one AND NOT two', false],
    ['not one or two', true],
    ['not (one or two)', false],
    ['not not one', true],
    ['filter_b or one and two', true],
    ['(filter_b or one) and filter_b', false],
    ['one and filter_b or two', true],
    ['1 of filter_*', true],
    ['all of filter_*', false],
    ['one and not 1 of filter_*', false],
    ['1 of them', true],
    ['all of them', false],
    ['any of *_b', false],
    ['1 of f*_a', true],
    ['1 of _hidden', false],
    [['filter_b', 'one'], true],
    [['filter_b', '_hidden'], false],
  ])('%j: %s', (condition, expected) => expect(detects(rule(condition), RECORD)).toBe(expected));

  it.each([
    ['one and', 'ends too early'],
    ['one two', '"two" is not expected here'],
    ['(one', 'a "(" is not closed'],
    ['one)', '")" is not expected here'],
    ['three', 'there is no "three"'],
    ['filter_*', 'write "1 of filter_*"'],
    ['2 of them', 'only "1 of" and "all of"'],
    ['1 of nothing*', 'nothing is called nothing*'],
    ['one | count() > 5', 'write a correlation'],
    ['and one', '"and" is not expected here'],
    [`${'('.repeat(200)}one${')'.repeat(200)}`, 'nested too deep'],
    ['one and '.repeat(3000), 'too long'],
  ])('refuses %s', (condition, why) => {
    const [fault, ...others] = faultsIn(rule(condition));
    expect(fault).toContain(why);
    expect(others).toEqual([]);
  });
});
