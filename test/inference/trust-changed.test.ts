import { expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import trustChanged from '../../src/inference/trust-changed.ts';
import { FIRST, listed, SECOND } from './listings.ts';
import { infer, inferInAnyOrder, packument, said } from './support.ts';

const SUBJECT = 'npm-trust:acme-widget-trust';
const BOUNDS = { not_before: FIRST, not_after: SECOND };
const FROM_FILE = 'which package this is, only the name of the file says';
const GITHUB = { type: 'github', repository: 'acme/widget', file: 'publish.yml', permissions: ['createPackage'] };

function change(older: Readonly<Record<string, Json>>, newer: Readonly<Record<string, Json>>) {
  return infer(trustChanged, [listed(SUBJECT, older, 'old', FIRST), listed(SUBJECT, newer, 'new', SECOND)]);
}

it('tells which trusted publisher came and went', () => {
  const found = inferInAnyOrder(trustChanged, [
    listed(SUBJECT, { '9061': GITHUB }, 'old', FIRST),
    listed(SUBJECT, { '7f00': { type: 'gitlab', project: 'eve/x', file: 'ci.yml', environment: 'e' } }, 'new', SECOND),
  ]);
  expect(said(found)).toEqual([
    {
      action: 'package.trust_added',
      package: 'acme-widget',
      native_id: '7f00',
      trusted_publisher: 'gitlab eve/x ci.yml environment e',
      ...BOUNDS,
    },
    {
      action: 'package.trust_removed',
      package: 'acme-widget',
      native_id: '9061',
      trusted_publisher: 'github acme/widget publish.yml',
      scopes: 'createPackage',
      ...BOUNDS,
    },
  ]);
  expect(found.map(({ remarks }) => remarks)).toEqual([[FROM_FILE], [FROM_FILE]]);
});

it('tells another workflow under the same id', () => {
  const [found] = change({ '9061': GITHUB }, { '9061': { ...GITHUB, repository: 'eve/widget' } });
  expect(found?.members).toMatchObject({
    action: 'package.trust_added',
    trusted_publisher: 'github eve/widget publish.yml',
    old: 'github acme/widget publish.yml (createPackage)',
    new: 'github eve/widget publish.yml (createPackage)',
  });
  expect(found?.remarks).toEqual([
    'in the place of github acme/widget publish.yml (createPackage), under the same id',
    FROM_FILE,
  ]);
});

it('tells other permissions of the same workflow', () => {
  const found = change({ a: GITHUB }, { a: { ...GITHUB, permissions: ['createStagedPackage', 'createPackage'] } });
  expect(found.map(({ members }) => members.scopes)).toEqual(['createPackage, createStagedPackage']);
});

it("takes npm's and the registry's form for the same", () => {
  const answer = { type: 'github', claims: { repository: 'acme/widget', workflow_ref: { file: 'publish.yml' } } };
  expect(change({ a: answer }, { a: { ...answer, createdAt: 'x' } })).toEqual([]);
  const flat = { type: 'github', repository: 'acme/widget', file: 'publish.yml' };
  expect(change({ a: answer }, { a: flat })).toEqual([]);
});

it('finds the scoped package that a file is named after', () => {
  const widget = packument(JSON.stringify({ name: '@acme/widget', versions: {} }), { evidence: 'p' });
  const states = [listed(SUBJECT, {}, 'old', FIRST), listed(SUBJECT, { a: GITHUB }, 'new', SECOND), widget];
  expect(said(infer(trustChanged, states))).toMatchObject([{ package: '@acme/widget' }]);
  expect(infer(trustChanged, states, new Set(['acme-widget']))).toEqual([]);
  expect(infer(trustChanged, states, new Set(['@acme/widget']))).toHaveLength(1);
});

it('names no package where two fit', () => {
  const packages = ['@acme/widget', 'acme-widget'].map((name) =>
    packument(JSON.stringify({ name, versions: {} }), { evidence: name }),
  );
  const states = [listed(SUBJECT, {}, 'old', FIRST), listed(SUBJECT, { a: GITHUB }, 'new', SECOND), ...packages];
  const [found] = infer(trustChanged, states);
  expect(found?.members).toMatchObject({ resource: 'acme-widget-trust' });
  expect(found?.members.package).toBeUndefined();
});
