import { GONE_FILES } from './examples/axios-takeover.ts';
import { type PublishLook, snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-30T00:00:00Z';
const ALICE = 'alice <alice@example.test>';
const BOB = 'bob <bob@example.test>';
const CAROL = 'carol <carol@example.test>';
const OIDC = { oidc: true, provenance: true } as const;

const examples: Examples = [
  {
    name: 'an owner who had never published it',
    source: 'node-ipc 2026-05-14: versions, accounts; times and earlier versions made up',
    files: snapshot('node-ipc', TAKEN, {
      '9.1.4': { at: '2025-07-01T00:00:00.000Z', by: 'riaevangelist <r@example.test>' },
      '12.0.0': { at: '2025-08-01T00:00:00.000Z', by: 'riaevangelist <r@example.test>' },
      '9.2.2': { at: '2025-09-01T00:00:00.000Z', by: 'riaevangelist <r@example.test>' },
      '9.1.6': { at: '2026-05-14T10:00:00.000Z', by: 'atiertant <a@atlantis-software.net>' },
      '9.2.3': { at: '2026-05-14T10:05:00.000Z', by: 'atiertant <a@atlantis-software.net>' },
      '12.0.1': { at: '2026-05-14T10:10:00.000Z', by: 'atiertant <a@atlantis-software.net>' },
    }),
    expect: [{ subject: 'node-ipc@9.1.6', severity: 'high' }],
  },
  {
    name: 'a package wakes up after years',
    source: 'coa 2021-11-04; times to the hour and accounts made up',
    files: snapshot('coa', TAKEN, {
      '2.0.2': { at: '2018-12-11T00:00:00.000Z', by: ALICE },
      '2.0.3': { at: '2021-11-04T13:00:00.000Z', by: ALICE },
      '2.0.4': { at: '2021-11-04T13:20:00.000Z', by: ALICE },
    }),
    expect: [{ subject: 'coa@2.0.3', severity: 'medium' }],
  },
  {
    name: 'one of several comes back after years',
    source: 'made up',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2023-01-01T00:00:00.000Z', by: ALICE },
      '1.1.0': { at: '2024-01-01T00:00:00.000Z', by: BOB },
      '1.2.0': { at: '2024-10-01T00:00:00.000Z', by: BOB },
      '1.3.0': { at: '2025-03-01T00:00:00.000Z', by: ALICE },
    }),
    expect: [{ subject: 'widget@1.3.0', severity: 'medium' }],
  },
  {
    name: 'publishers take turns, and a new one stays',
    source: 'async, the known false alarm of "publisher changed"; versions and times made up',
    files: snapshot('async', TAKEN, {
      '1.0.0': { at: '2014-01-01T00:00:00.000Z', by: 'caolan <c@example.test>' },
      '1.0.1': { at: '2014-02-01T00:00:00.000Z', by: 'caolan <c@example.test>' },
      '1.0.2': { at: '2014-03-01T00:00:00.000Z', by: 'caolan <c@example.test>' },
      '1.1.0': { at: '2014-04-01T00:00:00.000Z', by: 'aearly <a@example.test>' },
      '1.1.1': { at: '2014-05-01T00:00:00.000Z', by: 'megawac <m@example.test>' },
      '1.2.0': { at: '2014-06-01T00:00:00.000Z', by: 'caolan <c@example.test>' },
      '1.2.1': { at: '2014-07-01T00:00:00.000Z', by: 'aearly <a@example.test>' },
      '1.2.2': { at: '2014-08-01T00:00:00.000Z', by: 'megawac <m@example.test>' },
    }),
    expect: [],
  },
  {
    name: 'turns of days, not of months',
    source: 'made up',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
      '1.0.1': { at: '2026-01-03T00:00:00.000Z', by: ALICE },
      '1.0.2': { at: '2026-01-05T00:00:00.000Z', by: ALICE },
      '1.0.3': { at: '2026-01-07T00:00:00.000Z', by: BOB },
      '1.0.4': { at: '2026-01-09T00:00:00.000Z', by: ALICE },
      '1.0.5': { at: '2026-01-11T00:00:00.000Z', by: BOB },
    }),
    expect: [],
  },
  {
    name: 'a pipeline takes over: a trusted publisher, a token with provenance, an account of a machine',
    source: 'made up',
    files: {
      ...snapshot('one', TAKEN, versionsThen({ ...OIDC })),
      ...snapshot('two', TAKEN, versionsThen({ by: 'releaser7 <r@example.test>', provenance: true })),
      ...snapshot('three', TAKEN, versionsThen({ by: 'acme-bot <b@example.test>' })),
    },
    expect: [],
  },
  {
    name: 'a colleague from another package of the scope, and one from another package of the repository',
    source: 'made up, as in any repository with several packages',
    files: {
      ...snapshot('@acme/one', TAKEN, versionsThen({ by: BOB })),
      ...snapshot('@acme/two', TAKEN, { '1.0.0': { at: '2025-12-01T00:00:00.000Z', by: BOB } }),
      ...snapshot('three', TAKEN, versionsThen({ by: CAROL, repository: 'https://github.com/acme/all.git' })),
      ...snapshot('four', TAKEN, {
        '1.0.0': { at: '2025-12-01T00:00:00.000Z', by: CAROL, repository: 'git+ssh://git@github.com/acme/all' },
      }),
    },
    expect: [],
  },
  {
    name: 'a whole scope within the hour, by one who never published any of it',
    source: 'as Mastra, 2026; names and times made up',
    files: {
      ...snapshot('@acme/one', TAKEN, versionsThen({ by: BOB })),
      ...snapshot('@acme/two', TAKEN, {
        ...versionsThen({ by: ALICE }),
        '1.0.4': { at: '2026-04-01T00:20:00.000Z', by: BOB },
      }),
    },
    expect: [
      { subject: '@acme/one@1.0.3', severity: 'high' },
      { subject: '@acme/two@1.0.4', severity: 'high' },
    ],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after',
    files: GONE_FILES,
    expect: 'no-evidence',
  },
];

/** Three versions by one person, then one by something new. */
function versionsThen(last: Omit<PublishLook, 'at'>): Readonly<Record<string, PublishLook>> {
  return {
    '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
    '1.0.1': { at: '2026-02-01T00:00:00.000Z', by: ALICE },
    '1.0.2': { at: '2026-03-01T00:00:00.000Z', by: ALICE },
    '1.0.3': { at: '2026-04-01T00:00:00.000Z', ...last },
  };
}

export default examples;
