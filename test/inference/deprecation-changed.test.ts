import { expect, it } from 'vitest';
import type { StateView } from '../../src/core/inference.ts';
import type { JsonObject } from '../../src/core/json.ts';
import deprecationChanged from '../../src/inference/deprecation-changed.ts';
import { cited, infer, inferInAnyOrder, packument, said } from './support.ts';

const [FIRST, SECOND] = ['2026-03-31T02:10:00.000Z', '2026-03-31T05:00:00.000Z'];
const [CHANGED, LATER] = ['2026-03-31T01:00:57.900Z', '2026-03-31T04:00:00.000Z'];

function copy(evidence: string, taken: string, modified: string, versions: JsonObject): StateView {
  const time = { created: '2026-01-05T09:00:00.000Z', modified };
  return packument(JSON.stringify({ name: 'axios', versions, time }), { evidence, taken });
}

it('lies between the older copy and the last change of the newer one', () => {
  const found = inferInAnyOrder(deprecationChanged, [
    copy('old', FIRST, CHANGED, { '1.14.0': {}, '1.14.1': {}, '2.0.0': { deprecated: 'x' } }),
    copy('new', SECOND, LATER, { '1.14.0': {}, '1.14.1': { deprecated: 'malicious' }, '2.0.0': { deprecated: '' } }),
  ]);
  const bounds = { package: 'axios', not_before: FIRST, not_after: LATER };
  expect(said(found)).toEqual([
    { action: 'package.deprecated', version: '1.14.1', deprecated: 'malicious', new: 'malicious', ...bounds },
    { action: 'package.undeprecated', version: '2.0.0', old: 'x', ...bounds },
  ]);
  expect(found[0] && cited(found[0], 'old', 'new')).toEqual(['old #/versions/1.14.1', 'new #/versions/1.14.1']);
});

it('says nothing of versions that one copy does not have, or that changed in other ways', () => {
  const states = [
    copy('old', FIRST, CHANGED, { '1.0.0': { a: 1 } }),
    copy('new', SECOND, LATER, { '1.0.0': { a: 2 }, '1.0.1': { deprecated: 'born so' } }),
  ];
  expect(infer(deprecationChanged, states)).toEqual([]);
});

it('leaves out copies that nobody can date', () => {
  const mirror = packument(JSON.stringify({ name: 'axios', versions: { '1.0.0': { deprecated: 'x' } } }), {
    evidence: 'mirror',
    taken: SECOND,
  });
  expect(infer(deprecationChanged, [copy('old', FIRST, CHANGED, { '1.0.0': {} }), mirror])).toEqual([]);
});
