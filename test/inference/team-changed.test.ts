import { expect, it } from 'vitest';
import teamChanged from '../../src/inference/team-changed.ts';
import { FIRST, listed, SECOND } from './listings.ts';
import { cited, infer, inferInAnyOrder, said } from './support.ts';

const BOUNDS = { not_before: FIRST, not_after: SECOND };

it('tells who joined and left a team', () => {
  const team = 'npm-team:team-acme-developers';
  const found = inferInAnyOrder(teamChanged, [
    listed(team, { alice: 'alice', bob: 'bob' }, 'old', FIRST),
    listed(team, { bob: 'bob', eve: 'eve' }, 'new', SECOND),
  ]);
  expect(said(found)).toEqual([
    { action: 'perm.team_member_removed', team: 'acme-developers', user: 'alice', ...BOUNDS },
    { action: 'perm.team_member_added', team: 'acme-developers', user: 'eve', ...BOUNDS },
  ]);
  expect(found.map((one) => cited(one, 'old', 'new'))).toEqual([
    ['old', 'new'],
    ['old', 'new'],
  ]);
  expect(found[0]?.remarks).toEqual(['which team this is, only the name of the file says']);
});

it('tells which teams an organisation got and lost', () => {
  const found = infer(teamChanged, [
    listed('npm-team:teams', { 'acme:developers': 'acme:developers' }, 'old', FIRST),
    listed('npm-team:teams', { 'acme:ops': 'acme:ops' }, 'new', SECOND),
  ]);
  expect(said(found)).toEqual([
    { action: 'perm.team_changed', team: 'acme:developers', org: 'acme', native_action: 'deleted', ...BOUNDS },
    { action: 'perm.team_changed', team: 'acme:ops', org: 'acme', native_action: 'created', ...BOUNDS },
  ]);
  expect(found[0]?.remarks).toBeUndefined();
});

it('sees a team that lost everybody', () => {
  const states = [listed('npm-team:x', { alice: 'alice' }, 'a', FIRST), listed('npm-team:x', {}, 'b', SECOND)];
  expect(said(infer(teamChanged, states))).toMatchObject([{ action: 'perm.team_member_removed', user: 'alice' }]);
});
