import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const WORKFLOW = { oidc: true, provenance: true } as const;
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
      '1.1.0-beta.1': { at: '2026-01-03T00:00:00.000Z', by: 'alice <alice@example.test>' },
      '1.0.2': { at: '2026-01-04T00:00:00.000Z', by: 'alice <alice@example.test>', provenance: 'none' },
    }),
    expect: [{ subject: 'widget@1.0.2', severity: 'high' }],
  },
  {
    name: 'a package that never had provenance',
    source: 'most packages; ua-parser-js in 2021',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: 'alice <alice@example.test>' },
      '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: 'alice <alice@example.test>' },
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
