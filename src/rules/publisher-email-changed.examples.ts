import { AXIOS_FILES, AXIOS_SOURCE, CRYPTO_FILES, GONE_FILES } from './examples/axios-takeover.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-30T00:00:00Z';
const ALICE = 'alice <alice@example.test>';

const examples: Examples = [
  {
    name: 'the account has another address, on both lines',
    source: AXIOS_SOURCE,
    files: { ...AXIOS_FILES, ...CRYPTO_FILES },
    expect: [
      { subject: 'axios@1.14.1', severity: 'high' },
      { subject: 'axios@0.30.4', severity: 'high' },
    ],
  },
  {
    name: 'the old address is on another package; the new one also on a package of yesterday',
    source: 'after Mastra (2026): the pattern of its address is a fact, the rest made up',
    files: {
      ...snapshot('mastra-core', TAKEN, {
        '1.0.0': { at: '2026-06-01T00:00:00.000Z', by: 'carol <carol@example.test>' },
        '1.0.1': { at: '2026-06-17T01:00:00.000Z', by: 'ehindero <ehindero2016@tutamail.com>' },
      }),
      ...snapshot('mastra-old', TAKEN, {
        '0.1.0': { at: '2025-01-01T00:00:00.000Z', by: 'ehindero <ehindero@example.test>' },
      }),
      ...snapshot('easy-day-js', TAKEN, {
        '1.0.0': { at: '2026-06-16T12:00:00.000Z', by: 'other <ehindero2016@tutamail.com>' },
      }),
    },
    expect: [{ subject: 'mastra-core@1.0.1', severity: 'high' }],
  },
  {
    name: 'one alert a change: weeks later the address is the account’s own, and capitals are none',
    source: 'made up',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
      '1.1.0': { at: '2026-02-01T00:00:00.000Z', by: 'alice <alice@new.example>' },
      '1.2.0': { at: '2026-03-01T00:00:00.000Z', by: 'alice <Alice@New.example>' },
      '1.3.0': { at: '2026-04-01T00:00:00.000Z', by: ALICE },
    }),
    expect: [{ subject: 'widget@1.1.0', severity: 'high' }],
  },
  {
    name: 'publishers take turns, each with one address',
    source: 'async, the known false alarm of "publisher changed"; versions made up',
    files: snapshot('async', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
      '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: 'bob <bob@example.test>' },
      '1.0.2': { at: '2026-01-03T00:00:00.000Z', by: ALICE },
      '1.0.3': { at: '2026-01-04T00:00:00.000Z', by: 'bob <bob@example.test>' },
      '1.0.4': { at: '2026-01-05T00:00:00.000Z', oidc: true, provenance: true },
    }),
    expect: [],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after',
    files: GONE_FILES,
    expect: 'no-evidence',
  },
  {
    name: 'one publish is nothing to compare with',
    source: 'made up',
    files: snapshot('widget', TAKEN, { '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE } }),
    expect: 'no-evidence',
  },
];

export default examples;
