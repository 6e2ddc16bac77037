import { expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import accessChanged from '../../src/inference/access-changed.ts';
import { FIRST, listed, SECOND } from './listings.ts';
import { cited, infer, inferInAnyOrder, packument, said } from './support.ts';

type Names = Readonly<Record<string, Json>>;

function change(file: string, older: Names, newer: Names) {
  const subject = `npm-access:${file}`;
  return infer(accessChanged, [listed(subject, older, 'old', FIRST), listed(subject, newer, 'new', SECOND)]);
}

function short(file: string, older: Names, newer: Names): Record<string, unknown>[] {
  return said(change(file, older, newer)).map(({ not_before, not_after, ...rest }) => {
    expect([not_before, not_after]).toEqual([FIRST, SECOND]);
    return rest;
  });
}

it('tells which packages an account got and lost', () => {
  const older = { '@acme/a': 'read-write', '@acme/b': 'read-only' };
  const newer = { '@acme/b': 'read-write', '@acme/c': 'read-only' };
  expect(short('access-alice', older, newer)).toEqual([
    {
      action: 'package.owner_removed',
      package: '@acme/a',
      user: 'alice',
      role: 'read-write',
      old: 'read-write',
      new: 'none',
    },
    {
      action: 'package.owner_added',
      package: '@acme/b',
      user: 'alice',
      role: 'read-write',
      old: 'read-only',
      new: 'read-write',
    },
    {
      action: 'perm.role_changed',
      package: '@acme/c',
      user: 'alice',
      role: 'read-only',
      old: 'none',
      new: 'read-only',
    },
  ]);
});

it('cites the members, in any order of the lists', () => {
  const subject = 'npm-access:access-packages';
  const [found] = inferInAnyOrder(accessChanged, [
    listed(subject, { '@acme/a': 'read-only' }, 'old', FIRST),
    listed(subject, { '@acme/a': 'read-write' }, 'new', SECOND),
  ]);
  expect(found && cited(found, 'old', 'new')).toEqual(['old #/@acme~1a', 'new #/@acme~1a']);
  expect(found?.members.user).toBeUndefined();
  expect(found?.remarks).toEqual(['whose list it is, is not known', 'package @acme/a']);
});

it('tells who got write access to a package', () => {
  expect(short('access-axios-collaborators', {}, { eve: 'read-write' })).toEqual([
    {
      action: 'package.owner_added',
      package: 'axios',
      user: 'eve',
      role: 'read-write',
      old: 'none',
      new: 'read-write',
    },
  ]);
});

it('tells another visibility, and nothing of a package that was not asked about', () => {
  expect(short('status', { '@acme/a': 'private' }, { '@acme/a': 'public', '@acme/b': 'public' })).toEqual([
    { action: 'package.visibility_changed', package: '@acme/a', visibility: 'public', old: 'private', new: 'public' },
  ]);
});

it('does not guess whether a name is a package or an account', () => {
  const [found] = change('access-axios', { alice: 'read-only' }, { alice: 'read-write' });
  expect(found?.members).toMatchObject({ action: 'other', resource: 'alice', old: 'read-only', new: 'read-write' });
  expect(found?.members.package ?? found?.members.user).toBeUndefined();
  expect(found?.remarks).toEqual(['a package or an account: the list does not say which']);
});

it('knows the packages of the case', () => {
  const states = [
    packument(JSON.stringify({ name: 'axios', versions: {} }), { evidence: 'p' }),
    listed('npm-access:access-alice', { axios: 'read-only' }, 'a', FIRST),
    listed('npm-access:access-alice', { axios: 'read-write' }, 'b', SECOND),
  ];
  expect(said(infer(accessChanged, states))).toMatchObject([{ package: 'axios', user: 'alice' }]);
  expect(infer(accessChanged, states, new Set(['left-pad']))).toEqual([]);
});

it('does not compare lists of different kinds', () => {
  expect(change('access-x', { '@acme/a': 'public' }, { '@acme/a': 'read-write' })).toEqual([]);
});
