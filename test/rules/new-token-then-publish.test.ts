import { expect, it } from 'vitest';
import { githubAudit, tokenList } from '../../src/rules/examples/acts.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/new-token-then-publish.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

it('finds the token of acme, with its id from the list and its owner from the log', async () => {
  const { findings } = await resultOf(rule, filesOf('acme-2026'));
  expect(findings).toMatchObject([
    {
      subject: '@acme/widget@1.4.3',
      severity: 'high',
      certainty: 'possible',
      fact: 'token sync was made by alice 7 min 8 s before it',
    },
  ]);
  expect(findings[0]?.about.tokens).toContain('id:91fa39');
});

function audit(token: string) {
  const create = { at: '2026-06-09T03:00:00.000Z', action: 'personal_access_token.create', actor: 'alice' };
  const more = { hashed_token: token, package: 'widget', version: '1.0.1', ecosystem: 'npm' };
  const publish = {
    at: '2026-06-09T03:41:00.000Z',
    action: 'packages.package_version_published',
    actor: 'alice',
    more,
  };
  return githubAudit([{ ...create, more: { user: 'alice', hashed_token: 'fresh=' } }, publish]);
}

it('is certain where the log names the token of the publish', async () => {
  const { findings } = await resultOf(rule, { 'audit.ndjson': audit('fresh=') });
  expect(findings).toMatchObject([{ severity: 'high', certainty: 'certain', subject: 'widget@1.0.1' }]);
});

it('is silent where it was another token', async () => {
  const { findings } = await resultOf(rule, { 'audit.ndjson': audit('other=') });
  expect(findings).toEqual([]);
});

it('does not take a token of GitHub for one of the registry', async () => {
  const { status } = await resultOf(rule, {
    'audit.ndjson': githubAudit([
      {
        at: '2026-06-09T03:00:00.000Z',
        action: 'personal_access_token.create',
        actor: 'alice',
        more: { user: 'alice' },
      },
    ]),
    ...snapshot('widget', '2026-06-10T00:00:00Z', {
      '1.0.1': { at: '2026-06-09T03:41:00.000Z', by: 'alice <alice@example.test>' },
    }),
  });
  expect(status).toBe('no-evidence');
});

it('raises a token that bypasses the second factor', async () => {
  const { findings } = await resultOf(rule, {
    'tokens.20260610T000000Z.json': tokenList([
      { key: 'b2', name: 'ci', created: '2026-06-01T00:00:00.000Z', more: { bypass_2fa: true } },
    ]),
    ...snapshot('widget', '2026-06-10T00:00:00Z', {
      '1.0.1': { at: '2026-06-09T03:41:00.000Z', by: 'alice <alice@example.test>' },
    }),
  });
  expect(findings).toMatchObject([{ severity: 'high', details: expect.arrayContaining(['token ci: bypasses 2FA']) }]);
});
