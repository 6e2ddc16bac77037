import { describe, expect, it } from 'vitest';
import { networkOf } from '../../src/rules/acts/network.ts';
import { githubAudit, verdaccio } from '../../src/rules/examples/acts.ts';
import { longHistory } from '../../src/rules/examples/long-history.ts';
import { packument } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/token-from-new-place.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const HOME = '203.0.113.50';
const AWAY = '198.51.100.23';

const judge = (files: Readonly<Record<string, string>>) => resultOf(rule, files);

function day(n: number): string {
  return `2026-06-${String(n).padStart(2, '0')}T09:00:00.000Z`;
}

/** Acts with a token, the last of them a publish at GitHub Packages. */
function withToken(last: { readonly ip: string; readonly token: string; readonly at?: string }) {
  const act = (at: string, ip: string, token: string) => ({
    at,
    action: 'git.clone',
    actor: 'alice',
    repo: 'acme/widget',
    more: { actor_ip: ip, hashed_token: token },
  });
  const publish = {
    ...act(last.at ?? day(20), last.ip, last.token),
    action: 'packages.package_version_published',
    more: { actor_ip: last.ip, hashed_token: last.token, package: 'widget', version: '1.0.1', ecosystem: 'npm' },
  };
  return { 'audit.ndjson': githubAudit([...[1, 5, 9].map((n) => act(day(n), HOME, 'known=')), publish]) };
}

it('finds the stranger of acme, whose token another record names', async () => {
  const { findings } = await judge(filesOf('acme-2026'));
  expect(findings).toMatchObject([
    { subject: '@acme/widget@1.4.3', severity: 'high', certainty: 'certain', about: { ips: ['198.51.100.23'] } },
  ]);
});

describe('a log that names the token', () => {
  it('is certain of a known token', async () => {
    const { findings } = await judge(withToken({ ip: AWAY, token: 'known=' }));
    expect(findings).toMatchObject([
      {
        subject: 'widget@1.0.1',
        severity: 'high',
        certainty: 'certain',
        about: { tokens: ['sha256:known='], ips: [AWAY] },
      },
    ]);
  });

  it('is certain of a new one, which only the account makes suspicious', async () => {
    const { findings } = await judge(withToken({ ip: AWAY, token: 'fresh=' }));
    expect(findings.map(({ certainty }) => certainty)).toEqual(['certain']);
  });

  it('is silent at the usual place', async () => {
    const { status } = await judge(withToken({ ip: HOME, token: 'known=' }));
    expect(status).toBe('silent');
  });
});

it('says that an account which the log never showed before cannot be judged', async () => {
  const { missing, status } = await judge({
    'verdaccio.log': verdaccio([
      { at: day(1), user: 'bob', ip: HOME, url: '/-/whoami' },
      { at: day(20), user: 'alice', ip: AWAY, method: 'PUT', url: '/widget', status: 201 },
    ]),
    'widget.20260701T000000Z.json': packument('widget', { '1.0.1': { at: day(20), by: 'alice <alice@example.test>' } }),
  });
  expect(status).toBe('no-evidence');
  expect(missing).toMatchObject([{ subject: 'widget@1.0.1', why: 'verdaccio does not show alice before' }]);
});

it('does not take a workflow for an account', async () => {
  const { missing, status } = await judge({
    'widget.json': packument('widget', { '1.0.1': { at: day(20), oidc: true, provenance: true } }),
  });
  expect([status, missing.map(({ subject }) => subject)]).toEqual(['no-evidence', ['any package']]);
});

it('judges 5,000 versions by an account with a hostile name', { timeout: 120_000 }, async () => {
  const versions = longHistory(5000, 3600, () => ({ by: '__proto__ <a@example.test>' }));
  const { judged, missing, missingMore } = await judge({
    'widget.20270701T000000Z.json': packument('widget', versions),
  });
  expect([judged, missing.length, missingMore]).toEqual([0, 50, 4950]);
});

it.each([
  ['198.51.100.23', '198.51.100.0/24'],
  ['::ffff:198.51.100.23', '198.51.100.0/24'],
  ['2001:db8:1:2::7', '2001:db8:1::/48'],
  ['2001:0DB8:0001:0:0:0:0:7', '2001:db8:1::/48'],
  ['::1', '0:0:0::/48'],
  ['not an address', undefined],
  ['1:2:3', undefined],
])('takes %s for a part of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
