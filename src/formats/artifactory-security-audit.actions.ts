import type { Action } from '../core/action.ts';

/** What happened to a thing: created, updated, deleted. */
export type Change = 'C' | 'U' | 'D';

/**
 * What an audited change is, by the code of the thing. Codes without a row become `other`; a change of settings has
 * been in the log since 7.131.
 */
export const BY_THING: ReadonlyMap<string, Readonly<Record<Change, Action>>> = new Map<
  string,
  Readonly<Record<Change, Action>>
>([
  ['TKN', { C: 'auth.token.created', U: 'auth.token.changed', D: 'auth.token.revoked' }],
  ['USR', { C: 'perm.member_added', U: 'perm.role_changed', D: 'perm.member_removed' }],
  ['GRP', { C: 'perm.team_changed', U: 'perm.team_changed', D: 'perm.team_changed' }],
  ['PRM', { C: 'perm.repo_access_granted', U: 'perm.repo_access_granted', D: 'perm.repo_access_revoked' }],
  ['PRS', { C: 'perm.resource_created', U: 'other', D: 'perm.resource_deleted' }],
]);

/** Updates of a user in which nothing but one field changed. */
export const BY_ONLY_FIELD: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['password', 'auth.password_changed'],
  ['email', 'auth.email_changed'],
]);
