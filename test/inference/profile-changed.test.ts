import { describe, expect, it } from 'vitest';
import type { StateView } from '../../src/core/inference.ts';
import type { Json } from '../../src/core/json.ts';
import profileChanged from '../../src/inference/profile-changed.ts';
import { cited, infer, said, stateOf } from './support.ts';

const FIRST = '2026-03-01T00:00:00.000Z';
const SECOND = '2026-03-02T00:00:00.000Z';

function profile(
  members: Readonly<Record<string, Json>>,
  evidence: string,
  taken?: string,
  newest?: string,
): StateView {
  const seen = { evidence, ...(taken !== undefined && { taken }) };
  return stateOf('npm-profile:alice', new Map(Object.entries(members)), seen, newest);
}

function change(
  older: Readonly<Record<string, Json>>,
  newer: Readonly<Record<string, Json>>,
): Record<string, unknown>[] {
  const found = infer(profileChanged, [profile(newer, 'new', SECOND), profile(older, 'old', FIRST)]);
  return said(found).map(({ actor, user, not_before, not_after, ...rest }) => {
    expect([actor, user, not_before, not_after]).toEqual(['alice', 'alice', FIRST, SECOND]);
    return rest;
  });
}

const FULL = { pending: false, mode: 'auth-and-writes' };
const LOGIN = { pending: false, mode: 'auth-only' };

it.each<[string, string, Json, Json, Record<string, unknown>[]]>([
  [
    'another address',
    'email',
    'a@example.test',
    'b@example.test',
    [{ action: 'auth.email_changed', old: 'a@example.test', new: 'b@example.test' }],
  ],
  ['2FA on', 'tfa', null, FULL, [{ action: 'auth.2fa.enabled', old: 'off', new: 'auth-and-writes' }]],
  ['2FA off', 'tfa', LOGIN, false, [{ action: 'auth.2fa.disabled', old: 'auth-only', new: 'off' }]],
  ['2FA weaker', 'tfa', FULL, LOGIN, [{ action: 'auth.2fa.changed', old: 'auth-and-writes', new: 'auth-only' }]],
  ['enrolment begun only', 'tfa', null, { pending: true, mode: 'auth-only' }, []],
  ['2FA of an unknown shape', 'tfa', 'yes', FULL, []],
  [
    'address confirmed',
    'email_verified',
    false,
    true,
    [{ action: 'other', native_action: 'email_verified', old: 'false', new: 'true' }],
  ],
  ['any other member', 'fullname', 'Alice', 'Eve', []],
  ['nothing', 'email', 'a@example.test', 'a@example.test', []],
])('%s', (_, member, older, newer, expected) =>
  expect(change({ [member]: older }, { [member]: newer })).toEqual(expected));

describe('allowed networks', () => {
  const [one, two] = ['203.0.113.0/24', '198.51.100.0/24'];
  it.each<[string, Json, Json, string | undefined]>([
    ['none to one', null, [one], 'strengthened'],
    ['one to none', [one], null, 'weakened'],
    ['one to two', [one], [two, one], 'weakened'],
    ['two to one', [two, one], [one], 'strengthened'],
    ['one to another', [one], [two], 'weakened'],
    ['another order', [one, two], [two, one], undefined],
    ['empty and absent', [], null, undefined],
  ])('%s', (_, older, newer, way) => {
    const found = change({ cidr_whitelist: older }, { cidr_whitelist: newer });
    expect(found.map(({ action }) => action)).toEqual(way === undefined ? [] : [`perm.policy_${way}`]);
  });
});

it('does not take a member that is missing for a change', () => {
  expect(change({ tfa: FULL, email: 'a@example.test' }, { fullname: 'Alice' })).toEqual([]);
});

it('compares over a snapshot without the member, and cites the members', () => {
  const states = [
    profile({ tfa: null }, 'b', SECOND),
    profile({ tfa: FULL }, 'a', FIRST),
    profile({}, 'c', '2026-03-01T12:00:00.000Z'),
  ];
  const [found] = infer(profileChanged, states);
  expect(found?.members.action).toBe('auth.2fa.disabled');
  expect(found && cited(found, 'a', 'b', 'c')).toEqual(['a #/tfa', 'b #/tfa']);
  expect(found?.remarks).toBeUndefined();
});

it('says that the order is not certain where nobody knows when', () => {
  const states = [profile({ tfa: FULL }, 'a', undefined, FIRST), profile({ tfa: null }, 'b', undefined, SECOND)];
  const [found] = infer(profileChanged, states);
  expect(found?.members).toMatchObject({ not_before: FIRST });
  expect(found?.members.not_after).toBeUndefined();
  expect(found?.remarks).toEqual([expect.stringMatching(/^when EV-\w{8} was taken is not known/)]);
});

it('cannot compare what has no time', () => {
  expect(infer(profileChanged, [profile({ tfa: FULL }, 'a'), profile({ tfa: null }, 'b')])).toEqual([]);
});
