import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/core/action.ts';
import type { EventMembers } from '../../src/core/event.ts';
import { WORDING } from '../../src/timeline/what.actions.ts';
import { whatText } from '../../src/timeline/what.ts';
import { WORDS } from '../../src/timeline/words.ts';
import { EMAIL, REMOVED, V1_14_0, V1_14_1 } from './axios.ts';
import { step } from './support.ts';

const AXIOS = { package: 'axios', version: '1.14.1' };

it.each<[string, Partial<EventMembers>]>([
  ['published axios@1.14.0, OIDC, provenance', V1_14_0.members],
  ['published axios@1.14.1', V1_14_1.members],
  [
    'published plain-crypto-js@4.2.1, postinstall',
    {
      action: 'package.published',
      package: 'plain-crypto-js',
      version: '4.2.1',
      scripts: ['postinstall: node setup.js'],
    },
  ],
  ['published axios', { action: 'package.published', package: 'axios' }],
  ['published a package from 203.0.113.7', { action: 'package.published', actor: 'alice', ip: '203.0.113.7' }],
  [
    'publish of axios@1.14.1 denied (E401)',
    { action: 'package.published', ...AXIOS, outcome: 'denied', error: 'E401' },
  ],
  ['publish of axios@1.14.1 failed (403)', { action: 'package.published', ...AXIOS, outcome: 'failure', status: 403 }],
  ['publish of axios@1.14.1, outcome unknown', { action: 'package.published', ...AXIOS, outcome: 'unknown' }],
  ['fetched axios@1.14.1', { action: 'artifact.downloaded', ...AXIOS, ip: '203.0.113.7' }],
  [
    'fetched axios@1.14.1, 14 times from 203.0.113.7',
    { action: 'artifact.downloaded', ...AXIOS, count: 14, actor: 'acme-ci', ip: '203.0.113.7' },
  ],
  [
    'fetch of axios@1.14.1 denied from 203.0.113.7 (403)',
    {
      action: 'artifact.download_denied',
      ...AXIOS,
      actor: 'acme-ci',
      ip: '203.0.113.7',
      status: 403,
      outcome: 'denied',
    },
  ],
  ['e-mail is now ifstap@proton.me (was jasonsaayman@gmail.com)', EMAIL.members],
  ['e-mail changed: user.add_email', { action: 'auth.email_changed', native_action: 'user.add_email' }],
  ['axios@1.14.1 removed', REMOVED[0]?.members ?? {}],
  [
    'unpublished widget (1.0.0, 1.0.1)',
    { action: 'package.unpublished', package: 'widget', versions: ['1.0.0', '1.0.1'] },
  ],
  ['token "ci" created', { action: 'auth.token.created', token_name: 'ci', token_fp: 'sha512:abcd' }],
  ['token sha512:abababababab… revoked', { action: 'auth.token.revoked', token_fp: `sha512:${'ab'.repeat(64)}` }],
  ['token abababababab… used', { action: 'auth.token.used', token_id: 'ab'.repeat(64) }],
  ['token 77 used', { action: 'auth.token.used', token_id: '77' }],
  ['token changed', { action: 'auth.token.changed' }],
  ['signed in', { action: 'auth.login', auth_method: 'unknown' }],
  [
    'signed in with password from 203.0.113.7',
    { action: 'auth.login', auth_method: 'password', user: 'alice', ip: '203.0.113.7' },
  ],
  ['sign-in failed', { action: 'auth.login_failed', outcome: 'failure' }],
  ['2FA off (was auth-and-writes)', { action: 'auth.2fa.disabled', old: 'auth-and-writes', new: 'off' }],
  [
    'dist-tag latest of axios moved from 1.14.1 to 1.14.0',
    { action: 'package.dist_tag_changed', package: 'axios', tag: 'latest', old: '1.14.1', new: '1.14.0' },
  ],
  [
    'dist-tag beta of axios removed (was 2.0.0)',
    { action: 'package.dist_tag_changed', package: 'axios', tag: 'beta', old: '2.0.0' },
  ],
  ['dist-tag latest set to axios@1.14.1', { action: 'package.dist_tag_changed', ...AXIOS, tag: 'latest' }],
  ['dist-tag of axios changed', { action: 'package.dist_tag_changed', package: 'axios' }],
  ['added bob to team x', { action: 'perm.team_member_added', user: 'bob', team: 'x' }],
  ['added bob to team a team', { action: 'perm.team_member_added', user: 'bob' }],
  [
    'gave team x access as write to acme/widget',
    { action: 'perm.repo_access_granted', team: 'x', role: 'write', repo: 'acme/widget' },
  ],
  [
    'weakened allowed networks: 203.0.113.0/24 to any',
    { action: 'perm.policy_weakened', resource: 'allowed networks', old: '203.0.113.0/24', new: 'any' },
  ],
  [
    'weakened org.saml_disabled in acme',
    { action: 'perm.policy_weakened', native_action: 'org.saml_disabled', org: 'acme' },
  ],
  ['tag v1.14.0 in axios/axios', { action: 'source.release', tag: 'v1.14.0', repo: 'axios/axios' }],
  ['pushed tag v1.14.0 to axios/axios', { action: 'source.push', ref: 'refs/tags/v1.14.0', repo: 'axios/axios' }],
  ['pushed main to axios/axios', { action: 'source.push', ref: 'refs/heads/main', repo: 'axios/axios' }],
  ['pushed', { action: 'source.push' }],
  [
    'MAL-2026-2307 published for axios 1.14.1, 0.30.4',
    {
      action: 'advisory.published',
      grade: 'third_party',
      resource: 'MAL-2026-2307',
      package: 'axios',
      versions: ['1.14.1', '0.30.4'],
    },
  ],
  [
    'MAL-2026-2306 published for plain-crypto-js',
    { action: 'advisory.published', native_id: 'MAL-2026-2306', package: 'plain-crypto-js' },
  ],
  [
    'CI run 12 of publish.yml, attempt 2 ended: failure',
    {
      action: 'ci.run_completed',
      run_id: '12',
      workflow: 'publish.yml',
      run_attempt: '2',
      conclusion: 'failure',
      outcome: 'failure',
    },
  ],
  [
    'built axios@1.14.0 in CI run 12',
    { action: 'ci.step', package: 'axios', version: '1.14.0', run_id: '12', run_attempt: '1' },
  ],
  [
    'attested: built axios@1.14.0 in CI run 12',
    {
      action: 'ci.step',
      package: 'axios',
      version: '1.14.0',
      run_id: '12',
      provenance: 'https://slsa.dev/provenance/v1',
    },
  ],
  [
    'attested: published axios@1.14.0',
    {
      action: 'package.published',
      package: 'axios',
      version: '1.14.0',
      native_action: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1',
    },
  ],
  ['first issue', { action: 'incident.reported', grade: 'reported', text: 'first issue', source_name: 'axios#10604' }],
  ['they say it was published', { action: 'package.published', grade: 'reported', text: 'they say it was published' }],
  ['detected by Huntress', { action: 'incident.detected', grade: 'reported', source_name: 'Huntress' }],
  ['repo.rename: a to b', { action: 'other', native_action: 'repo.rename', old: 'a', new: 'b' }],
  ['repo.archived', { action: 'other', native_action: 'repo.archived' }],
  ['act without a name', { action: 'other' }],
])('%s', (expected, members) => expect(whatText(step(members))).toBe(expected));

it('does not read what it has filled in', () => {
  const members = { action: 'perm.team_member_added', user: '{team}[x]|$&', team: '$1{user}' } as const;
  expect(whatText(step(members))).toBe('added {team}[x]|$& to team $1{user}');
});

it('cuts a long text of the source', () => {
  const text = whatText(step({ action: 'package.deprecated', ...AXIOS, deprecated: 'x'.repeat(4000) }));
  expect(text.length).toBeLessThan(200);
  expect(text.endsWith('…')).toBe(true);
});

describe('the wording', () => {
  it.each(ACTIONS)('of %s uses words that there are', (action) => {
    const { done, tried = '' } = WORDING[action];
    const used = [...`${done} ${tried}`.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
    expect(used.filter((name) => !WORDS.has(name))).toEqual([]);
    expect(`${done} ${tried}`.replace(/\{\w+\}/g, '').replace(/\[[^[\]{}]*\]/g, '')).not.toMatch(/[[\]{}]/);
  });

  it.each(ACTIONS)('of %s needs no member', (action) => {
    for (const outcome of ['success', 'failure', 'denied', 'unknown'] as const) {
      expect(whatText(step({ action, outcome }))).toMatch(/^[\w-][^{}[\]|]*$/);
    }
  });
});

it('makes a sentence of any members', () => {
  const strings = fc.record(
    { package: fc.string(), version: fc.string(), tag: fc.string(), ref: fc.string(), token_fp: fc.string() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.constantFrom(...ACTIONS), strings, (action, members) => {
      expect(whatText(step({ action, ...members })).length).toBeGreaterThan(0);
    }),
  );
});
