import { auditLog, publishAct } from './examples/audit-log.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const DOMINIC = 'dominictarr <dominic@example.test>';
const RIGHT9 = 'right9ctrl <right9ctrl@example.test>';
const ALICE = 'alice <alice@example.test>';
const BOB = 'bob <bob@example.test>';
const TAKEN = '2026-06-01T00:00:00Z';

/** An act on the owners of a package. */
function ownerAct(ts: string, action: 'owner.add' | 'owner.remove', actor: string, user: string) {
  return { ts, action, actor, user, package: 'widget' };
}

/** The account and day of event-stream 3.3.6 are facts; when owners were added, addresses and all else are made up. */
const examples: Examples = [
  {
    name: 'an owner is added and publishes at once',
    source: 'event-stream 3.3.6, 2018-09-09, by right9ctrl; who published 3.3.5 and when is made up',
    files: snapshot('event-stream', '2018-11-20T00:00:00Z', {
      '3.3.4': { at: '2016-07-01T00:00:00.000Z', by: DOMINIC, owners: [DOMINIC] },
      '3.3.5': { at: '2018-09-05T00:00:00.000Z', by: DOMINIC, owners: [DOMINIC] },
      '3.3.6': { at: '2018-09-09T00:00:00.000Z', by: RIGHT9, owners: [DOMINIC, RIGHT9] },
    }),
    expect: [{ subject: 'event-stream@3.3.6', severity: 'medium' }],
  },
  {
    name: 'two versions a year apart, and an owner between them: when he was added is open',
    source: 'made up: an ordinary handover, as packuments show it',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2025-01-01T00:00:00.000Z', by: ALICE, owners: [ALICE] },
      '1.0.1': { at: '2026-01-01T00:00:00.000Z', by: BOB, owners: [ALICE, BOB] },
    }),
    expect: [{ subject: 'widget@1.0.1', severity: 'low' }],
  },
  {
    name: 'a colleague from another package of the scope is made an owner and publishes',
    source: 'made up',
    files: {
      ...snapshot('@acme/one', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, owners: [ALICE] },
        '1.0.1': { at: '2026-01-10T00:00:00.000Z', by: BOB, owners: [ALICE, BOB] },
      }),
      ...snapshot('@acme/two', TAKEN, { '1.0.0': { at: '2025-11-01T00:00:00.000Z', by: BOB, owners: [BOB] } }),
    },
    expect: [],
  },
  {
    name: 'an owner is removed after a publish by another',
    source: 'as Mastra 2026-06-17 ("we lost access to some packages"); names are made up',
    files: {
      ...snapshot('widget', '2026-05-10T00:00:00Z', {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, owners: [ALICE, BOB] },
        '1.0.1': { at: '2026-05-09T23:00:00.000Z', by: BOB, owners: [ALICE, BOB] },
      }),
      ...snapshot(
        'widget',
        '2026-05-10T06:00:00Z',
        {
          '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, owners: [ALICE, BOB] },
          '1.0.1': { at: '2026-05-09T23:00:00.000Z', by: BOB, owners: [ALICE, BOB] },
        },
        { owners: [BOB], modified: '2026-05-10T01:00:00.000Z' },
      ),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'medium' }],
  },
  {
    name: 'the log of a registry tells of both',
    source: 'made up',
    files: {
      'registry.jsonl': auditLog([
        publishAct('2026-01-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
        ownerAct('2026-05-01T00:00:00.000Z', 'owner.add', 'alice', 'mallory'),
        publishAct('2026-05-09T00:00:00.000Z', 'mallory', 'widget', '1.0.1'),
        ownerAct('2026-05-09T00:10:00.000Z', 'owner.remove', 'mallory', 'alice'),
      ]),
    },
    expect: [
      { subject: 'widget@1.0.1', severity: 'medium' },
      { subject: 'widget@1.0.1', severity: 'medium' },
    ],
  },
  {
    name: 'a new owner who waits for two months, and one who leaves by himself',
    source: 'made up: an ordinary handover',
    files: {
      'registry.jsonl': auditLog([
        publishAct('2026-01-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
        ownerAct('2026-02-01T00:00:00.000Z', 'owner.add', 'alice', 'bob'),
        publishAct('2026-04-05T00:00:00.000Z', 'bob', 'widget', '1.0.1'),
        ownerAct('2026-04-05T01:00:00.000Z', 'owner.remove', 'alice', 'alice'),
      ]),
    },
    expect: [],
  },
  {
    name: 'the owners stay the same',
    source: 'made up',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, owners: [ALICE, BOB] },
      '1.0.1': { at: '2026-02-01T00:00:00.000Z', by: BOB, owners: [ALICE, BOB] },
    }),
    expect: [],
  },
  {
    name: 'no list of owners but the newest',
    source: 'axios, the morning after',
    files: snapshot(
      'axios',
      '2026-03-31T04:30:00Z',
      {
        '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
        '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
      },
      { owners: ['jasonsaayman <ifstap@proton.me>'] },
    ),
    expect: 'no-evidence',
  },
];

export default examples;
