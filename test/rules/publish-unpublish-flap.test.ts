import { expect, it } from 'vitest';
import { auditLog, publishAct, unpublishAct } from '../../src/rules/examples/audit-log.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/publish-unpublish-flap.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

function log(...acts: Parameters<typeof auditLog>[0]): Readonly<Record<string, string>> {
  return { 'registry.jsonl': auditLog(acts) };
}

it('tells how long it was there and what followed', async () => {
  const { findings } = await resultOf(
    rule,
    log(
      publishAct('2018-07-12T09:49:00.000Z', 'm', 'eslint-config-eslint', '5.0.2'),
      unpublishAct('2018-07-12T10:25:00.000Z', 'm', 'eslint-config-eslint', '5.0.2'),
      publishAct('2018-07-12T10:40:00.000Z', 'm', 'eslint-scope', '3.7.2'),
    ),
  );
  expect(findings).toMatchObject([
    {
      fact: 'removed 36 min 0 s after its publish, by the same account, m; eslint-scope@3.7.2 followed 15 min 0 s later',
      certainty: 'certain',
      about: {
        packages: ['eslint-config-eslint', 'eslint-scope'],
        releases: ['eslint-config-eslint@5.0.2', 'eslint-scope@3.7.2'],
        accounts: ['m'],
      },
    },
  ]);
  expect(findings[0]?.citations).toHaveLength(3);
});

it.each([
  ['72 h and 24 h are the longest', '2026-01-04T00:00:00.000Z', '2026-01-05T00:00:00.000Z', 1],
  ['a second more than 72 h', '2026-01-04T00:00:01.000Z', '2026-01-05T00:00:00.000Z', 0],
  ['a second more than 24 h', '2026-01-04T00:00:00.000Z', '2026-01-05T00:00:01.000Z', 0],
])('%s', async (_, removed, next, count) => {
  const { findings } = await resultOf(
    rule,
    log(
      publishAct('2026-01-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
      unpublishAct(removed, 'alice', 'widget', '1.0.0'),
      publishAct(next, 'alice', 'widget', '1.0.1'),
    ),
  );
  expect(findings).toHaveLength(count);
});

it('knows a whole package that was taken out again', async () => {
  const { findings } = await resultOf(
    rule,
    log(
      publishAct('2026-01-01T00:00:00.000Z', 'alice', 'widget', '1.0.0'),
      unpublishAct('2026-01-01T01:00:00.000Z', 'alice', 'widget'),
      publishAct('2026-01-01T02:00:00.000Z', 'alice', 'gadget', '1.0.0'),
    ),
  );
  expect(findings.map(({ subject }) => subject)).toEqual(['widget@1.0.0']);
});

it('takes the last publish of the account where the log does not say which version', async () => {
  const publish = (ts: string, name: string) => ({ ts, action: 'package.publish', actor: 'alice', package: name });
  const { findings } = await resultOf(
    rule,
    log(
      publish('2026-01-01T00:00:00.000Z', 'widget'),
      unpublishAct('2026-01-01T01:00:00.000Z', 'alice', 'widget', '1.0.0'),
      publish('2026-01-01T02:00:00.000Z', 'gadget'),
    ),
  );
  expect(findings).toMatchObject([
    {
      subject: 'widget@1.0.0',
      fact: 'removed 1 h 0 min 0 s after its publish, by the same account, alice; gadget followed 1 h 0 min 0 s later',
    },
  ]);
});

it('does not take what a registry took down for it', async () => {
  const by = { by: 'alice <alice@example.test>' };
  const widget = {
    '1.0.0': { at: '2025-01-01T00:00:00.000Z', ...by },
    '1.0.1': { at: '2026-01-01T00:00:00.000Z', ...by },
  };
  const files = {
    ...snapshot('widget', '2026-01-01T00:30:00Z', widget),
    ...snapshot(
      'widget',
      '2026-01-01T02:00:00Z',
      { ...widget, '1.0.1': { ...widget['1.0.1'], gone: true } },
      { modified: '2026-01-01T01:00:00.000Z' },
    ),
    ...snapshot('gadget', '2026-01-01T06:00:00Z', { '1.0.0': { at: '2026-01-01T05:00:00.000Z', ...by } }),
  };
  const advisory = {
    id: 'MAL-2026-1',
    published: '2026-01-01T01:30:00Z',
    modified: '2026-01-01T01:30:00Z',
    schema_version: '1.7.4',
    affected: [{ package: { ecosystem: 'npm', name: 'widget' }, versions: ['1.0.1'] }],
  };
  expect((await resultOf(rule, files)).findings).toMatchObject([{ certainty: 'possible' }]);
  const held = await resultOf(rule, { ...files, 'MAL-2026-1.json': JSON.stringify(advisory) });
  expect(held.findings).toEqual([]);
});

it('is silent on axios and acme, and says the morning after what it lacks', async () => {
  expect(await resultOf(rule, filesOf('axios-2026'))).toMatchObject({ status: 'silent' });
  expect(await resultOf(rule, filesOf('acme-2026'))).toMatchObject({ status: 'silent' });
  const morning = await resultOf(rule, filesOf('axios-2026-morning-after'));
  expect(morning.status).toBe('no-evidence');
  expect(morning.missing.map(({ subject, why }) => `${subject}: ${why}`)).toEqual([
    'axios@0.30.4: who published it is in no evidence',
    'axios@1.14.1: who published it is in no evidence',
  ]);
});
