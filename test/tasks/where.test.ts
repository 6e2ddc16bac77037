import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import type { EventMembers } from '../../src/core/event.ts';
import { glob, parseWhere } from '../../src/tasks/where.ts';

const MEMBERS = {
  action: 'package.published',
  grade: 'server',
  outcome: 'success',
  actor: 'Alice',
  package: '@acme/widget',
  ip: '203.0.113.7',
  scripts: ['postinstall: node setup.js'],
} as const satisfies EventMembers;

function holds(filter: string, members: Partial<EventMembers> = {}, whole = ''): boolean {
  const step = {
    id: 'x',
    sort: 0,
    bounded: 0,
    members: { ...MEMBERS, ...members },
    citations: [],
    entries: [],
  } as const;
  return parseWhere(filter)(step, () => whole);
}

describe('a filter', () => {
  it.each([
    'action:package.*',
    'actor:alice',
    'package:@acme/*',
    'ip:203.0.113.0/24',
    'ip:203.0.113.7',
    'scripts:postinstall*',
    '-actor:bob',
    'action:package.* -ip:10.0.0.0/8 actor:a*e',
    '',
  ])('%s holds', (filter) => expect(holds(filter)).toBe(true));

  it.each([
    'action:auth.*',
    'actor:ali',
    '-actor:ALICE',
    'ip:203.0.114.0/24',
    'ip:2001:db8::/32',
    'version:*',
  ])('%s does not', (filter) => {
    expect(holds(filter)).toBe(false);
  });

  it('looks for free text in the records, in any case', () => {
    expect(holds('"SETUP.js bad"', {}, '{"raw":"node setup.js bad"}')).toBe(true);
    expect(holds('setup.js', {}, 'nothing')).toBe(false);
  });

  it('reads from the record what the index does not hold', () => {
    expect(holds('request_id:abc', {}, '{"event":{"request_id":"abc"}}')).toBe(true);
  });

  it('matches IPv4 written as IPv6, and no prefix of an address', () => {
    expect(holds('ip:203.0.113.0/24', { ip: '::ffff:203.0.113.9' })).toBe(true);
    expect(holds('ip:203.0.113.7', { ip: '203.0.113.77' })).toBe(false);
  });

  it('refuses a field that does not exist', () => {
    expect(() => holds('acton:x')).toThrow(AppError);
  });
});

describe('a pattern', () => {
  it.each([
    ['*', 'anything'],
    ['a*', 'a'],
    ['*a', 'banana'],
    ['a*b*c', 'a1b2c'],
    ['a**c', 'ac'],
  ])('%s matches %s', (pattern, text) => expect(glob(pattern)(text)).toBe(true));

  it.each([
    ['a*a', 'a'],
    ['ab*ba', 'aba'],
    ['a', 'ab'],
    ['', 'a'],
  ])('%s does not match %s', (pattern, text) => expect(glob(pattern)(text)).toBe(false));

  it('takes no more than a moment for a hostile text', () => {
    expect(glob('*a*a*a*a*a*a*a*b')(`${'a'.repeat(100_000)}c`)).toBe(false);
  });
});
