import type { RestCall } from '../proxy/rest.ts';

const SERVICE = '^(?:/[^/]+)?/service/';
const OF_ANY_FORMAT = 'a component of whatever format the repository holds: the log does not tell which';

/** Calls of Nexus' own interface that change packages or who may do what. */
export const REST_CALLS: readonly RestCall[] = [
  { ...call('POST', 'rest/(?:v1|beta)/components', 'package.published'), doubt: OF_ANY_FORMAT },
  { ...call('POST', 'rest/internal/ui/upload/([^/]+)', 'package.published', 'resource'), doubt: OF_ANY_FORMAT },
  {
    ...call('DELETE', 'rest/(?:v1|beta)/(?:components|assets)/([^/]+)', 'package.version_deleted', 'resource'),
    doubt: OF_ANY_FORMAT,
  },
  call('POST', 'rapture/session', 'auth.login'),
  call('DELETE', 'rapture/session', 'auth.logout'),
  call('POST', 'rest/(?:v1|beta)/security/users', 'perm.member_added'),
  call('PUT', 'rest/(?:v1|beta)/security/users/([^/]+)', 'perm.role_changed', 'user'),
  call('DELETE', 'rest/(?:v1|beta)/security/users/([^/]+)', 'perm.member_removed', 'user'),
  call('PUT', 'rest/(?:v1|beta)/security/users/([^/]+)/change-password', 'auth.password_changed', 'user'),
  call('POST', 'rest/(?:v1|beta)/security/roles', 'perm.role_changed'),
  call('PUT DELETE', 'rest/(?:v1|beta)/security/roles/([^/]+)', 'perm.role_changed', 'resource'),
  call('POST', 'rest/(?:v1|beta)/security/privileges/[^/]+', 'perm.role_changed'),
  call('PUT', 'rest/(?:v1|beta)/security/privileges/[^/]+/([^/]+)', 'perm.role_changed', 'resource'),
  call('DELETE', 'rest/(?:v1|beta)/security/privileges/([^/]+)', 'perm.role_changed', 'resource'),
  call('POST', 'rest/(?:v1|beta)/repositories/[^/]+/[^/]+', 'perm.resource_created'),
  call('DELETE', 'rest/(?:v1|beta)/repositories/([^/]+)', 'perm.resource_deleted', 'resource'),
];

function call(methods: string, path: string, action: RestCall['action'], subject?: RestCall['subject']): RestCall {
  const row = { methods, path: new RegExp(`${SERVICE}${path}/?$`), action };
  return subject === undefined ? row : { ...row, subject };
}
