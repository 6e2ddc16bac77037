import { type DocumentLook, type PublishLook, snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const ALICE = 'alice <alice@example.test>';

const PRETTIER: Readonly<Record<string, PublishLook>> = {
  '4.2.1': { at: '2022-06-30T00:00:00.000Z', by: ALICE },
  '5.5.1': { at: '2025-06-25T00:00:00.000Z', by: ALICE },
};
const BAD = { '4.2.3': { at: '2025-07-18T16:00:00.000Z', by: ALICE } };

const RSPACK: Readonly<Record<string, PublishLook>> = {
  '1.1.6': { at: '2024-12-11T00:00:00.000Z', by: ALICE },
  '1.1.7': { at: '2024-12-19T02:00:00.000Z', by: ALICE },
};

/** A line of a chained log: somebody set a tag. */
function tagSet(seq: number, name: string, version: string, ts: string): string {
  const hash = '0'.repeat(64);
  const record = { action: 'dist-tag.set', package: name, tag: 'latest', version, user: 'alice', ts };
  return JSON.stringify({ hash, leaf_hash: hash, prev_hash: hash, record, seq });
}

function before(name: string, versions: Readonly<Record<string, PublishLook>>, look: DocumentLook) {
  return snapshot(name, '2025-07-01T00:00:00Z', versions, look);
}

const examples: Examples = [
  {
    name: 'a version of an old line became latest',
    source: 'eslint-plugin-prettier 2025-07-18: from 5.5.1 to 4.2.3; times made up',
    files: {
      ...before('eslint-plugin-prettier', PRETTIER, { tags: { latest: '5.5.1' } }),
      ...snapshot(
        'eslint-plugin-prettier',
        '2025-07-19T00:00:00Z',
        { ...PRETTIER, ...BAD },
        { tags: { latest: '4.2.3' } },
      ),
    },
    expect: [{ subject: 'eslint-plugin-prettier@4.2.3', severity: 'high' }],
  },
  {
    name: 'a log of the registry, and no copy',
    source: 'made up',
    files: {
      'registry.jsonl': [
        tagSet(0, 'widget', '2.0.0', '2026-03-01T00:00:00.000Z'),
        tagSet(1, 'widget', '1.9.1', '2026-03-02T00:00:00.000Z'),
      ].join('\n'),
      ...snapshot('widget', '2026-03-01T00:00:00Z', {
        '1.9.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '2.0.0': { at: '2026-02-01T00:00:00.000Z', by: ALICE },
      }),
    },
    expect: [{ subject: 'widget@1.9.1', severity: 'high' }],
  },
  {
    name: 'back from a prerelease that was tagged by mistake',
    source: 'made up',
    files: {
      ...snapshot(
        'widget',
        '2026-03-01T00:00:00Z',
        {
          '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
          '2.0.0-beta.1': { at: '2026-02-01T00:00:00.000Z', by: ALICE },
        },
        { tags: { latest: '2.0.0-beta.1' } },
      ),
      ...snapshot(
        'widget',
        '2026-03-02T00:00:00Z',
        {
          '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
          '2.0.0-beta.1': { at: '2026-02-01T00:00:00.000Z', by: ALICE },
        },
        { tags: { latest: '1.0.0', next: '2.0.0-beta.1' }, modified: '2026-03-01T12:00:00.000Z' },
      ),
    },
    expect: [{ subject: 'widget@1.0.0', severity: 'info' }],
  },
  {
    name: 'the roll-back after an attack: the bad version is deprecated',
    source: '@rspack/core 2024-12-19: 1.1.7 deprecated, latest back to 1.1.6, then 1.1.8; times made up',
    files: {
      ...snapshot('@rspack/core', '2024-12-19T02:30:00Z', RSPACK, { tags: { latest: '1.1.7' } }),
      ...snapshot(
        '@rspack/core',
        '2024-12-19T04:00:00Z',
        { ...RSPACK, '1.1.7': { at: '2024-12-19T02:00:00.000Z', by: ALICE, deprecated: 'do not use' } },
        { tags: { latest: '1.1.6' }, modified: '2024-12-19T03:00:00.000Z' },
      ),
      ...snapshot(
        '@rspack/core',
        '2024-12-20T00:00:00Z',
        { ...RSPACK, '1.1.8': { at: '2024-12-19T06:00:00.000Z', by: ALICE } },
        { tags: { latest: '1.1.8' } },
      ),
    },
    expect: [],
  },
  {
    name: 'the bad version was taken down, and latest went back',
    source: 'axios 2026-03-31',
    files: {
      ...snapshot('axios', '2026-03-31T02:10:00Z', {
        '1.14.0': { at: '2026-03-27T19:01:40.915Z', by: ALICE },
        '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: ALICE },
      }),
      ...snapshot(
        'axios',
        '2026-03-31T04:30:00Z',
        {
          '1.14.0': { at: '2026-03-27T19:01:40.915Z', by: ALICE },
          '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
        },
        { modified: '2026-03-31T03:15:30.000Z' },
      ),
    },
    expect: [],
  },
  {
    name: 'one copy only',
    source: 'most cases at first',
    files: before('eslint-plugin-prettier', PRETTIER, { tags: { latest: '5.5.1' } }),
    expect: 'no-evidence',
  },
];

export default examples;
