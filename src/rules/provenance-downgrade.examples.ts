import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const WORKFLOW = { oidc: true, provenance: true } as const;
const ALICE = 'alice <alice@example.test>';
const TAKEN = '2026-03-31T02:10:00Z';

/** Versions and times of axios as the packument had them; the version before 1.14.0 is made up. */
const examples: Examples = [
  {
    name: 'the line had provenance, the version has none',
    source: 'axios 2026-03-31, 1.14.1; 0.30.4 on a line that never had it is silent',
    files: snapshot('axios', TAKEN, {
      '1.13.6': { at: '2026-02-27T10:00:00.000Z', ...WORKFLOW },
      '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
      '0.30.2': { at: '2025-09-27T10:00:00.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
      '1.14.0': { at: '2026-03-27T19:01:40.915Z', ...WORKFLOW },
      '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: 'jasonsaayman <ifstap@proton.me>' },
      '0.30.4': { at: '2026-03-31T01:00:57.285Z', by: 'jasonsaayman <ifstap@proton.me>' },
    }),
    expect: [{ subject: 'axios@1.14.1', severity: 'high' }],
  },
  {
    name: 'an attestations object without provenance is none; a prerelease that latest does not point to is left out',
    source: 'made up',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...WORKFLOW },
      '1.0.1': { at: '2026-01-02T00:00:00.000Z', ...WORKFLOW },
      '1.1.0-beta.1': { at: '2026-01-03T00:00:00.000Z', by: ALICE },
      '1.0.2': { at: '2026-01-04T00:00:00.000Z', by: ALICE, provenance: 'none' },
    }),
    expect: [{ subject: 'widget@1.0.2', severity: 'high' }],
  },
  {
    name: 'two lines within minutes; the prereleases before never had provenance, by habit',
    source: 'nx 2025-08-26: times and attestations; that of the prerelease, and accounts, made up',
    files: snapshot('nx', '2025-08-27T00:00:00Z', {
      '20.8.1': { at: '2025-04-25T01:27:19.000Z', by: ALICE, provenance: true },
      '20.8.2': { at: '2025-05-16T17:50:22.000Z', by: ALICE, provenance: true },
      '21.4.0-beta.1': { at: '2025-08-01T00:00:00.000Z', by: ALICE },
      '21.4.0': { at: '2025-08-15T20:07:43.000Z', by: ALICE, provenance: true },
      '21.4.1': { at: '2025-08-22T19:16:43.000Z', by: ALICE, provenance: true },
      '21.5.0-beta.0': { at: '2025-08-24T00:00:00.000Z', by: ALICE },
      '21.5.0': { at: '2025-08-26T22:32:25.000Z', by: ALICE },
      '20.9.0': { at: '2025-08-26T22:39:32.000Z', by: ALICE },
    }),
    expect: [
      { subject: 'nx@21.5.0', severity: 'high' },
      { subject: 'nx@20.9.0', severity: 'high' },
    ],
  },
  {
    name: 'weeks after a version without provenance, which still stands, it is the habit',
    source: 'made up',
    files: snapshot('widget', '2026-06-30T00:00:00Z', {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...WORKFLOW },
      '1.0.1': { at: '2026-01-02T00:00:00.000Z', ...WORKFLOW },
      '1.0.2': { at: '2026-02-01T00:00:00.000Z', by: ALICE },
      '1.0.3': { at: '2026-02-02T00:00:00.000Z', by: ALICE },
      '1.0.4': { at: '2026-03-01T00:00:00.000Z', by: ALICE },
    }),
    expect: [
      { subject: 'widget@1.0.2', severity: 'high' },
      { subject: 'widget@1.0.3', severity: 'high' },
      { subject: 'widget@1.0.4', severity: 'info' },
    ],
  },
  {
    name: 'a person and the pipeline take turns',
    source: 'after pie-framework; versions made up',
    files: snapshot('pie', '2026-06-30T00:00:00Z', {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...WORKFLOW },
      '1.0.1': { at: '2026-01-03T00:00:00.000Z', by: ALICE },
      '1.0.2': { at: '2026-01-05T00:00:00.000Z', ...WORKFLOW },
      '1.0.3': { at: '2026-01-07T00:00:00.000Z', by: ALICE },
      '1.0.4': { at: '2026-01-09T00:00:00.000Z', ...WORKFLOW },
      '1.0.5': { at: '2026-01-11T00:00:00.000Z', by: ALICE },
    }),
    expect: ['pie@1.0.1', 'pie@1.0.3', 'pie@1.0.5'].map((subject) => ({ subject, severity: 'info' as const })),
  },
  {
    name: 'one hot fix by hand, months ago, is no habit',
    source: 'made up',
    files: snapshot('widget', '2026-06-30T00:00:00Z', {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...WORKFLOW },
      '1.0.1': { at: '2026-01-02T00:00:00.000Z', ...WORKFLOW },
      '1.0.2': { at: '2026-01-03T00:00:00.000Z', by: ALICE },
      '1.0.3': { at: '2026-02-01T00:00:00.000Z', ...WORKFLOW },
      '1.0.4': { at: '2026-03-01T00:00:00.000Z', ...WORKFLOW },
      '1.0.5': { at: '2026-06-01T00:00:00.000Z', by: ALICE },
    }),
    expect: [
      { subject: 'widget@1.0.2', severity: 'high' },
      { subject: 'widget@1.0.5', severity: 'high' },
    ],
  },
  {
    name: 'a package that never had provenance',
    source: 'most packages; ua-parser-js in 2021',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
      '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE },
    }),
    expect: [],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after',
    files: snapshot('axios', '2026-03-31T04:30:00Z', {
      '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
      '1.15.0': { at: '2026-03-31T00:21:59.168Z', gone: true },
    }),
    expect: 'no-evidence',
  },
];

export default examples;
