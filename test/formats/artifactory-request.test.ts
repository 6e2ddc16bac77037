import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import request from '../../src/formats/artifactory-request.ts';
import requestV6 from '../../src/formats/artifactory-request-v6.ts';
import router from '../../src/formats/artifactory-router.ts';
import { onlyEvent } from '../support/proxy-logs.ts';

const TIME = '2026-03-31T00:40:01.008Z';

function requested(method: string, url: string, status: number): string {
  return `${TIME}|a1b2c3d4e5f60718|203.0.113.7|alice|${method}|${url}|${status}|10|20|3|npm/11.19.1 node/v20.20.2 linux x64`;
}

const NPM = '/api/npm/npm-local';
const TARBALL = '/widget/-/widget-1.0.0.tgz';

/** Method, URL and status, and what they must become. */
const REQUESTS: readonly (readonly [string, string, number, Action])[] = [
  ['GET', `${NPM}${TARBALL}`, 200, 'artifact.downloaded'],
  ['GET', `${NPM}${TARBALL}`, 404, 'artifact.downloaded'],
  ['GET', `${NPM}${TARBALL}`, 403, 'artifact.download_denied'],
  ['GET', `/npm-local${TARBALL}`, 200, 'artifact.downloaded'],
  ['HEAD', `${NPM}${TARBALL}`, 200, 'artifact.metadata_read'],
  ['GET', `${NPM}/@acme%2fwidget`, 200, 'artifact.metadata_read'],
  ['PUT', `${NPM}/@acme%2fwidget`, 201, 'package.published'],
  ['PUT', `${NPM}/@acme%2fwidget`, 403, 'package.published'],
  ['PUT', `${NPM}/widget/-rev/8-a`, 201, 'package.metadata_changed'],
  ['DELETE', `${NPM}${TARBALL}/-rev/8-a`, 200, 'package.version_deleted'],
  ['DELETE', `/artifactory${NPM}/widget/-rev/8-a`, 200, 'package.unpublished'],
  ['DELETE', `/npm-local${TARBALL}`, 204, 'package.version_deleted'],
  ['PUT', `${NPM}/-/package/widget/dist-tags/beta`, 200, 'package.dist_tag_changed'],
  ['PUT', `${NPM}/-/user/org.couchdb.user:alice`, 201, 'auth.login'],
  ['PUT', `${NPM}/-/user/org.couchdb.user:alice`, 401, 'auth.login_failed'],
  ['POST', `${NPM}/-/v1/login`, 404, 'other'],
  ['GET', `${NPM}/-/whoami`, 200, 'other'],
  ['GET', '/api/npm/auth', 200, 'other'],
  ['GET', '/npm-local', 200, 'other'],
  ['PUT', '/generic-local/setup.exe', 201, 'other'],
  ['DELETE', '/widget', 204, 'other'],
  ['PUT', '/api/repositories/npm-evil', 200, 'perm.resource_created'],
  ['POST', '/api/repositories/npm-evil', 200, 'other'],
  ['DELETE', '/artifactory/api/repositories/npm-evil', 200, 'perm.resource_deleted'],
  ['POST', '/api/security/token', 200, 'auth.token.created'],
  ['POST', '/api/security/token/revoke', 200, 'auth.token.revoked'],
  ['POST', '/api/security/apiKey', 201, 'auth.token.created'],
  ['PUT', '/api/security/apiKey', 200, 'auth.token.changed'],
  ['DELETE', '/api/security/apiKey', 200, 'auth.token.revoked'],
  ['DELETE', '/api/security/apiKey/bob', 200, 'auth.token.revoked'],
  ['POST', '/api/security/users/authorization/changePassword', 200, 'auth.password_changed'],
  ['PUT', '/api/security/users/bob', 201, 'perm.member_added'],
  ['POST', '/api/security/users/bob', 200, 'perm.role_changed'],
  ['DELETE', '/api/security/users/bob', 200, 'perm.member_removed'],
  ['PUT', '/api/security/groups/writers', 201, 'perm.team_changed'],
  ['PUT', '/api/security/permissions/all', 201, 'perm.repo_access_granted'],
  ['DELETE', '/api/security/permissions/all', 200, 'perm.repo_access_revoked'],
  ['POST', '/api/v2/security/permissions/all', 201, 'perm.repo_access_granted'],
  ['DELETE', '/api/v2/security/permissions/all', 200, 'perm.repo_access_revoked'],
  ['POST', '/access/api/v1/tokens', 200, 'auth.token.created'],
  ['DELETE', '/access/api/v1/tokens/0f787168', 200, 'auth.token.revoked'],
  ['DELETE', '/access/api/v1/tokens/revoke', 200, 'auth.token.revoked'],
  ['POST', '/access/api/v1/oidc/token', 200, 'auth.token.created'],
  ['POST', '/access/api/v2/users', 201, 'perm.member_added'],
  ['PUT', '/access/api/v2/users/bob/password', 200, 'auth.password_changed'],
  ['PATCH', '/access/api/v2/users/bob', 200, 'perm.role_changed'],
  ['PATCH', '/access/api/v2/users/bob/groups', 200, 'perm.role_changed'],
  ['DELETE', 'api/v2/users/bob', 204, 'perm.member_removed'],
  ['POST', '/access/api/v2/groups', 201, 'perm.team_changed'],
  ['PATCH', '/access/api/v2/groups/writers/members', 200, 'perm.team_changed'],
  ['POST', '/access/api/v2/permissions', 201, 'perm.repo_access_granted'],
  ['PUT', '/access/api/v2/permissions/all/artifact', 200, 'perm.repo_access_granted'],
  ['DELETE', '/access/api/v2/permissions/all', 204, 'perm.repo_access_revoked'],
  ['POST', '/ui/api/v1/ui/auth/login', 200, 'auth.login'],
  ['POST', '/ui/api/v1/ui/auth/login?_spring_security_remember_me=false', 401, 'auth.login_failed'],
];

describe('requests', () => {
  it.each(REQUESTS)('%s %s answered with %i is %s', (method, url, status, action) => {
    const outcome = status === 401 || status === 403 ? 'denied' : status < 400 ? 'success' : 'failure';
    const event = onlyEvent(request, requested(method, url, status));
    expect(event).toMatchObject({ action, outcome, status, actor: 'alice', request_id: 'a1b2c3d4e5f60718' });
  });

  it('name whom a call is about', () => {
    expect(onlyEvent(request, requested('DELETE', '/access/api/v1/tokens/0f787168', 200)).token_id).toBe('0f787168');
    expect(onlyEvent(request, requested('DELETE', '/access/api/v1/tokens/me', 200)).token_id).toBeUndefined();
    expect(onlyEvent(request, requested('PUT', '/api/security/users/bob%20b', 201)).user).toBe('bob b');
    expect(onlyEvent(request, requested('POST', '/access/api/v1/oidc/token', 200)).auth_method).toBe('oidc');
  });

  it('end where the URL ends, whatever the agent says', () => {
    const event = onlyEvent(request, `${requested('GET', `${NPM}${TARBALL}`, 401)}|200|1|2|3|x`);
    expect(event).toMatchObject({ status: 401, url: `${NPM}${TARBALL}` });
    expect(event.user_agent).toContain('|200|1|2|3|x');
  });

  it('say in older versions what they say in newer ones', () => {
    for (const [method, url, status, action] of REQUESTS) {
      const line = `20260331004001|3|REQUEST|203.0.113.7|alice|${method}|${url}|HTTP/1.1|${status}|10`;
      expect(onlyEvent(requestV6, line, { assumeTz: '+00:00' })).toMatchObject({ action, status });
    }
  });

  it('say at the router what they say behind it', () => {
    for (const [method, url, status, action] of REQUESTS) {
      const members = { RequestMethod: method, RequestPath: url, DownstreamStatus: status, StartUTC: TIME };
      expect(onlyEvent(router, JSON.stringify(members))).toMatchObject({ action, status });
    }
  });
});
