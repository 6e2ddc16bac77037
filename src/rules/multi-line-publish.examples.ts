import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-03-31T04:30:00Z';
const ALICE = 'alice <alice@example.test>';

/** Versions and times of axios and ua-parser-js are facts; those of widget are made up. */
const examples: Examples = [
  {
    name: 'two lines by one account within the hour',
    source: 'axios 2026-03-31: 1.14.1, and 0.30.4 38 min 59 s later',
    files: snapshot('axios', '2026-03-31T02:10:00Z', {
      '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
      '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
      '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: 'jasonsaayman <ifstap@proton.me>' },
      '0.30.4': { at: '2026-03-31T01:00:57.285Z', by: 'jasonsaayman <ifstap@proton.me>' },
    }),
    expect: [{ subject: 'axios@0.30.4', severity: 'info' }],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after: who published is not in evidence',
    files: snapshot('axios', TAKEN, {
      '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
      '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
      '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
      '0.30.4': { at: '2026-03-31T01:00:57.285Z', gone: true },
    }),
    expect: [{ subject: 'axios@0.30.4', severity: 'info' }],
  },
  {
    name: 'a fix on each line by a workflow: info, as an attack would be',
    source: 'made up: why this is never an alert of its own',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', oidc: true, repository: 'git+https://github.com/acme/widget.git' },
      '2.0.0': { at: '2026-02-01T00:00:00.000Z', oidc: true, repository: 'git+https://github.com/acme/widget.git' },
      '1.0.1': { at: '2026-03-01T00:00:00.000Z', oidc: true, repository: 'git+https://github.com/acme/widget.git' },
      '2.0.1': { at: '2026-03-01T00:10:00.000Z', oidc: true, repository: 'git+https://github.com/acme/widget.git' },
    }),
    expect: [{ subject: 'widget@2.0.1', severity: 'info' }],
  },
  {
    name: 'two lines by two accounts, two hours apart, or a prerelease',
    source: 'made up',
    files: snapshot(
      'widget',
      TAKEN,
      {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '2.0.0': { at: '2026-01-01T02:00:00.000Z', by: ALICE },
        '1.0.1': { at: '2026-03-01T00:00:00.000Z', by: ALICE },
        '2.0.1': { at: '2026-03-01T00:10:00.000Z', by: 'bob <bob@example.test>' },
        '3.0.0-rc.1': { at: '2026-03-01T00:11:00.000Z', by: 'bob <bob@example.test>' },
        '2.0.2': { at: '2026-03-01T00:12:00.000Z', by: 'bob <bob@example.test>' },
      },
      { tags: { latest: '2.0.2', next: '3.0.0-rc.1' } },
    ),
    expect: [],
  },
  {
    name: 'only the refs of a repository',
    source: 'made up',
    files: { 'refs.20260331T043000Z.txt': `refs/tags/v1.0.0\t${'1'.repeat(40)}\t\t2026-01-01T00:00:00Z\t\t\n` },
    expect: 'no-evidence',
  },
];

export default examples;
