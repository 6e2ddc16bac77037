import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import access from '../../src/formats/artifactory-access.ts';
import accessV6 from '../../src/formats/artifactory-access-v6.ts';
import request from '../../src/formats/artifactory-request.ts';
import requestV6 from '../../src/formats/artifactory-request-v6.ts';
import router from '../../src/formats/artifactory-router.ts';
import audit from '../../src/formats/artifactory-security-audit.ts';
import { readNaively } from '../support/naive.ts';
import { eventsOf, expectSturdy, fixture, onlyEvent, onlyProblem, score } from '../support/proxy-logs.ts';

const FORMATS = [access, accessV6, request, requestV6, router, audit];
const SAMPLES = '../shared/samples/jfrog-artifactory';
const TIME = '2026-03-31T00:40:01.008Z';

const PLACES = {
  tarball: 'npm-local:@acme/widget/-/@acme/widget-1.0.0.tgz',
  cache: 'npm-remote-cache:axios/-/axios-1.14.1.tgz',
  index: 'npm-local:.npm/axios/package.json',
  folder: 'npm-local:axios/-/',
  other: 'generic-local:a/b.txt',
  none: '',
};

/** Response, type and place, and what they must become. */
const ACCESS: readonly (readonly [string, keyof typeof PLACES, Action])[] = [
  ['ACCEPTED DOWNLOAD', 'tarball', 'artifact.downloaded'],
  ['ACCEPTED DOWNLOAD', 'cache', 'artifact.downloaded'],
  ['ACCEPTED DOWNLOAD', 'other', 'artifact.downloaded'],
  ['ACCEPTED DOWNLOAD', 'index', 'artifact.metadata_read'],
  ['DENIED DOWNLOAD', 'tarball', 'artifact.download_denied'],
  ['DENIED DOWNLOAD', 'index', 'artifact.download_denied'],
  ['ACCEPTED DEPLOY', 'tarball', 'package.published'],
  ['DENIED DEPLOY', 'tarball', 'package.published'],
  ['ACCEPTED DEPLOY', 'cache', 'artifact.downloaded'],
  ['ACCEPTED DEPLOY', 'index', 'package.metadata_changed'],
  ['ACCEPTED DEPLOY', 'folder', 'other'],
  ['ACCEPTED DEPLOY', 'other', 'other'],
  ['ACCEPTED DELETE', 'tarball', 'package.version_deleted'],
  ['DENIED DELETE', 'tarball', 'package.version_deleted'],
  ['ACCEPTED DELETE', 'cache', 'other'],
  ['ACCEPTED DELETE', 'folder', 'package.unpublished'],
  ['ACCEPTED DELETE', 'other', 'other'],
  ['ACCEPTED LOGIN', 'none', 'auth.login'],
  ['DENIED LOGIN', 'none', 'auth.login_failed'],
  ['ACCEPTED AUTHENTICATE', 'none', 'auth.login'],
  ['DENIED AUTHENTICATE', 'none', 'auth.login_failed'],
  ...[
    'ANNOTATE',
    'ANNOTATE_DELETE',
    'SEARCH',
    'CONFIGURATION_CHANGE',
    'CREATE',
    'UPDATE',
    'APPROVE',
    'FORM_SUBMIT',
  ].map((type) => [`ACCEPTED ${type}`, 'none', 'other'] as const),
  ...['PROPERTY_ADDED', 'PROPERTY_REMOVED', 'PROPERTY_UPDATED', 'BUILD_CREATE', 'BUILD_PROMOTE', 'BUILD_DELETE'].map(
    (type) => [`DENIED ${type}`, 'tarball', 'other'] as const,
  ),
];

describe('access', () => {
  it.each(ACCESS)('%s of %s is %s', (what, place, action) => {
    const event = onlyEvent(
      access,
      `${TIME} [a1] [${what}] ${PLACES[place]}  for client : alice / 203.0.113.7 [token]`,
    );
    const outcome = what.startsWith('DENIED') ? 'denied' : 'success';
    expect(event).toMatchObject({ action, outcome, native_action: what, auth_method: 'token', ip: '203.0.113.7' });
    expect(event.resource).toBe(PLACES[place] || undefined);
  });

  it.each([
    ['apikey', 'api_key'],
    ['TOKEN', 'token'],
    ['basic', 'password'],
  ])('by %s', (proof, method) => {
    expect(onlyEvent(access, `${TIME} [] [ACCEPTED LOGIN]   for client : a / 203.0.113.7 [${proof}]`)).toMatchObject({
      auth_method: method,
    });
  });

  it('by a way that is not known keeps its name', () => {
    expect(onlyEvent(access, `${TIME} [] [ACCEPTED LOGIN]   for client : a / 203.0.113.7 [saml]`).text).toBe(
      'authentication: saml',
    );
  });

  it('takes the last client of a line: a path may hold such words', () => {
    const line = `${TIME} [a1] [ACCEPTED DOWNLOAD] x-local:for client : bob / 198.51.100.1  for client : eve / 203.0.113.7`;
    expect(onlyEvent(access, line)).toMatchObject({ actor: 'eve', ip: '203.0.113.7' });
  });

  it('does not take a line apart that is longer than any', () => {
    const line = `${TIME} [a1] [ACCEPTED DOWNLOAD] ${'for client : '.repeat(20_000)}`;
    expect(onlyProblem(access, line)).toBe('unknown-shape');
  });
});

function audited(change: string, data: object): string {
  return `${TIME}|a1b2c3d4e5f60718|203.0.113.7|admin|jfrt@01a|it|${change}|${JSON.stringify(data)}`;
}

describe('audited changes', () => {
  it.each([
    ['C|TKN', 'auth.token.created'],
    ['U|TKN', 'auth.token.changed'],
    ['D|TKN', 'auth.token.revoked'],
    ['C|USR', 'perm.member_added'],
    ['U|USR', 'perm.role_changed'],
    ['D|USR', 'perm.member_removed'],
    ['C|GRP', 'perm.team_changed'],
    ['U|GRP', 'perm.team_changed'],
    ['D|GRP', 'perm.team_changed'],
    ['C|PRM', 'perm.repo_access_granted'],
    ['U|PRM', 'perm.repo_access_granted'],
    ['D|PRM', 'perm.repo_access_revoked'],
    ['C|PRS', 'perm.resource_created'],
    ['U|PRS', 'other'],
    ['D|PRS', 'perm.resource_deleted'],
    ['U|CNF', 'other'],
  ])('%s is %s', (change, action) => {
    const event = onlyEvent(audit, audited(change, { added: { name: 'a', status: 'b' } }));
    expect(event).toMatchObject({ action, native_action: change, actor: 'admin', outcome: 'success' });
  });

  it('of a user with one field are named by it', () => {
    const password = { added: { password: '*' }, removed: { password: '*' } };
    expect(onlyEvent(audit, audited('U|USR', password)).action).toBe('auth.password_changed');
    expect(onlyEvent(audit, audited('U|USR', { added: { password: '*', status: 'x' } })).action).toBe(
      'perm.role_changed',
    );
  });

  it('are whole where their data is', () => {
    const line = audited('C|TKN', { added: { id: '1' } });
    expect(audit.whole?.(line)).toBe(true);
    expect(audit.whole?.(line.slice(0, -1))).toBe(false);
    expect(audit.whole?.('}')).toBe(false);
  });
});

describe.runIf(existsSync(SAMPLES))('the real logs', () => {
  const read = (name: string): string => readFileSync(`${SAMPLES}/${name}.log`, 'utf8');

  it('of requests', () => {
    const text = read('artifactory-request');
    expect(score(request, text)).toBe(82);
    expect(eventsOf(readNaively(request, text)).map(({ action, status }) => `${action} ${status}`)).toEqual([
      'other 200',
      'other 201',
      'other 200',
      'other 204',
      'other 401',
      'perm.resource_created 200',
      'perm.resource_deleted 200',
    ]);
  });

  it('of access, one of whose lines has no zone', () => {
    const text = read('artifactory-access');
    expect(score(access, text)).toBe(80);
    const actions = ['other', 'artifact.downloaded', 'other', 'other'];
    expect(eventsOf(readNaively(access, text)).map(({ action }) => action)).toEqual(actions);
    const all = eventsOf(readNaively(access, text, { assumeTz: '+00:00' }));
    expect(all.at(-1)).toMatchObject({
      action: 'artifact.downloaded',
      actor_type: 'anonymous',
      ip: expect.stringMatching(/\d$/),
      time: '2020-05-15T15:52:11.456Z',
    });
  });

  it('of audited changes', () => {
    const text = read('access-security-audit');
    expect(score(audit, text)).toBe(84);
    expect(eventsOf(readNaively(audit, text)).map(({ action, actor_type }) => `${action} ${actor_type}`)).toEqual([
      'perm.resource_deleted service',
      'auth.token.created service',
      'perm.member_removed user',
      'auth.token.created service',
    ]);
  });

  it('join by the id of the request', () => {
    const [download] = eventsOf(readNaively(access, read('artifactory-access'))).filter(
      ({ action }) => action === 'artifact.downloaded',
    );
    const ids = eventsOf(readNaively(request, read('artifactory-request'))).map(({ request_id }) => request_id);
    expect(ids).toContain(download?.request_id);
  });
});

describe('recognition', () => {
  it.each(FORMATS.map(({ id }) => id))('%s is taken for itself only', (id) => {
    const text = fixture(id, 'typical');
    const taken = FORMATS.map((format) => [format.id, score(format, text)] as const).filter(([, points]) => points > 0);
    const best = taken.sort(([, left], [, right]) => right - left).map(([name]) => name);
    expect(best[0]).toBe(id);
    expect(new Set(taken.map(([, points]) => points)).size).toBe(taken.length);
  });

  it('bears a little noise', () => {
    const text = fixture('artifactory-request', 'typical');
    expect(score(request, `$ cat artifactory-request.log\n\n${text}`)).toBe(82);
    expect(score(access, `one\ntwo\nthree\nfour\nfive\n${TIME} [] [ACCEPTED LOGIN]  for client : a / b`)).toBe(0);
  });

  it.each([
    '',
    '{}',
    '[]',
    '{"RequestMethod":"GET"}',
    'GET / HTTP/1.1',
    '2026-03-31T00:40:01Z|x',
  ])('takes %j for none of them', (text) =>
    expect(FORMATS.map((format) => score(format, text))).toEqual(FORMATS.map(() => 0)));
});

describe.each(FORMATS)('$id', (format) => {
  it('keeps every record, whatever is done to its lines', () => {
    expectSturdy(format, fixture(format.id, 'typical') + fixture(format.id, 'hostile'));
  });
});
