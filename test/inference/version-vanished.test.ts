import { describe, expect, it } from 'vitest';
import versionVanished from '../../src/inference/version-vanished.ts';
import { axiosAfter, axiosBefore } from './axios.ts';
import { cited, infer, inferInAnyOrder, packument, said, stateOf } from './support.ts';

const LATE = 'at the latest: any later change moves time.modified';
const NOWHERE = 'its manifest is in no evidence: see "not in evidence"';

function widget(time: object, versions: readonly string[], more: object = {}): string {
  const manifests = Object.fromEntries(versions.map((version) => [version, { version }]));
  return JSON.stringify({ name: 'widget', 'dist-tags': {}, versions: manifests, time, ...more });
}

describe('axios', () => {
  it('bounds each removal by the last copy that has the version and the first change without it', () => {
    const states = [axiosBefore('before', '2026-03-31T02:10:00.000Z'), axiosAfter('after', '2026-03-31T04:30:00.000Z')];
    const found = infer(versionVanished, states);
    const removed = { action: 'package.version_deleted', package: 'axios' };
    const bounds = { not_after: '2026-03-31T03:15:30.000Z', not_before: '2026-03-31T02:10:00.000Z' };
    expect(said(found)).toEqual([
      { ...removed, ...bounds, version: '0.30.4' },
      { ...removed, ...bounds, version: '1.14.1' },
    ]);
    expect(found.map(({ key }) => key)).toEqual(['axios@0.30.4', 'axios@1.14.1']);
    expect(found.map(({ remarks }) => remarks)).toEqual([
      ['installable at most 2 h 14 min 33 s, at least 1 h 9 min 3 s', LATE],
      ['installable at most 2 h 53 min 32 s, at least 1 h 48 min 2 s', LATE],
    ]);
    expect(found.map((one) => cited(one, 'before', 'after'))).toEqual([
      ['after #/time', 'before #/versions/0.30.4'],
      ['after #/time', 'before #/versions/1.14.1'],
    ]);
  });

  it('has the publish alone as lower bound where no copy shows the version', () => {
    const found = infer(versionVanished, [axiosAfter()]);
    expect(found.map(({ members }) => members.not_before)).toEqual([
      '2026-03-31T01:00:57.285Z',
      '2026-03-31T00:21:58.168Z',
    ]);
    expect(found.map(({ remarks }) => remarks)).toEqual([
      ['installable at most 2 h 14 min 33 s', LATE, NOWHERE],
      ['installable at most 2 h 53 min 32 s', LATE, NOWHERE],
    ]);
    expect(found.map((one) => cited(one, 'after'))).toEqual([['after #/time'], ['after #/time']]);
  });

  it('takes the newest time inside a copy of which nobody knows when it was made', () => {
    const [, found] = infer(versionVanished, [axiosBefore(), axiosAfter()]);
    expect(found?.members.not_before).toBe('2026-03-31T01:00:57.900Z');
  });

  it('says the same whatever came first', () => {
    const states = [
      axiosBefore('a', '2026-03-31T02:10:00.000Z'),
      axiosBefore('b'),
      axiosBefore('c', '2026-04-02T00:00:00.000Z'),
      axiosAfter('d'),
      axiosAfter('e', '2026-03-31T04:30:00.000Z'),
    ];
    expect(inferInAnyOrder(versionVanished, states).length).toBeGreaterThan(0);
  });

  it('looks only at the packages it is asked for', () => {
    expect(infer(versionVanished, [axiosAfter()], new Set(['other']))).toEqual([]);
    expect(infer(versionVanished, [axiosAfter()], new Set(['axios']))).toHaveLength(2);
  });
});

const CREATED = '2026-01-05T09:00:00.000Z';

describe('bounds', () => {
  it('does not take a stale copy for a sign of life', () => {
    const states = [axiosAfter('after'), axiosBefore('stale', '2026-04-02T00:00:00.000Z')];
    const [, found] = infer(versionVanished, states);
    expect(found?.members).toMatchObject({
      not_before: '2026-03-31T01:00:57.900Z',
      not_after: '2026-03-31T03:15:30.000Z',
    });
    expect(found?.remarks?.slice(2)).toEqual([
      expect.stringMatching(
        /^EV-[0-9a-f]{8} shows it still at 2026-04-02 00:00:00, but is a copy of 2026-03-31 01:00:57.9/,
      ),
    ]);
  });

  it('keeps both bounds where a newer document has the version again, and says so', () => {
    const time = { created: CREATED, '1.0.0': CREATED, '1.0.1': '2026-02-01T00:00:00.000Z' };
    const without = widget({ ...time, modified: '2026-03-01T00:00:00.000Z' }, ['1.0.0']);
    const again = widget({ ...time, modified: '2026-04-01T00:00:00.000Z' }, ['1.0.0', '1.0.1']);
    const states = [packument(without, { evidence: 'without' }), packument(again, { evidence: 'again' })];
    const [found] = infer(versionVanished, states);
    expect(found?.members).toMatchObject({
      not_before: '2026-04-01T00:00:00.000Z',
      not_after: '2026-03-01T00:00:00.000Z',
    });
    expect(found?.remarks).toEqual([
      LATE,
      expect.stringMatching(
        /^contradiction: EV-\w+ is without it by 2026-03-01 00:00:00, EV-\w+ has it at 2026-04-01 00:00:00: restored, or a wrong time$/,
      ),
    ]);
  });

  it('says so where the publish comes after the end', () => {
    const time = {
      created: CREATED,
      modified: '2026-03-01T00:00:00.000Z',
      '1.0.0': CREATED,
      '1.0.1': '2026-03-02T00:00:00.000Z',
    };
    const [found] = infer(versionVanished, [packument(widget(time, ['1.0.0']), { evidence: 'odd' })]);
    expect(found?.members.not_before).toBe('2026-03-02T00:00:00.000Z');
    expect(found?.remarks).toContain(
      'contradiction: gone by 2026-03-01 00:00:00, but published at 2026-03-02 00:00:00: one of the times is wrong',
    );
  });

  it('uses the time of the copy where the document does not say when it changed', () => {
    const time = { created: CREATED, modified: 'yesterday', '1.0.0': CREATED, '1.0.1': CREATED };
    const [found] = infer(versionVanished, [
      packument(widget(time, ['1.0.0']), { evidence: 'copy', taken: '2026-03-01T00:00:00.000Z' }),
    ]);
    expect(found?.members.not_after).toBe('2026-03-01T00:00:00.000Z');
    expect(found?.remarks).not.toContain(LATE);
  });

  it('asks whether a document is whole that still tags what it misses', () => {
    const time = { created: CREATED, modified: '2026-03-01T00:00:00.000Z', '1.0.0': CREATED, '1.0.1': CREATED };
    const text = widget(time, ['1.0.0'], { 'dist-tags': { latest: '1.0.1' } });
    const [found] = infer(versionVanished, [packument(text, { evidence: 'cut' })]);
    expect(found?.remarks).toContainEqual(expect.stringMatching(/still tags it latest: is that document whole\?$/));
  });
});

describe('a document that was replaced', () => {
  const held = widget({ created: CREATED, modified: '2026-03-31T04:26:00.000Z', '0.0.1-security.0': CREATED }, [
    '0.0.1-security.0',
  ]);
  const bad = widget({ created: CREATED, modified: '2026-03-30T23:59:12.500Z', '4.2.1': '2026-03-30T23:59:12.000Z' }, [
    '4.2.1',
  ]);

  it('lacks what an older copy has', () => {
    const states = [
      packument(held, { evidence: 'held' }),
      packument(bad, { evidence: 'bad', taken: '2026-03-31T02:10:00.000Z' }),
    ];
    const [found, ...more] = infer(versionVanished, states);
    expect(more).toEqual([]);
    expect(found?.members).toMatchObject({
      version: '4.2.1',
      not_before: '2026-03-31T02:10:00.000Z',
      not_after: '2026-03-31T04:26:00.000Z',
    });
    expect(found?.remarks).toEqual([
      'installable at most 4 h 26 min 48 s, at least 2 h 10 min 48 s',
      LATE,
      expect.stringMatching(/^EV-\w+ does not even name its time: the whole document was replaced$/),
    ]);
  });

  it('says nothing of what came after it', () => {
    const states = [
      packument(bad, { evidence: 'bad' }),
      packument(widget({ created: CREATED, modified: CREATED }, ['0.0.1']), { evidence: 'old' }),
    ];
    expect(infer(versionVanished, states).map(({ members }) => members.version)).toEqual(['0.0.1']);
  });
});

describe('what is no evidence', () => {
  const gone = { '1.0.0': CREATED, '1.0.1': CREATED };
  it.each([
    ['a mirror', widget(gone, ['1.0.0'])],
    ['an abbreviated document', JSON.stringify({ name: 'widget', modified: CREATED, versions: { '1.0.0': {} } })],
    ['an unpublished package', widget({ ...gone, created: CREATED, unpublished: { time: CREATED } }, [])],
    ['a document without any version', widget({ ...gone, created: CREATED }, [])],
    ['a name that has neither time nor manifest', widget({ created: CREATED, '1.0.0': CREATED, x: {} }, ['1.0.0'])],
    ['`time` of a wrong type', widget([CREATED], ['1.0.0'])],
    ['`time` as a text', JSON.stringify({ name: 'widget', versions: { '1.0.0': {} }, time: 'now' })],
  ])('%s', (_, text) => expect(infer(versionVanished, [packument(text, { evidence: 'one' })])).toEqual([]));

  it('a copy of a mirror does not keep a version alive', () => {
    const time = { ...gone, created: CREATED, modified: '2026-03-01T00:00:00.000Z' };
    const [found] = infer(versionVanished, [
      packument(widget(time, ['1.0.0']), { evidence: 'registry' }),
      packument(widget(gone, ['1.0.0', '1.0.1']), { evidence: 'mirror', taken: '2026-05-01T00:00:00.000Z' }),
    ]);
    expect(found?.members.not_before).toBe(CREATED);
    expect(found?.remarks).not.toContain(NOWHERE);
  });
});

it('knows the manifest that `npm view` printed', () => {
  const time = { created: CREATED, modified: CREATED, '1.0.0': CREATED, '1.0.1': CREATED };
  const registry = packument(widget(time, ['1.0.0']), { evidence: 'registry' });
  const parts = new Map<string, string | object>([
    ['version', '1.0.1'],
    ['dist', {}],
  ]) as Map<string, string>;
  const view = stateOf('npm-view:widget', parts, { evidence: 'view' });
  const [found] = infer(versionVanished, [registry, view]);
  expect(found?.remarks).not.toContain(NOWHERE);
});

it('takes any text for a version', () => {
  const names = ['__proto__', 'constructor', 'a/b', 'a~1b', ''];
  const times = names.map((name) => `${JSON.stringify(name)}: "2026-02-01T00:00:00.000Z"`).join(', ');
  const head = `"name": "widget", "time": {"created": "${CREATED}", "modified": "2026-03-01T00:00:00.000Z", ${times}}`;
  const none = packument(`{${head}, "versions": {"1.0.0": {}}}`, { evidence: 'none' });
  const found = infer(versionVanished, [none]).map(({ members }) => members.version ?? '');
  expect(new Set(found)).toEqual(new Set(names));
  const manifests = names.map((name) => `${JSON.stringify(name)}: {}`).join(', ');
  const all = packument(`{${head}, "versions": {${manifests}}}`, { evidence: 'all' });
  expect(infer(versionVanished, [all])).toEqual([]);
});
