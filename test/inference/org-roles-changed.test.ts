import { expect, it } from 'vitest';
import orgRolesChanged from '../../src/inference/org-roles-changed.ts';
import { FIRST, listed, SECOND, THIRD } from './listings.ts';
import { cited, infer, inferInAnyOrder, said } from './support.ts';

const ORG = 'npm-org:org-acme';
const BOUNDS = { not_before: FIRST, not_after: SECOND };
const NAMED = 'which organisation this is, only the name of the file says';

it('tells who came, who went and whose role is another', () => {
  const found = inferInAnyOrder(orgRolesChanged, [
    listed(ORG, { alice: 'owner', bob: 'developer' }, 'old', FIRST),
    listed(ORG, { bob: 'owner', eve: 'admin' }, 'new', SECOND),
  ]);
  expect(said(found)).toEqual([
    { action: 'perm.member_removed', org: 'acme', user: 'alice', role: 'owner', ...BOUNDS },
    { action: 'perm.role_changed', org: 'acme', user: 'bob', role: 'owner', old: 'developer', new: 'owner', ...BOUNDS },
    { action: 'perm.member_added', org: 'acme', user: 'eve', role: 'admin', ...BOUNDS },
  ]);
  expect(found.map((one) => cited(one, 'old', 'new'))).toEqual([
    ['old #/alice', 'new'],
    ['old #/bob', 'new #/bob'],
    ['old', 'new #/eve'],
  ]);
  expect(found.map(({ remarks }) => remarks)).toEqual([[NAMED], [NAMED], [NAMED]]);
});

it('compares neighbours only, and organisations apart', () => {
  const states = [
    listed(ORG, { alice: 'owner' }, 'a', FIRST),
    listed(ORG, { alice: 'owner' }, 'b', SECOND),
    listed(ORG, { alice: 'admin' }, 'c', THIRD),
    listed('npm-org:other', { eve: 'owner' }, 'd', SECOND),
  ];
  expect(said(infer(orgRolesChanged, states))).toMatchObject([{ not_before: SECOND, not_after: THIRD }]);
});

it('cannot compare what nobody dated, and says so where one list has no time', () => {
  expect(infer(orgRolesChanged, [listed(ORG, {}, 'a'), listed(ORG, { eve: 'owner' }, 'b')])).toEqual([]);
});

it('says that the order of two lists of one time is not known', () => {
  const [found] = infer(orgRolesChanged, [listed(ORG, {}, 'a', FIRST), listed(ORG, { eve: 'owner' }, 'b', FIRST)]);
  expect(found?.remarks?.[0]).toMatch(/were taken at one time: which one is older is not known$/);
});

it('takes any name for a name', () => {
  const states = [listed(ORG, {}, 'a', FIRST), listed(ORG, { ['__proto__']: 'owner', 'a/b': 'owner' }, 'b', SECOND)];
  const found = infer(orgRolesChanged, states);
  expect(found.map(({ members }) => members.user)).toEqual(['__proto__', 'a/b']);
  expect(found.map((one) => cited(one, 'a', 'b'))).toEqual([
    ['a', 'b #/__proto__'],
    ['a', 'b #/a~1b'],
  ]);
});
