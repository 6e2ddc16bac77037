import { auditLog, publishAct, unpublishAct } from './examples/audit-log.ts';
import { snapshot } from './examples/packument.ts';
import { verdaccioLog } from './examples/verdaccio-writes.ts';
import type { Examples } from './verdict.ts';

const MAINTAINER = 'eslint-maintainer';
const BY = { by: `${MAINTAINER} <maintainer@example.test>` } as const;

/** Times of the eslint packages are facts, to the minute; the name of the account is made up, as all of widget. */
const examples: Examples = [
  {
    name: 'tried on one package, unpublished, then the next one',
    source: 'eslint-config-eslint 5.0.2 and eslint-scope 3.7.2, 2018-07-12, as a log would tell it',
    files: {
      'registry.jsonl': auditLog([
        publishAct('2018-07-12T09:49:00.000Z', MAINTAINER, 'eslint-config-eslint', '5.0.2'),
        unpublishAct('2018-07-12T10:25:00.000Z', MAINTAINER, 'eslint-config-eslint', '5.0.2'),
        publishAct('2018-07-12T10:40:00.000Z', MAINTAINER, 'eslint-scope', '3.7.2'),
      ]),
    },
    expect: [{ subject: 'eslint-config-eslint@5.0.2', severity: 'medium' }],
  },
  {
    name: 'a server that does not log which version was published',
    source: 'made up; Verdaccio',
    files: {
      'verdaccio.log': verdaccioLog([
        { at: '2026-03-01T09:49:00.000Z', by: 'alice', package: '@acme/config' },
        { at: '2026-03-01T10:25:00.000Z', by: 'alice', package: '@acme/config', unpublish: '5.0.2' },
        { at: '2026-03-01T10:40:00.000Z', by: 'alice', package: '@acme/widget' },
      ]),
    },
    expect: [{ subject: '@acme/config@5.0.2', severity: 'medium' }],
  },
  {
    name: 'the same from copies of the documents',
    source: 'eslint-config-eslint 5.0.2: by whom it was removed is not in evidence',
    files: {
      ...snapshot('eslint-config-eslint', '2018-07-12T10:00:00Z', {
        '5.0.1': { at: '2018-06-01T00:00:00.000Z', ...BY },
        '5.0.2': { at: '2018-07-12T09:49:00.000Z', ...BY },
      }),
      ...snapshot(
        'eslint-config-eslint',
        '2018-07-12T11:00:00Z',
        {
          '5.0.1': { at: '2018-06-01T00:00:00.000Z', ...BY },
          '5.0.2': { at: '2018-07-12T09:49:00.000Z', gone: true },
        },
        { modified: '2018-07-12T10:25:00.000Z' },
      ),
      ...snapshot('eslint-scope', '2018-07-12T11:00:00Z', {
        '3.7.1': { at: '2017-04-12T00:00:00.000Z', ...BY },
        '3.7.2': { at: '2018-07-12T10:40:00.000Z', ...BY },
      }),
    },
    expect: [{ subject: 'eslint-config-eslint@5.0.2', severity: 'medium' }],
  },
  {
    name: 'a takedown by npm, then a clean version by its owner',
    source: 'ua-parser-js 2021-10-22: 0.7.29, and 0.7.30 four hours later; when 0.7.29 was removed is made up',
    files: {
      ...snapshot('ua-parser-js', '2021-10-22T13:00:00Z', {
        '0.7.28': { at: '2021-04-10T00:00:00.000Z', by: 'faisalman <faisalman@example.test>' },
        '0.7.29': { at: '2021-10-22T12:15:21.378Z', by: 'faisalman <faisalman@example.test>' },
      }),
      ...snapshot(
        'ua-parser-js',
        '2021-10-22T16:00:00Z',
        {
          '0.7.28': { at: '2021-04-10T00:00:00.000Z', by: 'faisalman <faisalman@example.test>' },
          '0.7.29': { at: '2021-10-22T12:15:21.378Z', gone: true },
        },
        { modified: '2021-10-22T15:00:00.000Z' },
      ),
      ...snapshot('ua-parser-js', '2021-10-22T18:00:00Z', {
        '0.7.28': { at: '2021-04-10T00:00:00.000Z', by: 'faisalman <faisalman@example.test>' },
        '0.7.29': { at: '2021-10-22T12:15:21.378Z', gone: true },
        '0.7.30': { at: '2021-10-22T16:16:08.807Z', by: 'faisalman <faisalman@example.test>' },
      }),
    },
    expect: [],
  },
  {
    name: 'removed by somebody else, after four days, or nothing followed',
    source: 'made up',
    files: {
      'registry.jsonl': auditLog([
        publishAct('2026-06-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
        publishAct('2026-06-01T01:00:00.000Z', 'alice', 'gadget', '1.0.0'),
        unpublishAct('2026-06-01T02:00:00.000Z', 'carol', 'widget', '1.0.0'),
        publishAct('2026-06-01T03:00:00.000Z', 'alice', 'widget', '1.0.1'),
        unpublishAct('2026-06-05T03:00:00.000Z', 'alice', 'gadget', '1.0.0'),
        publishAct('2026-06-05T04:00:00.000Z', 'alice', 'gizmo', '1.0.0'),
        unpublishAct('2026-06-05T05:00:00.000Z', 'alice', 'gizmo', '1.0.0'),
      ]),
    },
    expect: [],
  },
  {
    name: 'the takedown left only the times',
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
