import {
  AXIOS_FILES,
  AXIOS_SOURCE,
  advisory,
  CRYPTO_FILES,
  GONE_FILES,
  HELD_FILES,
} from './examples/axios-takeover.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-30T00:00:00Z';
const ALICE = 'alice <alice@example.test>';
const MALLORY = 'mallory <mallory@example.test>';
const BOTH = [
  { subject: 'axios@1.14.1', severity: 'high' },
  { subject: 'axios@0.30.4', severity: 'high' },
] as const;

const examples: Examples = [
  {
    name: 'the dependency was 18 hours old, its version 22 minutes',
    source: AXIOS_SOURCE,
    files: { ...AXIOS_FILES, ...CRYPTO_FILES },
    expect: BOTH,
  },
  {
    name: 'npm holds the dependency: only the age of its name is left',
    source: 'axios, had somebody kept its packument only',
    files: { ...AXIOS_FILES, ...HELD_FILES },
    expect: BOTH,
  },
  {
    name: 'of the dependency there is only an advisory',
    source: 'axios, with MAL-2026-2306',
    files: { ...AXIOS_FILES, ...advisory('MAL-2026-2306', 'plain-crypto-js', ['4.2.1'], '2026-03-31T02:07:58Z') },
    expect: [
      { subject: 'axios@1.14.1', severity: 'medium' },
      { subject: 'axios@0.30.4', severity: 'medium' },
    ],
  },
  {
    name: 'five weeks old, one version, of somebody unknown',
    source: 'event-stream 3.3.6 and flatmap-stream (2018); times to the day, the hours and the first publish made up',
    files: {
      ...snapshot('event-stream', TAKEN, {
        '3.3.4': { at: '2016-07-04T00:00:00.000Z', by: 'dominictarr <d@example.test>' },
        '3.3.6': {
          at: '2018-09-09T12:00:00.000Z',
          by: 'right9ctrl <r@example.test>',
          dependencies: { 'flatmap-stream': '^0.1.0' },
        },
      }),
      ...snapshot('flatmap-stream', TAKEN, {
        '0.1.0': { at: '2018-08-05T00:00:00.000Z', by: 'hugeglass <h@example.test>' },
      }),
    },
    expect: [{ subject: 'event-stream@3.3.6', severity: 'high' }],
  },
  {
    name: 'an alias hides the name',
    source: 'made up',
    files: {
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, dependencies: { lodash: '^4.0.0' } },
        '1.0.1': { at: '2026-06-01T00:00:00.000Z', by: ALICE, dependencies: { lodash: 'npm:1odash@^4.0.0' } },
      }),
      ...snapshot('1odash', TAKEN, { '4.0.1': { at: '2026-05-31T20:00:00.000Z', by: MALLORY } }),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'a team splits its package: the same owner, the same scope',
    source: 'made up',
    files: {
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, owners: [ALICE] },
        '1.1.0': {
          at: '2026-06-01T00:00:00.000Z',
          by: ALICE,
          owners: [ALICE],
          dependencies: { 'widget-core': '^1.0.0' },
        },
      }),
      ...snapshot('widget-core', TAKEN, { '1.0.0': { at: '2026-05-31T23:00:00.000Z', by: ALICE, owners: [ALICE] } }),
      ...snapshot('@acme/app', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.1.0': { at: '2026-06-01T00:00:00.000Z', by: ALICE, dependencies: { '@acme/lib': '^1.0.0' } },
      }),
      ...snapshot('@acme/lib', TAKEN, { '1.0.0': { at: '2026-05-31T23:00:00.000Z', by: 'bob <bob@example.test>' } }),
    },
    expect: [],
  },
  {
    name: 'a new name says that it is of the repository: who publishes the two is in no evidence',
    source: 'as sigstore 1.0.0 with tuf-js, from a mirror that keeps neither owners nor publishers; times made up',
    files: {
      ...snapshot('sigstore', TAKEN, {
        '0.4.0': { at: '2026-01-01T00:00:00.000Z', repository: 'git+https://github.com/sigstore/sigstore-js.git' },
        '1.0.0': {
          at: '2026-06-01T00:00:00.000Z',
          repository: 'git+https://github.com/sigstore/sigstore-js.git',
          dependencies: { 'tuf-js': '^1.0.0' },
        },
      }),
      ...snapshot('tuf-js', TAKEN, {
        '1.0.0': { at: '2026-05-31T23:50:00.000Z', repository: 'https://github.com/Sigstore/sigstore-js' },
      }),
    },
    expect: [{ subject: 'sigstore@1.0.0', severity: 'medium' }],
  },
  {
    name: 'it says that it is of the repository, and a stranger publishes it',
    source: 'made up, as plain-crypto-js named the repository of crypto-js',
    files: {
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, repository: 'acme/widget' },
        '1.0.1': {
          at: '2026-06-01T00:00:00.000Z',
          by: ALICE,
          repository: 'acme/widget',
          dependencies: { glue: '^1.0.0' },
        },
      }),
      ...snapshot('glue', TAKEN, {
        '1.0.0': { at: '2026-05-31T23:50:00.000Z', by: MALLORY, owners: [MALLORY], repository: 'acme/widget' },
      }),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'packages for platforms, split off minutes before, with provenance from the repository',
    source: 'made up, as native modules do it',
    files: {
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', oidc: true, provenance: true, repository: 'acme/widget' },
        '1.1.0': {
          at: '2026-06-01T00:00:00.000Z',
          oidc: true,
          provenance: true,
          repository: 'acme/widget',
          optionalDependencies: { 'widget-linux-x64': '1.1.0' },
        },
      }),
      ...snapshot('widget-linux-x64', TAKEN, {
        '1.1.0': {
          at: '2026-05-31T23:57:00.000Z',
          by: 'acme-bot <b@example.test>',
          provenance: true,
          repository: 'acme/widget',
        },
      }),
    },
    expect: [],
  },
  {
    name: 'the newest version of an old dependency, by who has always published it; a new name of somebody known',
    source: 'made up, as har-validator 3.3.0 with ajv 4.9.1, find-cache-dir 1.0.0 with make-dir 1.0.0',
    files: {
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': { at: '2026-06-01T00:00:00.000Z', by: ALICE, dependencies: { old: '^1.0.0' } },
        '1.0.2': { at: '2026-06-10T00:00:00.000Z', by: ALICE, dependencies: { old: '^1.0.0', young: '^1.0.0' } },
      }),
      ...snapshot('old', TAKEN, {
        '1.0.0': { at: '2024-01-01T00:00:00.000Z', by: MALLORY },
        '1.0.1': { at: '2025-01-01T00:00:00.000Z', by: MALLORY },
        '1.0.2': { at: '2026-01-01T00:00:00.000Z', by: MALLORY },
        '1.0.3': { at: '2026-05-31T23:50:00.000Z', by: MALLORY },
      }),
      ...snapshot('young', TAKEN, { '1.0.0': { at: '2026-06-09T23:50:00.000Z', by: MALLORY } }),
    },
    expect: [{ subject: 'widget@1.0.2', severity: 'medium' }],
  },
  {
    name: 'an old dependency changes hands, and its newest version comes along at once',
    source: 'made up',
    files: {
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': { at: '2026-06-01T00:00:00.000Z', by: ALICE, dependencies: { old: '^1.0.0' } },
      }),
      ...snapshot('old', TAKEN, {
        '1.0.0': { at: '2024-01-01T00:00:00.000Z', by: 'carol <carol@example.test>' },
        '1.0.1': { at: '2025-01-01T00:00:00.000Z', by: 'carol <carol@example.test>' },
        '1.0.2': { at: '2026-01-01T00:00:00.000Z', by: 'carol <carol@example.test>' },
        '1.0.3': { at: '2026-05-31T23:50:00.000Z', by: MALLORY },
      }),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'an old dependency with a new version, and one that was there all along',
    source: 'made up',
    files: {
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, dependencies: { glue: '^1.0.0' } },
        '1.0.1': { at: '2026-06-01T00:00:00.000Z', by: ALICE, dependencies: { glue: '^1.0.0', paste: '^2.0.0' } },
      }),
      ...snapshot('glue', TAKEN, {
        '1.0.0': { at: '2025-01-01T00:00:00.000Z', by: MALLORY },
        '1.0.1': { at: '2026-05-31T23:59:00.000Z', by: MALLORY },
      }),
      ...snapshot('paste', TAKEN, { '2.0.0': { at: '2020-01-01T00:00:00.000Z', by: MALLORY } }),
    },
    expect: [],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after',
    files: GONE_FILES,
    expect: 'no-evidence',
  },
];

export default examples;
