import { expect, it } from 'vitest';
import { auditLog, publishAct, unpublishAct } from '../../src/rules/examples/audit-log.ts';
import { longHistory } from '../../src/rules/examples/long-history.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/version-vanished.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const ALICE = { by: 'alice <alice@example.test>' };

it('bounds the exposure of what was taken down', async () => {
  const { findings } = await resultOf(rule, filesOf('axios-2026'));
  expect(findings.map(({ subject }) => subject)).toEqual([
    'axios@0.30.4',
    'axios@1.14.1',
    'plain-crypto-js@0.0.1-security.0',
    'plain-crypto-js@4.2.0',
    'plain-crypto-js@4.2.1',
  ]);
  expect(findings[1]).toMatchObject({
    severity: 'medium',
    certainty: 'certain',
    fact: 'gone by 2026-03-31 03:15:30; by whom is not in evidence',
    when: { after: Date.UTC(2026, 2, 31, 2, 10) * 1000, before: Date.UTC(2026, 2, 31, 3, 15, 30) * 1000 },
  });
  expect(findings[1]?.details?.[0]).toBe('installable at most 2 h 53 min 32 s, at least 1 h 48 min 2 s');
  expect(findings[2]?.fact).toContain('security placeholder');
});

it('has no lower bound the morning after', async () => {
  const { findings } = await resultOf(rule, filesOf('axios-2026-morning-after'));
  expect(findings.map(({ subject, details }) => [subject, details?.[0]])).toEqual([
    ['axios@0.30.4', 'installable at most 2 h 14 min 33 s'],
    ['axios@1.14.1', 'installable at most 2 h 53 min 32 s'],
  ]);
});

it('knows who removed it, and when, from the log of the registry', async () => {
  const { findings } = await resultOf(rule, filesOf('acme-2026'));
  expect(findings).toMatchObject([
    { subject: '@acme/widget@1.4.3', fact: 'removed 2 h 31 min 13 s after its publish by alice; by carol' },
  ]);
});

it('takes an owner who removes what a workflow published for its publisher, and a stranger for none', async () => {
  const files = (actor: string) => ({
    ...snapshot('widget', '2026-05-01T00:00:00Z', {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...ALICE },
      '1.0.1': { at: '2026-04-01T00:00:00.000Z', oidc: true },
    }),
    'registry.jsonl': auditLog([unpublishAct('2026-05-02T00:00:00.000Z', actor, 'widget', '1.0.1')]),
  });
  expect(await resultOf(rule, files('alice'))).toMatchObject({ status: 'silent' });
  expect(await resultOf(rule, files('mallory'))).toMatchObject({ status: 'fired' });
});

it('tells of a whole package that a stranger took out, and not of one that its owner did', async () => {
  const files = (actor: string) => ({
    'registry.jsonl': auditLog([
      publishAct('2026-05-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
      unpublishAct('2026-05-02T00:00:00.000Z', actor, 'widget'),
    ]),
  });
  const { findings } = await resultOf(rule, files('mallory'));
  expect(findings).toMatchObject([
    { subject: 'widget', fact: 'the whole package was unpublished; by mallory', about: { accounts: ['mallory'] } },
  ]);
  expect(await resultOf(rule, files('alice'))).toMatchObject({ status: 'silent', judged: 1 });
});

it('does not count an unpublish that was refused', async () => {
  const files = {
    'registry.jsonl': auditLog([
      publishAct('2026-05-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
      { ...unpublishAct('2026-05-02T00:00:00.000Z', 'mallory', 'widget', '1.0.0'), outcome: 'denied' },
    ]),
  };
  expect(await resultOf(rule, files)).toMatchObject({ status: 'silent' });
});

it('has a finding for each of a thousand', async () => {
  const there = longHistory(1000, 60, () => ALICE);
  const gone = longHistory(1000, 60, () => ({ ...ALICE, gone: true }));
  const { findings } = await resultOf(rule, {
    ...snapshot('widget', '2026-05-01T00:00:00Z', there),
    ...snapshot('widget', '2026-06-01T00:00:00Z', { ...gone, '2.0.0': { at: '2026-05-02T00:00:00.000Z', ...ALICE } }),
  });
  expect(findings).toHaveLength(1000);
});
