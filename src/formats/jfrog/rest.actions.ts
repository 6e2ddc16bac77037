import type { RestCall } from '../proxy/rest.ts';

/** Where Artifactory's own interface begins; a reverse proxy or the router puts `artifactory` before it. */
const ARTIFACTORY = '^/?(?:artifactory/)?api/';
const ACCESS = '^/?(?:access/)?api/';

/** Calls of the platform's REST interface that change who may do what, or read a secret. */
export const REST_CALLS: readonly RestCall[] = [
  artifactory('PUT', 'repositories/([^/]+)', 'perm.resource_created', 'resource'),
  artifactory('DELETE', 'repositories/([^/]+)', 'perm.resource_deleted', 'resource'),
  artifactory('POST', 'security/token', 'auth.token.created'),
  artifactory('POST', 'security/token/revoke', 'auth.token.revoked'),
  artifactory('POST', 'security/apiKey', 'auth.token.created'),
  artifactory('PUT', 'security/apiKey', 'auth.token.changed'),
  artifactory('DELETE', 'security/apiKey', 'auth.token.revoked'),
  artifactory('DELETE', 'security/apiKey/([^/]+)', 'auth.token.revoked', 'user'),
  artifactory('POST', 'security/users/authorization/changePassword', 'auth.password_changed'),
  artifactory('PUT', 'security/users/([^/]+)', 'perm.member_added', 'user'),
  artifactory('POST', 'security/users/([^/]+)', 'perm.role_changed', 'user'),
  artifactory('DELETE', 'security/users/([^/]+)', 'perm.member_removed', 'user'),
  artifactory('PUT POST DELETE', 'security/groups/([^/]+)', 'perm.team_changed', 'team'),
  artifactory('PUT POST', 'security/permissions/([^/]+)', 'perm.repo_access_granted', 'resource'),
  artifactory('DELETE', 'security/permissions/([^/]+)', 'perm.repo_access_revoked', 'resource'),
  artifactory('PUT POST', 'v2/security/permissions/([^/]+)', 'perm.repo_access_granted', 'resource'),
  artifactory('DELETE', 'v2/security/permissions/([^/]+)', 'perm.repo_access_revoked', 'resource'),
  access('POST', 'v1/tokens', 'auth.token.created'),
  access('DELETE', 'v1/tokens/(?:revoke|me)', 'auth.token.revoked'),
  access('DELETE', 'v1/tokens/([^/]+)', 'auth.token.revoked', 'token_id'),
  { ...access('POST', 'v1/oidc/token', 'auth.token.created'), auth: 'oidc' },
  access('POST', 'v2/users', 'perm.member_added'),
  access('PUT POST', 'v2/users/([^/]+)/password', 'auth.password_changed', 'user'),
  access('PATCH', 'v2/users/([^/]+)', 'perm.role_changed', 'user'),
  access('PATCH', 'v2/users/([^/]+)/groups', 'perm.role_changed', 'user'),
  access('DELETE', 'v2/users/([^/]+)', 'perm.member_removed', 'user'),
  access('POST', 'v2/groups', 'perm.team_changed'),
  access('PATCH DELETE', 'v2/groups/([^/]+)', 'perm.team_changed', 'team'),
  access('PATCH', 'v2/groups/([^/]+)/members', 'perm.team_changed', 'team'),
  access('POST', 'v2/permissions', 'perm.repo_access_granted'),
  access('PUT PATCH', 'v2/permissions/([^/]+)(?:/[^/]+)?', 'perm.repo_access_granted', 'resource'),
  access('DELETE', 'v2/permissions/([^/]+)', 'perm.repo_access_revoked', 'resource'),
  { methods: 'POST', path: /^\/?(?:ui\/)?(?:api\/v1\/)?(?:ui\/)?auth\/login\/?$/, action: 'auth.login' },
];

function artifactory(
  methods: string,
  path: string,
  action: RestCall['action'],
  subject?: RestCall['subject'],
): RestCall {
  return call(ARTIFACTORY, methods, path, action, subject);
}

function access(methods: string, path: string, action: RestCall['action'], subject?: RestCall['subject']): RestCall {
  return call(ACCESS, methods, path, action, subject);
}

function call(
  base: string,
  methods: string,
  path: string,
  action: RestCall['action'],
  subject: RestCall['subject'],
): RestCall {
  const row = { methods, path: new RegExp(`${base}${path}/?$`), action };
  return subject === undefined ? row : { ...row, subject };
}
