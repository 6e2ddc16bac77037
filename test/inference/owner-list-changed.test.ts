import { expect, it } from 'vitest';
import ownerListChanged from '../../src/inference/owner-list-changed.ts';
import { FIRST, listed, SECOND } from './listings.ts';
import { cited, infer, inferInAnyOrder, said } from './support.ts';

const ALICE = { alice: 'alice <alice@example.test>' };
const BOUNDS = { not_before: FIRST, not_after: SECOND };

it('tells who became owner and who no longer is', () => {
  const found = inferInAnyOrder(ownerListChanged, [
    listed('npm-owner:owners-axios', ALICE, 'old', FIRST),
    listed('npm-owner:owners-axios', { eve: 'eve <>' }, 'new', SECOND),
  ]);
  expect(said(found)).toEqual([
    {
      action: 'package.owner_removed',
      package: 'axios',
      user: 'alice',
      user_email: 'alice@example.test',
      ...BOUNDS,
    },
    { action: 'package.owner_added', package: 'axios', user: 'eve', ...BOUNDS },
  ]);
  expect(found.map((one) => cited(one, 'old', 'new'))).toEqual([
    ['old', 'new'],
    ['old', 'new'],
  ]);
});

it('leaves another address to other inferences', () => {
  const moved = { alice: 'alice <eve@example.test>' };
  const states = [listed('npm-owner:axios', ALICE, 'a', FIRST), listed('npm-owner:axios', moved, 'b', SECOND)];
  expect(infer(ownerListChanged, states)).toEqual([]);
});

it('names no package after a file that has no name of its own', () => {
  const states = [listed('npm-owner:owners', {}, 'a', FIRST), listed('npm-owner:owners', ALICE, 'b', SECOND)];
  expect(said(infer(ownerListChanged, states))).toMatchObject([{ resource: 'owners', user: 'alice' }]);
  expect(infer(ownerListChanged, states, new Set(['axios']))).toEqual([]);
});
