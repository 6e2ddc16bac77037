import { expect, it } from 'vitest';
import distTagMoved from '../../src/inference/dist-tag-moved.ts';
import { axiosAfter, axiosBefore } from './axios.ts';
import { cited, infer, packument, said } from './support.ts';

const TAKEN = '2026-03-31T02:10:00.000Z';
const MODIFIED = '2026-03-31T03:15:30.000Z';

it('tells each tag that differs between a snapshot and the next', () => {
  const found = infer(distTagMoved, [axiosAfter('after', '2026-03-31T04:30:00.000Z'), axiosBefore('before', TAKEN)]);
  const range = { action: 'package.dist_tag_changed', package: 'axios', not_before: TAKEN, not_after: MODIFIED };
  expect(said(found)).toEqual([
    { ...range, tag: 'latest', old: '1.14.1', new: '1.14.0' },
    { ...range, tag: 'legacy', old: '0.30.4', new: '0.30.3' },
  ]);
  expect(found.map((one) => cited(one, 'before', 'after'))[0]).toEqual(['before #/dist-tags', 'after #/dist-tags']);
});

it('says nothing of one snapshot, or of equal ones', () => {
  expect(infer(distTagMoved, [axiosAfter()])).toEqual([]);
  expect(infer(distTagMoved, [axiosAfter('a'), axiosAfter('b', MODIFIED)])).toEqual([]);
});

function tagged(tags: unknown, modified: string | undefined, evidence: string): ReturnType<typeof packument> {
  const text = JSON.stringify({ name: 'widget', modified, versions: {}, 'dist-tags': tags });
  return packument(text, { evidence, taken: '2026-03-05T00:00:00.000Z' });
}

it('tells a tag that came or went, also from abbreviated documents', () => {
  const first = tagged({ beta: '2.0.0' }, '2026-03-01T00:00:00.000Z', 'first');
  const second = tagged(JSON.parse('{"__proto__": "1.0.0"}'), '2026-03-06T00:00:00.000Z', 'second');
  expect(said(infer(distTagMoved, [first, second])).map(({ tag, old, new: now }) => [tag, old, now])).toEqual([
    ['__proto__', undefined, '1.0.0'],
    ['beta', '2.0.0', undefined],
  ]);
});

it('does not read tags off a mirror, or off what is none', () => {
  const first = tagged({ latest: '1.0.0' }, '2026-03-01T00:00:00.000Z', 'first');
  expect(infer(distTagMoved, [first, tagged({ latest: '0.9.0' }, undefined, 'mirror')])).toEqual([]);
  expect(infer(distTagMoved, [first, tagged([['latest', '2.0.0']], '2026-03-02T00:00:00.000Z', 'list')])).toEqual([]);
  const odd = infer(distTagMoved, [first, tagged({ latest: { a: 1 } }, '2026-03-02T00:00:00.000Z', 'odd')]);
  expect(said(odd).map(({ old, new: now }) => [old, now])).toEqual([['1.0.0', undefined]]);
});
