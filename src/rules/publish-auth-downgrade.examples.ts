import { AXIOS_FILES, AXIOS_SOURCE, GONE_FILES } from './examples/axios-takeover.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-30T00:00:00Z';
const ALICE = 'alice <alice@example.test>';
const OIDC = { oidc: true, provenance: true } as const;

const examples: Examples = [
  {
    name: 'a stolen account on the line of the workflow, and on one that never had it',
    source: AXIOS_SOURCE,
    files: AXIOS_FILES,
    expect: [
      { subject: 'axios@1.14.1', severity: 'high' },
      { subject: 'axios@0.30.4', severity: 'high' },
    ],
  },
  {
    name: 'a package that goes to and fro between its workflow and its owner',
    source: 'pie-framework: 45 of 68 packages last published by OIDC, others by token; versions made up',
    files: snapshot('pie', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...OIDC },
      '1.0.1': { at: '2026-01-10T00:00:00.000Z', by: ALICE },
      '1.0.2': { at: '2026-01-20T00:00:00.000Z', ...OIDC },
      '1.0.3': { at: '2026-02-01T00:00:00.000Z', by: ALICE },
      '1.0.4': { at: '2026-02-10T00:00:00.000Z', ...OIDC },
      '1.0.5': { at: '2026-02-20T00:00:00.000Z', by: ALICE },
    }),
    expect: ['pie@1.0.1', 'pie@1.0.3', 'pie@1.0.5'].map((subject) => ({ subject, severity: 'info' })),
  },
  {
    name: 'the same, but the account has a new address',
    source: 'made up',
    files: snapshot('pie', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
      '1.0.1': { at: '2026-01-10T00:00:00.000Z', ...OIDC },
      '1.0.2': { at: '2026-01-20T00:00:00.000Z', by: 'alice <a1@proton.me>' },
    }),
    expect: [{ subject: 'pie@1.0.2', severity: 'high' }],
  },
  {
    name: 'the workflow itself published with a token: it has provenance',
    source: 'npm prefers a token over OIDC where a workflow has both',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...OIDC },
      '1.0.1': { at: '2026-01-10T00:00:00.000Z', by: ALICE, provenance: true },
    }),
    expect: [{ subject: 'widget@1.0.1', severity: 'info' }],
  },
  {
    name: 'a workflow that always published with a token: only the provenance is missing',
    source: 'nx 2025-08-26; attestations and times of nx, accounts made up',
    files: snapshot('nx', TAKEN, {
      '21.4.0': { at: '2025-08-15T20:07:43.000Z', by: ALICE, provenance: true },
      '21.4.1': { at: '2025-08-22T19:16:43.000Z', by: ALICE, provenance: true },
      '21.5.0': { at: '2025-08-26T22:32:25.000Z', by: ALICE },
    }),
    expect: [],
  },
  {
    name: 'the trusted publisher is long gone',
    source: 'made up',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2025-09-01T00:00:00.000Z', ...OIDC },
      '1.0.1': { at: '2026-06-01T00:00:00.000Z', by: ALICE },
    }),
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
