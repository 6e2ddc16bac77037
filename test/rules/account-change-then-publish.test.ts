import { expect, it } from 'vitest';
import rule from '../../src/rules/account-change-then-publish.ts';
import { githubAudit, profile } from '../../src/rules/examples/acts.ts';
import { packument, snapshot } from '../../src/rules/examples/packument.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

it('finds what was changed at acme, and says at whose account', async () => {
  const { findings } = await resultOf(rule, filesOf('acme-2026'));
  expect(findings).toMatchObject([{ subject: '@acme/widget@1.4.3', severity: 'high', certainty: 'possible' }]);
  expect(findings[0]?.fact).toBe('alice: second factor recovered 37 min 57 s before it was published');
  expect(findings[0]?.details).toContain(
    "the account of this name at github was changed: whether it is the same person's is not known",
  );
});

it('does not take the new address of axios for evidence about the publishes that show it', async () => {
  const { missing, status } = await resultOf(rule, filesOf('axios-2026'));
  expect(status).toBe('no-evidence');
  expect(missing.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['axios@1.14.1', 'axios@0.30.4']));
  expect(missing[0]?.bring).toMatch(/npm profile get.*mails.*npm support/);
});

const AT = '2026-06-09T03:41:27.498Z';

it('is certain where the change certainly lies in the 72 hours before, in the same service', async () => {
  const { findings } = await resultOf(rule, {
    ...snapshot('widget', '2026-06-20T00:00:00Z', { '1.4.3': { at: AT, by: 'alice <alice@example.test>' } }),
    'profile.20260607T000000Z.json': profile('alice', 'alice@example.test'),
    'profile.20260608T000000Z.json': profile('alice', 'alice@new.example'),
  });
  expect(findings).toMatchObject([
    {
      certainty: 'certain',
      fact: 'alice: e-mail changed from alice@example.test to alice@new.example at most 2 d 3 h before it was published',
    },
  ]);
});

it('looks at acts upon the account, and not at those that failed or came too early', async () => {
  const act = (at: string, action: string) => ({ at, action, actor: 'alice', more: { user: 'alice' } });
  const { findings, status } = await resultOf(rule, {
    'widget.20260620T000000Z.json': packument('widget', { '1.4.3': { at: AT, by: 'alice <alice@example.test>' } }),
    'audit.ndjson': githubAudit([
      act('2026-06-05T03:00:00.000Z', 'user.change_password'),
      act('2026-06-09T03:00:00.000Z', 'user.failed_login'),
      act('2026-06-09T04:00:00.000Z', 'user.change_password'),
    ]),
  });
  expect([status, findings]).toEqual(['no-evidence', []]);
});
