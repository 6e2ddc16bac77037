import { expect, it } from 'vitest';
import type { StateView } from '../../src/core/inference.ts';
import type { Json } from '../../src/core/json.ts';
import tokenCreated from '../../src/inference/token-created.ts';
import { cited, infer, inferInAnyOrder, said, stateOf } from './support.ts';

const KEY = { ci: 'a1'.repeat(64), laptop: 'b2'.repeat(64) };
const [FIRST, SECOND, THIRD] = ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'];

function listed(tokens: Readonly<Record<string, Json>>, evidence: string, taken?: string): StateView {
  return stateOf('npm-tokens', new Map(Object.entries(tokens)), { evidence, ...(taken !== undefined && { taken }) });
}

const CI = { [KEY.ci]: { key: KEY.ci, name: 'ci', id: 'a1a1a1' } };
const LAPTOP = { [KEY.laptop]: { key: KEY.laptop } };

it('finds a token that no list before has', () => {
  const found = infer(tokenCreated, [listed({ ...CI, ...LAPTOP }, 'after', SECOND), listed(LAPTOP, 'before', FIRST)]);
  expect(said(found)).toEqual([
    {
      action: 'auth.token.created',
      token_fp: `sha512:${KEY.ci}`,
      token_id: 'a1a1a1',
      token_name: 'ci',
      not_before: FIRST,
      not_after: SECOND,
    },
  ]);
  expect(found.map((one) => cited(one, 'before', 'after'))).toEqual([['before', 'after']]);
});

it('leaves a token to its row where that says when it was made', () => {
  const dated = { [KEY.ci]: { key: KEY.ci, created: '2026-03-01T12:00:00.000Z' } };
  expect(infer(tokenCreated, [listed(LAPTOP, 'a', FIRST), listed({ ...LAPTOP, ...dated }, 'b', SECOND)])).toEqual([]);
  const columns = { [KEY.ci]: `${KEY.ci}\tnpm_aB\t2026-03-01T12:00:00.000Z\tfalse\t` };
  expect(infer(tokenCreated, [listed(LAPTOP, 'a', FIRST), listed({ ...LAPTOP, ...columns }, 'b', SECOND)])).toEqual([]);
});

it('reads the columns of --parseable', () => {
  const columns = { [KEY.ci]: `${KEY.ci}\tnpm_aB\ta1a1a1\tci\tunknown\tfalse\t` };
  const found = infer(tokenCreated, [listed(LAPTOP, 'a', FIRST), listed({ ...LAPTOP, ...columns }, 'b', SECOND)]);
  expect(found.map(({ members }) => [members.token_name, members.token_id])).toEqual([['ci', 'a1a1a1']]);
});

it('does not take a token for new that was there before', () => {
  const lists = [
    listed({ ...CI, ...LAPTOP }, 'a', FIRST),
    listed(LAPTOP, 'b', SECOND),
    listed({ ...CI, ...LAPTOP }, 'c', THIRD),
  ];
  expect(infer(tokenCreated, lists)).toEqual([]);
});

it('says that a list without any token of the one before may be of another account', () => {
  const found = infer(tokenCreated, [listed(LAPTOP, 'a', FIRST), listed(CI, 'b', SECOND)]);
  expect(found.map(({ remarks }) => remarks)).toEqual([
    [expect.stringMatching(/^no token of EV-\w+ is in EV-\w+: all made since, or the list of another account$/)],
  ]);
  expect(infer(tokenCreated, [listed({}, 'a', FIRST), listed(CI, 'b', SECOND)])[0]?.remarks).toBeUndefined();
});

it('says the same in whatever order the lists were read', () => {
  inferInAnyOrder(tokenCreated, [listed(LAPTOP, 'a', FIRST), listed({ ...CI, ...LAPTOP }, 'b', SECOND)]);
});
