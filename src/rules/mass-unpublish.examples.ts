import { auditLog, publishAct, unpublishAct } from './examples/audit-log.ts';
import { namesOf } from './examples/monorepo.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

/** What is left of an unpublished package, in the older form that says who it was. */
function unpublished(name: string, at: string, by: string): Record<string, string> {
  const versions = ['0.0.1', '0.0.2'];
  const time = {
    created: '2014-03-14T00:00:00.000Z',
    modified: at,
    '0.0.1': '2014-03-14T00:00:00.000Z',
    '0.0.2': '2014-05-01T00:00:00.000Z',
    unpublished: { name: by, time: at, tags: { latest: '0.0.2' }, versions },
  };
  return { [`${name}.20160322T230000Z.json`]: JSON.stringify({ _id: name, name, time }) };
}

const TEN = namesOf(10);

/** All made up, but for the owner of left-pad and the hour. */
const examples: Examples = [
  {
    name: 'all packages of an owner within minutes',
    source: 'left-pad 2016-03-22; seven of 273 packages, names and minutes made up',
    files: Object.assign(
      {},
      ...namesOf(7, 'pad-').map((name, i) => unpublished(name, `2016-03-22T21:3${i}:00.000Z`, 'azer')),
    ),
    expect: [{ subject: 'azer', severity: 'high' }],
  },
  {
    name: 'a victim takes down what was published in the night',
    source: 'as Mastra 2026-06-17, with ten packages',
    files: {
      'registry.jsonl': auditLog([
        ...TEN.map((name, i) => publishAct(`2026-06-17T01:12:0${i}.000Z`, 'alice', name, '1.0.1')),
        { ts: '2026-06-17T06:00:00.000Z', action: 'user.login', actor: 'alice', ip: '203.0.113.50' },
        ...TEN.map((name, i) => unpublishAct(`2026-06-17T06:12:0${i}.000Z`, 'alice', name, '1.0.1')),
      ]),
    },
    expect: [{ subject: 'alice', severity: 'medium' }],
  },
  {
    name: 'twenty versions of one package',
    source: 'made up',
    files: {
      'registry.jsonl': auditLog([
        ...namesOf(20, '1.0.').map((version, i) =>
          publishAct(`2026-01-01T00:00:${10 + i}.000Z`, 'alice', 'widget', version),
        ),
        ...namesOf(20, '1.0.').map((version, i) =>
          unpublishAct(`2026-06-17T06:12:${10 + i}.000Z`, 'bob', 'widget', version),
        ),
      ]),
    },
    expect: [{ subject: 'bob', severity: 'high' }],
  },
  {
    name: 'four packages, a fifth much later, one refused, and two accounts',
    source: 'made up',
    files: {
      'registry.jsonl': auditLog([
        ...namesOf(4).map((name, i) => unpublishAct(`2026-06-17T06:12:0${i}.000Z`, 'alice', name, '1.0.1')),
        unpublishAct('2026-06-17T06:13:00.000Z', 'bob', '@acme/part-5', '1.0.1'),
        { ...unpublishAct('2026-06-17T06:14:00.000Z', 'alice', '@acme/part-6', '1.0.1'), outcome: 'denied' },
        publishAct('2026-06-17T06:15:00.000Z', 'alice', '@acme/part-7', '1.0.0'),
        unpublishAct('2026-06-17T08:13:00.000Z', 'alice', '@acme/part-7', '1.0.0'),
      ]),
    },
    expect: [],
  },
  {
    name: 'versions are gone, and nobody says who did it',
    source: 'axios, the morning after',
    files: snapshot(
      'axios',
      '2026-03-31T04:30:00Z',
      {
        '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
        '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
        '0.30.4': { at: '2026-03-31T01:00:57.285Z', gone: true },
      },
      { modified: '2026-03-31T03:15:30.000Z' },
    ),
    expect: 'no-evidence',
  },
];

export default examples;
