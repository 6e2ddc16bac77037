import { expect, it } from 'vitest';
import { auditLog, publishAct } from '../../src/rules/examples/audit-log.ts';
import { longHistory } from '../../src/rules/examples/long-history.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/owner-change-around-publish.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const OLD = 'dominictarr <dominic@example.test>';
const NEW = 'right9ctrl <right9ctrl@example.test>';

function handover(lastBefore: string): Readonly<Record<string, string>> {
  return snapshot('event-stream', '2018-11-20T00:00:00Z', {
    '3.3.5': { at: lastBefore, by: OLD, owners: [OLD] },
    '3.3.6': { at: '2018-09-09T00:00:00.000Z', by: NEW, owners: [OLD, NEW] },
    '3.3.7': { at: '2018-09-10T00:00:00.000Z', by: NEW, owners: [OLD, NEW] },
  });
}

it('bounds when the owner was added by the lists that show it', async () => {
  const { findings } = await resultOf(rule, handover('2018-09-05T00:00:00.000Z'));
  expect(findings).toMatchObject([
    {
      subject: 'event-stream@3.3.6',
      certainty: 'certain',
      fact: 'right9ctrl became an owner at most 4 d before it, the first publish by that account',
      about: { accounts: ['right9ctrl'] },
    },
  ]);
});

it('is possible where the lists are further apart than 30 days', async () => {
  const { findings } = await resultOf(rule, handover('2016-07-01T00:00:00.000Z'));
  expect(findings).toMatchObject([{ subject: 'event-stream@3.3.6', certainty: 'possible' }]);
});

function owner(ts: string, action: string, actor: string, user: string) {
  return { ts, action, actor, user, package: 'widget' };
}

it.each([
  ['30 days are the longest', '2026-01-31T00:00:00.000Z', 1],
  ['a second more', '2026-01-31T00:00:01.000Z', 0],
])('%s', async (_, at, count) => {
  const log = auditLog([
    publishAct('2025-01-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
    owner('2026-01-01T00:00:00.000Z', 'owner.add', 'alice', 'mallory'),
    publishAct(at, 'mallory', 'widget', '1.0.1'),
    publishAct('2026-01-31T00:01:00.000Z', 'mallory', 'widget', '1.0.2'),
  ]);
  expect((await resultOf(rule, { 'registry.jsonl': log })).findings).toHaveLength(count);
});

it.each([
  ['24 hours after are the longest', '2026-01-02T00:00:00.000Z', 1],
  ['a second more', '2026-01-02T00:00:01.000Z', 0],
  ['before the publish', '2025-12-31T23:59:59.000Z', 0],
])('%s', async (_, at, count) => {
  const log = auditLog([
    publishAct('2025-01-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
    publishAct('2026-01-01T00:00:00.000Z', 'mallory', 'widget', '1.0.1'),
    owner(at, 'owner.remove', 'mallory', 'alice'),
  ]);
  expect((await resultOf(rule, { 'registry.jsonl': log })).findings).toHaveLength(count);
});

it('takes the log of the registry for it, not the lists that follow from it', async () => {
  const log = auditLog([owner('2018-09-08T00:00:00.000Z', 'owner.add', 'dominictarr', 'right9ctrl')]);
  const files = {
    ...handover('2018-09-05T00:00:00.000Z'),
    'registry.jsonl': log.replaceAll('"widget"', '"event-stream"'),
  };
  const { findings } = await resultOf(rule, files);
  expect(findings.map(({ fact }) => fact)).toEqual([
    'right9ctrl became an owner 1 d before it, the first publish by that account',
  ]);
});

it('has nothing to say of axios, and no evidence the morning after', async () => {
  expect(await resultOf(rule, filesOf('axios-2026'))).toMatchObject({ status: 'silent' });
  expect(await resultOf(rule, filesOf('axios-2026-morning-after'))).toMatchObject({ status: 'no-evidence' });
});

it('reads a package whose owners change thousands of times', async () => {
  const look = (i: number) => ({ by: OLD, owners: [OLD, `${i % 2 === 0 ? 'a' : 'b'} <x@example.test>`] });
  const files = snapshot('widget', '2027-01-01T00:00:00Z', longHistory(2000, 7200, look));
  const { findings, error } = await resultOf(rule, files);
  expect(error).toBeUndefined();
  expect(findings).toHaveLength(1999);
});
