import { expect, it } from 'vitest';
import { repositoryPath } from '../../src/registry/repository.ts';
import rule from '../../src/rules/actor-publish-burst.ts';
import { burstsOf } from '../../src/rules/bursts.ts';
import { namesOf, packages } from '../../src/rules/examples/monorepo.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const TAKEN = '2026-06-01T00:00:00Z';
const ALICE = { by: 'alice <alice@example.test>' };

it.each([
  ['five within ten minutes', 5, 150, ['5 packages within 10 min 0 s']],
  ['five within six hours', 5, 5400, ['5 packages within 6 h 0 min 0 s']],
  ['five in more than six hours', 5, 5401, []],
  ['many that overlap are one', 8, 200, ['8 packages within 23 min 20 s']],
])('%s', async (_, count, apart, facts) => {
  const files = packages(namesOf(count), TAKEN, { '1.0.0': { at: '2026-03-01T00:00:00.000Z', ...ALICE } }, apart);
  const { findings } = await resultOf(rule, files);
  expect(findings.map(({ fact }) => fact.split(':')[0])).toEqual(facts);
});

it('names the repositories where there are several', async () => {
  const at = '2026-03-01T00:00:00.000Z';
  const files = namesOf(6).map((name, i) =>
    snapshot(name, TAKEN, { '1.0.0': { at, ...ALICE, repository: `https://github.com/acme/repo-${i % 2}` } }),
  );
  const { findings } = await resultOf(rule, Object.assign({}, ...files));
  expect(findings).toMatchObject([{ details: ['from 2 repositories: acme/repo-0 and acme/repo-1'] }]);
});

it('is info for sixty packages by a workflow, and names no account', async () => {
  const look = { oidc: true, provenance: true, repository: 'git+https://github.com/acme/parts.git' };
  const files = packages(namesOf(60), TAKEN, { '2.0.0': { at: '2026-03-01T00:00:00.000Z', ...look } }, 0);
  const { findings } = await resultOf(rule, files);
  expect(findings).toMatchObject([{ subject: 'acme/parts', severity: 'info', about: { accounts: [] } }]);
});

it('cannot tell of an account most of whose packages were not collected', async () => {
  const { status, missing } = await resultOf(rule, filesOf('axios-2026-morning-after'));
  expect(status).toBe('no-evidence');
  expect(missing.map(({ subject }) => subject)).toEqual(['jasonsaayman', 'axios/axios']);
});

it.each([
  ['git+https://github.com/acme/parts.git', 'acme/parts'],
  ['https://github.com/acme/parts/tree/main/packages/one', 'acme/parts'],
  ['git@github.com:acme/parts.git', 'acme/parts'],
  ['ssh://git@github.com/acme/parts.git#main', 'acme/parts'],
  ['github:acme/parts', 'acme/parts'],
  ['acme/parts', 'acme/parts'],
  ['acme/parts.js', 'acme/parts.js'],
  ['parts', undefined],
  ['', undefined],
  [undefined, undefined],
])('reads the repository of %s', (text, name) => {
  expect(repositoryPath(text)).toBe(name);
});

it('finds stretches in one pass', () => {
  const acts = Array.from({ length: 200_000 }, (_, at) => ({ at }));
  const kind = ({ at }: { readonly at: number }): string => String(at % 7);
  expect(burstsOf(acts, 100_000, 7, kind)).toHaveLength(1);
  expect(burstsOf(acts, 5, 7, kind)).toHaveLength(0);
});
