import type { Action } from '../core/action.ts';
import type { RequestKind } from '../registry/request.ts';

/** Other names under which npm knows the commands that matter here. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['add', 'install'],
  ['i', 'install'],
  ['in', 'install'],
  ['ins', 'install'],
  ['inst', 'install'],
  ['insta', 'install'],
  ['instal', 'install'],
  ['isnt', 'install'],
  ['isnta', 'install'],
  ['isntal', 'install'],
  ['isntall', 'install'],
  ['clean-install', 'ci'],
  ['install-clean', 'ci'],
  ['isntall-clean', 'ci'],
  ['ic', 'ci'],
  ['x', 'exec'],
  ['up', 'update'],
  ['upgrade', 'update'],
  ['udpate', 'update'],
  ['dist-tags', 'dist-tag'],
  ['author', 'owner'],
  ['add-user', 'adduser'],
  ['info', 'view'],
  ['show', 'view'],
  ['v', 'view'],
  ['list', 'ls'],
  ['run', 'run-script'],
]);

/** Options of npm whose value may be the next word. */
export const WITH_VALUE: ReadonlySet<string> = new Set([
  ...['--access', '--auth-type', '--before', '--cache', '--cidr', '--expires', '--globalconfig', '--include'],
  ...['--location', '--loglevel', '--omit', '--only', '--otp', '--prefix', '-C', '--provenance-file', '--proxy'],
  ...['--https-proxy', '--reg', '--registry', '--scope', '--script-shell', '--tag', '--user-agent', '--userconfig'],
  ...['--workspace', '-w', '--package'],
]);

interface Meaning {
  readonly action: Action;
  /** Requests by which the command does it. */
  readonly kinds: readonly RequestKind[];
}

const DOCUMENT: readonly RequestKind[] = ['publish-or-deprecate'];
const LOGIN: readonly RequestKind[] = ['login', 'login-web'];
const setTag: Meaning = { action: 'package.dist_tag_changed', kinds: ['dist-tag-set'] };
const removeTag: Meaning = { action: 'package.dist_tag_changed', kinds: ['dist-tag-remove'] };
const revoke: Meaning = { action: 'auth.token.revoked', kinds: ['token-revoke'] };
const removeOwner: Meaning = { action: 'package.owner_removed', kinds: ['rev-put'] };

/** What a command of npm is for. One that is not here gives an event `other` for its run. */
export const BY_COMMAND: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['publish', { action: 'package.published', kinds: DOCUMENT }],
  ['deprecate', { action: 'package.deprecated', kinds: DOCUMENT }],
  ['undeprecate', { action: 'package.undeprecated', kinds: DOCUMENT }],
  ['star', { action: 'package.metadata_changed', kinds: DOCUMENT }],
  ['unstar', { action: 'package.metadata_changed', kinds: DOCUMENT }],
  ['unpublish', { action: 'package.version_deleted', kinds: ['delete-tarball', 'rev-put'] }],
  ['dist-tag add', setTag],
  ['dist-tag a', setTag],
  ['dist-tag set', setTag],
  ['dist-tag s', setTag],
  ['dist-tag rm', removeTag],
  ['dist-tag r', removeTag],
  ['dist-tag d', removeTag],
  ['dist-tag del', removeTag],
  ['dist-tag delete', removeTag],
  ['dist-tag remove', removeTag],
  ['owner add', { action: 'package.owner_added', kinds: ['rev-put'] }],
  ['owner rm', removeOwner],
  ['owner remove', removeOwner],
  ['login', { action: 'auth.login', kinds: LOGIN }],
  ['adduser', { action: 'auth.login', kinds: LOGIN }],
  ['logout', { action: 'auth.logout', kinds: ['token-revoke'] }],
  ['token create', { action: 'auth.token.created', kinds: ['token-create'] }],
  ['token revoke', revoke],
  ['token delete', revoke],
  ['token remove', revoke],
  ['token rm', revoke],
  ['profile enable-2fa', { action: 'auth.2fa.enabled', kinds: ['profile-change'] }],
  ['profile disable-2fa', { action: 'auth.2fa.disabled', kinds: ['profile-change'] }],
]);

/** What a request is where the command is not known or says nothing of it. */
export const BY_KIND: ReadonlyMap<RequestKind, Action> = new Map<RequestKind, Action>([
  ['publish-or-deprecate', 'package.published'],
  ['rev-put', 'package.metadata_changed'],
  ['delete-tarball', 'package.version_deleted'],
  ['delete-package', 'package.unpublished'],
  ['dist-tag-set', 'package.dist_tag_changed'],
  ['dist-tag-remove', 'package.dist_tag_changed'],
  ['login', 'auth.login'],
  ['login-web', 'auth.login'],
  ['token-create', 'auth.token.created'],
  ['token-revoke', 'auth.token.revoked'],
  ['oidc-exchange', 'auth.token.created'],
]);
