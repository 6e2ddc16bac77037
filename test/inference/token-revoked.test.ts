import { expect, it } from 'vitest';
import type { StateView } from '../../src/core/inference.ts';
import type { Json } from '../../src/core/json.ts';
import tokenRevoked from '../../src/inference/token-revoked.ts';
import { cited, infer, inferInAnyOrder, said, stateOf } from './support.ts';

const KEY = { ci: 'a1'.repeat(64), laptop: 'b2'.repeat(64), other: 'c3'.repeat(64) };
const [FIRST, SECOND, THIRD] = ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'];

function listed(tokens: Readonly<Record<string, Json>>, evidence: string, taken?: string, newest?: string): StateView {
  const seen = { evidence, ...(taken !== undefined && { taken }) };
  return stateOf('npm-tokens', new Map(Object.entries(tokens)), seen, newest);
}

const CI = { [KEY.ci]: { key: KEY.ci, name: 'ci', id: 'a1a1a1' } };
const LAPTOP = { [KEY.laptop]: { key: KEY.laptop } };

it('misses a token in the next list', () => {
  const found = infer(tokenRevoked, [listed(LAPTOP, 'after', SECOND), listed({ ...CI, ...LAPTOP }, 'before', FIRST)]);
  expect(said(found)).toEqual([
    {
      action: 'auth.token.revoked',
      token_fp: `sha512:${KEY.ci}`,
      token_id: 'a1a1a1',
      token_name: 'ci',
      not_before: FIRST,
      not_after: SECOND,
    },
  ]);
  expect(found.map(({ remarks }) => remarks)).toEqual([undefined]);
  expect(found.map((one) => cited(one, 'before', 'after'))).toEqual([['before', 'after']]);
});

it('does not take a token for revoked that comes again', () => {
  const lists = [
    listed({ ...CI, ...LAPTOP }, 'a', FIRST),
    listed(LAPTOP, 'b', SECOND),
    listed({ ...CI, ...LAPTOP }, 'c', THIRD),
  ];
  expect(infer(tokenRevoked, lists)).toEqual([]);
});

it('says that a list without any of the tokens may be of another account', () => {
  const found = infer(tokenRevoked, [listed(CI, 'a', FIRST), listed(LAPTOP, 'b', SECOND)]);
  expect(found.map(({ remarks }) => remarks)).toEqual([
    [expect.stringMatching(/^no token of EV-\w+ is in EV-\w+: all revoked, or the list of another account$/)],
  ]);
  expect(infer(tokenRevoked, [listed(CI, 'a', FIRST), listed({}, 'b', SECOND)])).toHaveLength(1);
});

it('says that a token may have expired', () => {
  const token = { key: KEY.ci, expires: '2026-03-01T12:00:00.000Z' };
  const [found] = infer(tokenRevoked, [
    listed({ ...LAPTOP, [KEY.ci]: token }, 'a', FIRST),
    listed(LAPTOP, 'b', SECOND),
  ]);
  expect(found?.remarks).toEqual(['it was to expire at 2026-03-01T12:00:00.000Z: it may have done that']);
});

it('reads the columns of --parseable', () => {
  const line = [KEY.ci, 'npm_aB', 'a1a1a1', 'ci', FIRST, 'false', ''].join('\t');
  const old = [KEY.other, 'npm_cD', FIRST, 'false', ''].join('\t');
  const before = listed({ [KEY.ci]: line, [KEY.other]: old, ...LAPTOP }, 'a', FIRST);
  expect(
    infer(tokenRevoked, [before, listed(LAPTOP, 'b', SECOND)]).map(({ members }) => [
      members.token_name,
      members.token_id,
    ]),
  ).toEqual([
    ['ci', 'a1a1a1'],
    [undefined, undefined],
  ]);
});

it('says nothing more than it knows of a key that is none', () => {
  const odd = listed({ ['__proto__' as string]: [], x: 7, ...LAPTOP }, 'a', FIRST);
  const found = infer(tokenRevoked, [odd, listed(LAPTOP, 'b', SECOND)]);
  expect(found.map(({ members }) => [members.token_id, members.token_fp])).toEqual([
    ['__proto__', undefined],
    ['x', undefined],
  ]);
});

it('says the same whatever came first', () => {
  const lists = [
    listed({ ...CI, ...LAPTOP }, 'a', FIRST),
    listed(CI, 'b', SECOND),
    listed({}, 'c', undefined, SECOND),
    listed({ [KEY.other]: {} }, 'd', THIRD),
    listed(LAPTOP, 'e'),
  ];
  expect(inferInAnyOrder(tokenRevoked, lists).length).toBeGreaterThan(0);
});
