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
