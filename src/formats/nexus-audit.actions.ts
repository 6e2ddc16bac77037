import type { Action } from '../core/action.ts';

/**
 * What an audited act is, by domain and type; `*` stands for every type of a domain. What has no row becomes `other`.
 * Components, assets, logins, anonymous access and the audit itself need more than their names.
 */
export const BY_NAME: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['security.user created', 'perm.member_added'],
  ['security.user deleted', 'perm.member_removed'],
  ['security.user updated', 'perm.role_changed'],
  ['security.user-role-mapping *', 'perm.role_changed'],
  ['security.role *', 'perm.role_changed'],
  ['security.privilege *', 'perm.role_changed'],
  ['security.secrets changed', 'perm.secret_changed'],
  ['userToken created', 'auth.token.created'],
  ['userToken deleted', 'auth.token.revoked'],
  ['userToken purged', 'auth.token.revoked'],
  ['repository created', 'perm.resource_created'],
  ['repository deleted', 'perm.resource_deleted'],
]);

/** What a line about a component or a tarball says of its version: it came or it went. */
export const BY_TYPE: ReadonlyMap<string, 'added' | 'removed'> = new Map<string, 'added' | 'removed'>([
  ['repository.component created', 'added'],
  ['repository.component deleted', 'removed'],
  ['repository.component purged', 'removed'],
  ['repository.asset created', 'added'],
  ['repository.asset updated-uploaded', 'added'],
  ['repository.asset deleted', 'removed'],
  ['repository.asset purged', 'removed'],
]);
