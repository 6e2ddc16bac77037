import type { Action } from '../core/action.ts';
import type { RequestKind } from '../registry/request.ts';
import type { Verb } from './verdaccio/line.ts';

interface Meaning {
  readonly action: Action;
  /** How `native_action` calls it, after the method. */
  readonly name: string;
}

/** What a request is by its URL. Writes to a package document need more: see `BY_COMMAND` and `BY_VERB`. */
export const BY_KIND: Readonly<Record<RequestKind, Meaning>> = {
  metadata: { action: 'artifact.metadata_read', name: 'metadata' },
  'dist-tag-list': { action: 'artifact.metadata_read', name: 'dist-tags' },
  tarball: { action: 'artifact.downloaded', name: 'tarball' },
  'publish-or-deprecate': { action: 'package.published', name: 'package' },
  'rev-put': { action: 'package.metadata_changed', name: 'package' },
  'delete-tarball': { action: 'package.version_deleted', name: 'tarball' },
  'delete-package': { action: 'package.unpublished', name: 'package' },
  'dist-tag-set': { action: 'package.dist_tag_changed', name: 'dist-tag' },
  'dist-tag-remove': { action: 'package.dist_tag_changed', name: 'dist-tag' },
  login: { action: 'auth.login', name: 'login' },
  'login-web': { action: 'auth.login', name: 'login-web' },
  'token-create': { action: 'auth.token.created', name: 'token' },
  'token-revoke': { action: 'auth.token.revoked', name: 'token' },
  'oidc-exchange': { action: 'auth.token.created', name: 'oidc-exchange' },
  whoami: { action: 'other', name: 'whoami' },
  'token-list': { action: 'other', name: 'token-list' },
  'profile-read': { action: 'other', name: 'profile' },
  'profile-change': { action: 'other', name: 'profile' },
  collaborators: { action: 'other', name: 'collaborators' },
  team: { action: 'other', name: 'team' },
  org: { action: 'other', name: 'org' },
  audit: { action: 'other', name: 'audit' },
  search: { action: 'other', name: 'search' },
  ping: { action: 'other', name: 'ping' },
  other: { action: 'other', name: 'other' },
};

/** What a write to a package document is by the command of the npm client that sent it. */
export const BY_COMMAND: ReadonlyMap<string, Action> = new Map([
  ['publish', 'package.published'],
  ['deprecate', 'package.deprecated'],
  ['undeprecate', 'package.undeprecated'],
  ['unpublish', 'package.version_deleted'],
  ['owner', 'package.metadata_changed'],
  ['star', 'package.metadata_changed'],
  ['unstar', 'package.metadata_changed'],
]);

/** What it is by what the storage says that it does. */
export const BY_VERB: Readonly<Record<Verb, Action>> = {
  unpublishing: 'package.version_deleted',
  deprecating: 'package.deprecated',
  undeprecating: 'package.undeprecated',
};
