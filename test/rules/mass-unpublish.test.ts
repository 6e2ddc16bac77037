import { expect, it } from 'vitest';
import { auditLog, publishAct, unpublishAct } from '../../src/rules/examples/audit-log.ts';
import { namesOf } from '../../src/rules/examples/monorepo.ts';
import rule from '../../src/rules/mass-unpublish.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const ADDRESS = '203.0.113.50';

function removed(count: number, minutes: number) {
  const start = Date.UTC(2026, 5, 17, 6);
  return namesOf(count).map((name, i) => ({
    ...unpublishAct(new Date(start + i * minutes * 60_000).toISOString(), 'alice', name, '1.0.1'),
    ip: ADDRESS,
  }));
}

function log(acts: Parameters<typeof auditLog>[0]): Readonly<Record<string, string>> {
  return { 'registry.jsonl': auditLog(acts) };
}

it.each([
  ['five packages within the hour', 5, 15, 1],
  ['four packages', 4, 1, 0],
  ['five packages over an hour and more', 5, 16, 0],
])('%s', async (_, count, minutes, findings) => {
  expect((await resultOf(rule, log(removed(count, minutes)))).findings).toHaveLength(findings);
});

it('says who, from where, and after what', async () => {
  const acts = [
    ...namesOf(6).map((name) => publishAct('2026-01-01T00:00:00.000Z', 'alice', name, '1.0.1')),
    { ts: '2026-06-17T05:48:00.000Z', action: 'token.create', actor: 'alice', ip: '198.51.100.23' },
    ...removed(6, 1),
  ];
  const { findings } = await resultOf(rule, log(acts));
  expect(findings).toMatchObject([
    {
      subject: 'alice',
      severity: 'high',
      fact: 'alice unpublished 6 packages (6 versions) within 5 min 0 s: @acme/part-1, @acme/part-2, @acme/part-3 and 3 more',
      details: [
        '0 of 6 versions had been published less than 3 d before',
        'after auth.token.created from 198.51.100.23 12 min 0 s before',
        `from ${ADDRESS}`,
      ],
      about: { accounts: ['alice'] },
    },
  ]);
});

it('is graver than a clean-up, which it tells by the age of the versions', async () => {
  const acts = [
    ...namesOf(6).map((name) => publishAct('2026-06-16T20:00:00.000Z', 'alice', name, '1.0.1')),
    ...removed(6, 1),
  ];
  const { findings } = await resultOf(rule, log(acts));
  expect(findings).toMatchObject([{ severity: 'medium' }]);
  expect(findings[0]?.details?.[0]).toMatch(/^6 of 6 versions .*: as in a clean-up$/);
});

it('gives packages that were taken out whole to their only publisher, as possible', async () => {
  const acts = namesOf(5).flatMap((name, i) => [
    publishAct('2020-01-01T00:00:00.000Z', 'azer', name, '1.0.0'),
    { ts: `2026-06-17T06:0${i}:00.000Z`, action: 'package.unpublish', package: name },
  ]);
  const { findings } = await resultOf(rule, log(acts));
  expect(findings).toMatchObject([{ subject: 'azer', certainty: 'possible', severity: 'high' }]);
});

it('is silent on acme; for axios it does not know who removed what', async () => {
  expect(await resultOf(rule, filesOf('acme-2026'))).toMatchObject({ status: 'silent' });
  for (const incident of ['axios-2026', 'axios-2026-morning-after']) {
    const { status, missing } = await resultOf(rule, filesOf(incident));
    expect(status).toBe('no-evidence');
    expect(missing[0]?.why).toBe('who removed 0.30.4 and 1.14.1, and when, is in no evidence');
  }
});

it('reads thousands of removals', async () => {
  const acts = Array.from({ length: 3000 }, (_, i) =>
    unpublishAct(new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(), 'alice', 'widget', `1.0.${i}`),
  );
  const { findings } = await resultOf(rule, log(acts));
  expect(findings.map(({ data }) => data)).toEqual([{ packages: 1, versions: 3000 }]);
});
