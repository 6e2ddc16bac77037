import { auditLog, publishAct, unpublishAct } from './examples/audit-log.ts';
import { snapshot } from './examples/packument.ts';
import { verdaccioLog } from './examples/verdaccio-writes.ts';
import type { Examples } from './verdict.ts';

const BEFORE = {
  '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
  '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
  '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: 'jasonsaayman <ifstap@proton.me>' },
  '0.30.4': { at: '2026-03-31T01:00:57.285Z', by: 'jasonsaayman <ifstap@proton.me>' },
} as const;
const AFTER = {
  ...BEFORE,
  '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
  '0.30.4': { at: '2026-03-31T01:00:57.285Z', gone: true },
} as const;
const LOOK = { modified: '2026-03-31T03:15:30.000Z', tags: { latest: '1.14.0' } };
const HOLDER = { '0.0.1-security.0': { at: '2026-03-31T04:26:00.000Z', by: 'npm <npm@registry.example>' } } as const;

/** Times of axios and plain-crypto-js are facts, those of the copies made up, as all of widget. */
const examples: Examples = [
  {
    name: 'two copies, before and after the takedown',
    source: 'axios 2026-03-31, 1.14.1 and 0.30.4',
    files: {
      ...snapshot('axios', '2026-03-31T02:10:00Z', BEFORE),
      ...snapshot('axios', '2026-03-31T04:30:00Z', AFTER, LOOK),
    },
    expect: [
      { subject: 'axios@1.14.1', severity: 'medium' },
      { subject: 'axios@0.30.4', severity: 'medium' },
    ],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after',
    files: snapshot('axios', '2026-03-31T04:30:00Z', AFTER, LOOK),
    expect: [
      { subject: 'axios@1.14.1', severity: 'medium' },
      { subject: 'axios@0.30.4', severity: 'medium' },
    ],
  },
  {
    name: 'a security placeholder in place of the package',
    source: 'plain-crypto-js 2026-03-31',
    files: {
      ...snapshot('plain-crypto-js', '2026-03-31T02:10:00Z', {
        '4.2.1': { at: '2026-03-30T23:59:12.000Z', by: 'nrwise <nrwise@proton.me>' },
      }),
      ...snapshot('plain-crypto-js', '2026-03-31T05:00:00Z', HOLDER),
    },
    expect: [
      { subject: 'plain-crypto-js@4.2.1', severity: 'medium' },
      { subject: 'plain-crypto-js@0.0.1-security.0', severity: 'medium' },
    ],
  },
  {
    name: 'npm held the name before anybody published it',
    source: 'as promise.allsettled and tslib; times made up',
    files: snapshot('tslib', '2026-06-30T00:00:00Z', {
      '0.0.1-security': { at: '2016-03-01T00:00:00.000Z', by: 'npm <npm@npmjs.com>' },
      '1.0.0': { at: '2016-10-01T00:00:00.000Z', by: 'typescript <t@example.test>' },
    }),
    expect: [{ subject: 'tslib@0.0.1-security', severity: 'info' }],
  },
  {
    name: 'somebody else removed it',
    source: 'made up, as carol does in the acme story',
    files: {
      'registry.jsonl': auditLog([
        publishAct('2026-06-09T03:41:27.498Z', 'alice', '@acme/widget', '1.4.3'),
        unpublishAct('2026-06-09T06:12:40.854Z', 'carol', '@acme/widget', '1.4.3'),
      ]),
    },
    expect: [{ subject: '@acme/widget@1.4.3', severity: 'medium' }],
  },
  {
    name: 'its own publisher removed it, says the log of the registry',
    source: 'made up: a publish by mistake',
    files: {
      ...snapshot('widget', '2026-06-10T00:00:00Z', {
        '1.0.0': { at: '2026-06-01T00:00:00.000Z', by: 'alice <alice@example.test>' },
        '1.0.1': { at: '2026-06-09T03:41:27.498Z', gone: true },
      }),
      'registry.jsonl': auditLog([
        publishAct('2026-06-09T03:41:27.498Z', 'alice', 'widget', '1.0.1'),
        unpublishAct('2026-06-09T03:50:00.000Z', 'alice', 'widget', '1.0.1'),
      ]),
    },
    expect: [],
  },
  {
    name: 'a server that does not log which version was published: one by who publishes the package, one by another',
    source: 'made up; Verdaccio',
    files: {
      'verdaccio.log': verdaccioLog([
        { at: '2026-03-01T09:00:00.000Z', by: 'alice', package: '@acme/widget' },
        { at: '2026-03-01T10:00:00.000Z', by: 'alice', package: '@acme/widget', unpublish: '1.0.1' },
        { at: '2026-03-01T11:00:00.000Z', by: 'mallory', package: '@acme/widget', unpublish: '1.0.0' },
      ]),
    },
    expect: [{ subject: '@acme/widget@1.0.0', severity: 'medium' }],
  },
  {
    name: 'nothing is gone',
    source: 'made up',
    files: snapshot('axios', '2026-03-31T02:10:00Z', BEFORE),
    expect: [],
  },
  {
    name: 'only the manifest of one version',
    source: 'made up: it does not say which other versions there are',
    files: {
      'widget-1.0.0.json': JSON.stringify({
        name: 'widget',
        version: '1.0.0',
        _npmUser: { name: 'alice', email: 'alice@example.test' },
        dist: { tarball: 'https://registry.example/widget/-/widget-1.0.0.tgz', shasum: '0'.repeat(40) },
        _npmOperationalInternal: { tmp: 'tmp/widget_1.0.0_1772359199848_0.42' },
      }),
    },
    expect: 'no-evidence',
  },
];

export default examples;
