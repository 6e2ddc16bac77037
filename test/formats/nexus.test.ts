import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { FORMATS } from '../../src/formats/index.ts';
import audit from '../../src/formats/nexus-audit.ts';
import request from '../../src/formats/nexus-request.ts';
import { readNaively } from '../support/naive.ts';
import {
  eventsOf,
  expectConserved,
  expectSturdy,
  fixture,
  onlyEvent,
  onlyProblem,
  score,
} from '../support/proxy-logs.ts';

function requested(method: string, url: string, status: number, agent = 'npm/11.19.1 node/v20.20.2 linux x64'): string {
  return `203.0.113.7 - alice [31/Mar/2026:00:40:01 +0000] "${method} ${url} HTTP/1.1" ${status} 10 20 3 "${agent}" [qtp1-55]`;
}

const NPM = '/repository/npm-hosted';
const TARBALL = '/widget/-/widget-1.0.0.tgz';
const REST = '/service/rest/v1';

/** Method, URL and status, and what they must become. */
const REQUESTS: readonly (readonly [string, string, number, Action])[] = [
  ['GET', `${NPM}${TARBALL}`, 200, 'artifact.downloaded'],
  ['GET', `/nexus${NPM}${TARBALL}`, 200, 'artifact.downloaded'],
  ['GET', `${NPM}${TARBALL}`, 401, 'artifact.download_denied'],
  ['GET', `${NPM}/@acme%2fwidget`, 304, 'artifact.metadata_read'],
  ['PUT', `${NPM}/@acme%2fwidget`, 200, 'package.published'],
  ['PUT', `${NPM}/widget/-rev/8-a`, 200, 'package.metadata_changed'],
  ['DELETE', `${NPM}${TARBALL}/-rev/8-a`, 200, 'package.version_deleted'],
  ['DELETE', `${NPM}/widget/-rev/8-a`, 200, 'package.unpublished'],
  ['DELETE', `${NPM}/-/package/widget/dist-tags/beta`, 204, 'package.dist_tag_changed'],
  ['PUT', `${NPM}/-/user/org.couchdb.user:alice`, 201, 'auth.login'],
  ['PUT', `${NPM}/-/user/org.couchdb.user:alice`, 401, 'auth.login_failed'],
  ['DELETE', `${NPM}/-/user/token/NpmToken.1`, 200, 'auth.token.revoked'],
  ['GET', `${NPM}/-/whoami`, 200, 'other'],
  ['GET', '/', 200, 'other'],
  ['GET', '/widget', 200, 'other'],
  ['POST', `${REST}/components?repository=npm-hosted`, 204, 'package.published'],
  ['POST', '/service/rest/internal/ui/upload/npm-hosted', 200, 'package.published'],
  ['DELETE', `${REST}/components/bnBtLWhvc3RlZDox`, 204, 'package.version_deleted'],
  ['DELETE', `${REST}/assets/bnBtLWhvc3RlZDox`, 204, 'package.version_deleted'],
  ['POST', '/service/rapture/session', 204, 'auth.login'],
  ['POST', '/service/rapture/session', 403, 'auth.login_failed'],
  ['DELETE', '/service/rapture/session', 204, 'auth.logout'],
  ['POST', `${REST}/security/users`, 200, 'perm.member_added'],
  ['PUT', `${REST}/security/users/bob`, 204, 'perm.role_changed'],
  ['DELETE', `${REST}/security/users/bob`, 204, 'perm.member_removed'],
  ['PUT', `${REST}/security/users/bob/change-password`, 204, 'auth.password_changed'],
  ['POST', `${REST}/security/roles`, 200, 'perm.role_changed'],
  ['DELETE', `${REST}/security/roles/deployers`, 204, 'perm.role_changed'],
  ['POST', `${REST}/security/privileges/wildcard`, 201, 'perm.role_changed'],
  ['PUT', `${REST}/security/privileges/wildcard/all`, 204, 'perm.role_changed'],
  ['DELETE', `${REST}/security/privileges/all`, 204, 'perm.role_changed'],
  ['POST', `${REST}/repositories/npm/proxy`, 201, 'perm.resource_created'],
  ['DELETE', `${REST}/repositories/npm-hosted`, 204, 'perm.resource_deleted'],
  ['PUT', `${REST}/repositories/npm/proxy/x`, 204, 'other'],
];

describe('requests', () => {
  it.each(REQUESTS)('%s %s answered with %i is %s', (method, url, status, action) => {
    const outcome = status === 401 || status === 403 ? 'denied' : 'success';
    expect(onlyEvent(request, requested(method, url, status))).toMatchObject({ action, outcome, status });
  });

  it.each([
    ['GET', '/repository/raw/setup.exe', 'other'],
    ['PUT', '/repository/raw/setup.exe', 'other'],
    ['GET', '/repository/team/@acme%2fwidget', 'artifact.metadata_read'],
    ['GET', `/repository/team${TARBALL}`, 'artifact.downloaded'],
  ])('%s %s by another client is %s', (method, url, action) => {
    expect(onlyEvent(request, requested(method, url, 200, 'curl/8.7.1')).action).toBe(action);
  });

  it('have an agent that cannot imitate the rest of the line', () => {
    const event = onlyEvent(request, requested('GET', '/', 403, 'x" 200 - 1 1 "y'));
    expect(event).toMatchObject({ status: 403, user_agent: 'x" 200 - 1 1 "y' });
  });

  it('may lie behind any offset', () => {
    const line = requested('GET', '/', 200).replace('+0000', '-0530');
    expect(onlyEvent(request, line).time).toBe('2026-03-31T06:10:01.000Z');
  });

  it('are whole where the thread is', () => {
    expect(request.whole?.(requested('GET', '/', 200))).toBe(true);
    expect(request.whole?.(requested('GET', '/', 200).slice(0, -1))).toBe(false);
  });

  it('are not taken apart where they are longer than any', () => {
    expect(onlyProblem(request, requested('GET', '/', 200, '" 200 - 1 1 "'.repeat(20_000)))).toBe('unknown-shape');
  });
});

interface Line {
  readonly at?: string;
  readonly initiator?: string;
  readonly what: string;
  readonly context?: string;
  readonly attributes?: object;
}

function line({ at = '00:40:01,856', initiator = 'alice/203.0.113.7', what, context, attributes = {} }: Line): string {
  const [domain, type] = what.split(' ');
  const rest = { nodeId: 'node-1', initiator, domain, type, context, thread: 'qtp1-55', attributes };
  return JSON.stringify({ timestamp: `2026-03-31 ${at}-0500`, ...rest });
}

const COMPONENT = { 'repository.name': 'npm-hosted', name: 'widget', namespace: 'acme', version: '1.1.1' };
const TGZ = { 'repository.name': 'npm-hosted', path: '/@acme/widget/-/widget-1.1.1.tgz' };
const ROOT = { 'repository.name': 'npm-hosted', path: '/@acme/widget', kind: 'PACKAGE_ROOT' };

/** Domain, type and attributes, and what they must become. */
const AUDITED: readonly (readonly [string, object, Action])[] = [
  ['repository.component created', COMPONENT, 'package.published'],
  ['repository.component deleted', COMPONENT, 'package.version_deleted'],
  ['repository.component purged', COMPONENT, 'package.version_deleted'],
  ['repository.component purged', { componentIds: '[1, 2]' }, 'package.version_deleted'],
  ['repository.component updated', COMPONENT, 'other'],
  ['repository.component updated-attribute', COMPONENT, 'other'],
  ['repository.component updated-kind', COMPONENT, 'other'],
  ['repository.asset created', TGZ, 'package.published'],
  ['repository.asset updated-uploaded', TGZ, 'package.published'],
  ['repository.asset deleted', TGZ, 'package.version_deleted'],
  ['repository.asset updated-downloaded', TGZ, 'artifact.downloaded'],
  ['repository.asset updated-downloaded', ROOT, 'artifact.metadata_read'],
  ['repository.asset updated-attribute', TGZ, 'other'],
  ['repository.asset updated', ROOT, 'package.metadata_changed'],
  ['repository.asset deleted', ROOT, 'package.unpublished'],
  ['repository.asset created', { 'repository.name': 'raw', path: '/setup.exe' }, 'other'],
  ['repository.asset purged', { assetIds: '[3]' }, 'other'],
  ['security.user authentication', { wasSuccessful: false, userId: 'alice' }, 'auth.login_failed'],
  ['security.user created', { id: 'bob' }, 'perm.member_added'],
  ['security.user deleted', { id: 'bob' }, 'perm.member_removed'],
  ['security.user updated', { id: 'bob' }, 'perm.role_changed'],
  ['security.user-role-mapping created', { id: 'bob' }, 'perm.role_changed'],
  ['security.user-role-mapping deleted', { id: 'bob' }, 'perm.role_changed'],
  ['security.role updated', { id: 'r' }, 'perm.role_changed'],
  ['security.privilege created', { id: 'p' }, 'perm.role_changed'],
  ['security.secrets changed', { newKeyId: 'a' }, 'perm.secret_changed'],
  ['security.anonymous changed', { enabled: 'true' }, 'perm.policy_weakened'],
  ['security.anonymous changed', { enabled: 'false' }, 'other'],
  ['security.realm changed', { realms: 'NpmToken' }, 'other'],
  ['security.sslcertificate created', { alias: 'a' }, 'other'],
  ['userToken created', {}, 'auth.token.created'],
  ['userToken deleted', { Deleted: 1 }, 'auth.token.revoked'],
  ['userToken purged', { Deleted: 3 }, 'auth.token.revoked'],
  ['userToken configChanged', { Enabled: true }, 'other'],
  ['capability updated', { type: 'audit', enabled: 'false' }, 'audit.stream_changed'],
  ['capability deleted', { type: 'audit', enabled: 'true' }, 'audit.stream_changed'],
  ['capability passivated', { type: 'audit', enabled: 'false' }, 'audit.stream_changed'],
  ['capability activated', { type: 'audit', enabled: 'true' }, 'other'],
  ['capability created', { type: 'webhook.repository', enabled: 'true' }, 'perm.hook_changed'],
  ['capability updated', { type: 'baseurl', enabled: 'true' }, 'other'],
  ['repository created', { name: 'npm-evil' }, 'perm.resource_created'],
  ['repository deleted', { name: 'npm-evil' }, 'perm.resource_deleted'],
  ['repository updated', { name: 'npm-evil' }, 'other'],
  ['NexusAuthorizingRealm login', { principal: 'alice' }, 'auth.login'],
  ['NexusAuthorizingRealm logout', { principal: 'alice' }, 'auth.logout'],
  ['httpclient changed', {}, 'other'],
  ['tasks started', {}, 'other'],
  ['script updated', { name: 'x' }, 'other'],
];

describe('audited acts', () => {
  it.each(AUDITED)('%s with %j is %s', (what, attributes, action) => {
    const event = onlyEvent(audit, line({ what, context: 'it', attributes }));
    expect(event).toMatchObject({ action, native_action: what, actor: 'alice', host: 'node-1' });
  });

  it.each([
    ['alice/203.0.113.7', { actor: 'alice', actor_type: 'user', ip: '203.0.113.7' }],
    ['a/b/2001:db8::7', { actor: 'a/b', ip: '2001:db8::7' }],
    ['alice/null', { actor: 'alice' }],
    ['a/b', { actor: 'a/b' }],
    ['*SYSTEM', { actor: '*SYSTEM', actor_type: 'system' }],
    ['anonymous/203.0.113.7', { actor_type: 'anonymous', auth_method: 'anonymous' }],
  ])('by %s', (initiator, members) => {
    expect(onlyEvent(audit, line({ initiator, what: 'tasks started' }))).toMatchObject(members);
  });

  it('by nobody who is known have no actor', () => {
    expect(onlyEvent(audit, line({ initiator: '*UNKNOWN/203.0.113.7', what: 'tasks started' })).actor).toBeUndefined();
  });
});

describe('a version', () => {
  const created = (more: Partial<Line> = {}): string =>
    line({ what: 'repository.component created', attributes: COMPONENT, ...more });
  const uploaded = (more: Partial<Line> = {}): string =>
    line({ what: 'repository.asset created', attributes: TGZ, ...more });
  const counts = (lines: readonly string[]): number[] =>
    readNaively(audit, lines.join('\n')).map((out) => (out.kind === 'event' ? out.records.length : 0));

  it('is one event of its component and its tarball, in either order', () => {
    expect(counts([created(), uploaded()])).toEqual([2]);
    expect(counts([uploaded(), created()])).toEqual([2]);
    expect(
      counts([uploaded(), line({ what: 'repository.asset updated-uploaded', attributes: TGZ }), created()]),
    ).toEqual([3]);
  });

  it('is certain where the tarball has been seen', () => {
    const inTeam = { 'repository.name': 'team' };
    const component = created({ attributes: { ...COMPONENT, ...inTeam } });
    const [alone] = eventsOf(readNaively(audit, component));
    expect(alone?.text).toContain('which format');
    const both = [component, uploaded({ attributes: { ...TGZ, ...inTeam } })].join('\n');
    expect(eventsOf(readNaively(audit, both))[0]?.text).not.toContain('which format');
  });

  it('is two after 60 s of log time', () => {
    expect(counts([created(), uploaded({ at: '00:41:01,856' })])).toEqual([2]);
    expect(counts([created(), uploaded({ at: '00:41:01,857' })])).toEqual([1, 1]);
  });

  it('is not joined over people, and not with itself', () => {
    expect(counts([created(), uploaded({ initiator: 'bob/203.0.113.8' })])).toEqual([1, 1]);
    expect(counts([created(), created(), uploaded()])).toEqual([1, 2]);
  });

  it('of other formats is left alone', () => {
    const maven = { 'repository.name': 'releases', name: 'thing', namespace: 'org.acme', version: '1.0.0' };
    expect(onlyEvent(audit, created({ attributes: maven }))).toMatchObject({ action: 'other', outcome: 'success' });
  });

  it('waits in company of at most 9,999 others', () => {
    const lines = Array.from({ length: 10_001 }, (_, n) =>
      created({ attributes: { ...COMPONENT, version: `1.0.${n}` } }),
    );
    const reading = audit.open({ name: 'x', taken: { basis: 'unknown' }, survey: [] });
    const outs = lines.map((text, number) =>
      reading.push({ number, at: { start: 0, end: 0 }, text, json: JSON.parse(text) }),
    );
    expect(outs.flat()).toHaveLength(1);
    expect(outs.at(-1)).toMatchObject([{ records: [0] }]);
    expect(reading.end()).toHaveLength(10_000);
  });
});

describe('recognition', () => {
  const NAMES: readonly (readonly [id: string, name: string])[] = [
    ['nexus-request', 'typical'],
    ['nexus-request', 'before-content-length'],
    ['nexus-audit', 'publish-and-delete'],
    ['nexus-audit', 'security'],
    ...['request', 'request-v6', 'access', 'access-v6', 'security-audit', 'router'].map(
      (id) => [`artifactory-${id}`, 'typical'] as const,
    ),
  ];

  it.each(NAMES)('%s is what %s is, among all formats', (id, name) => {
    const text = fixture(id, name);
    const scores = FORMATS.map((format) => ({ id: format.id, points: score(format, text) })).filter(
      ({ points }) => points > 0,
    );
    scores.sort((left, right) => right.points - left.points);
    expect(scores[0]?.id).toBe(id);
    expect(new Set(scores.map(({ points }) => points)).size).toBe(scores.length);
  });

  it.each([
    '{"timestamp":"a","nodeId":"b","domain":"c","type":"d"}',
    '{"domain":"a"}',
    '203.0.113.7 - alice [31/Mar/2026:00:40:01 +0000] "GET / HTTP/1.1" 200 10 "-" "agent"',
    '203.0.113.7 - alice [31/Mar/2026:00:40:01 +0000] "GET / HTTP/1.1" 200 10',
    '',
  ])('does not take %s', (text) => expect([score(audit, text), score(request, text)]).toEqual([0, 0]));
});

describe('a log', () => {
  it('keeps every record, whatever is done to its lines', () => {
    expectSturdy(request, fixture('nexus-request', 'typical') + fixture('nexus-request', 'hostile'));
    expectSturdy(audit, fixture('nexus-audit', 'publish-and-delete') + fixture('nexus-audit', 'proxy-copies'));
  });

  it('keeps every record whose members have other types', () => {
    const lines = fixture('nexus-audit', 'security').trim().split('\n');
    for (const value of [null, [], {}, 0, '', true, { __proto__: 1 }, '\ud800']) {
      for (const name of ['timestamp', 'initiator', 'domain', 'type', 'context', 'attributes', 'nodeId']) {
        const changed = lines.map((text) => JSON.stringify({ ...JSON.parse(text), [name]: value }));
        expectConserved(readNaively(audit, changed.join('\n')), lines.length);
      }
    }
  });
});
