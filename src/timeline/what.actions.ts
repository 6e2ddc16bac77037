import type { Action } from '../core/action.ts';

/**
 * A step in words. `{word}` is filled in (see `words.ts`), `[…]` is left out where a word in it is missing. Of
 * alternatives divided by `|` the first whose words are all there is taken, else the last one.
 */
export interface Wording {
  readonly done: string;
  /** The act as a noun, for one that did not succeed: `publish of {thing}`. */
  readonly tried?: string;
}

/** What each action is in words. */
export const WORDING: Readonly<Record<Action, Wording>> = {
  'auth.login': { done: 'signed in[ with {method}]', tried: 'sign-in' },
  'auth.login_failed': { done: 'sign-in failed' },
  'auth.logout': { done: 'signed out', tried: 'sign-out' },
  'auth.new_device': { done: 'signed in from a new device or place', tried: 'sign-in from a new device or place' },
  'auth.2fa.enabled': { done: '2FA on[: {new}]', tried: 'turning 2FA on' },
  'auth.2fa.disabled': { done: '2FA off[ (was {old})]', tried: 'turning 2FA off' },
  'auth.2fa.changed': { done: '2FA is now {new}[ (was {old})]|2FA changed[: {native}]', tried: 'change of 2FA' },
  'auth.2fa.recovered': { done: 'got in past 2FA by recovery', tried: '2FA recovery' },
  'auth.2fa.challenge_failed': { done: '2FA challenge failed' },
  'auth.password_changed': { done: 'password changed', tried: 'change of password' },
  'auth.email_changed': {
    done: 'e-mail is now {new}[ (was {old})]|e-mail removed (was {old})|e-mail changed[: {native}]',
    tried: 'change of e-mail',
  },
  'auth.token.created': { done: '{token} created', tried: 'creation of {token}' },
  'auth.token.used': { done: '{token} used', tried: 'use of {token}' },
  'auth.token.changed': { done: '{token} changed', tried: 'change of {token}' },
  'auth.token.revoked': { done: '{token} revoked', tried: 'revocation of {token}' },
  'auth.key.added': { done: 'key[ {resource}] added', tried: 'adding key[ {resource}]' },
  'auth.key.removed': { done: 'key[ {resource}] removed', tried: 'removal of key[ {resource}]' },
  'auth.oauth.authorized': { done: 'authorised app[ {resource}]', tried: 'authorisation of app[ {resource}]' },
  'auth.oauth.revoked': { done: 'revoked app[ {resource}]', tried: 'revocation of app[ {resource}]' },

  'package.published': { done: 'published {thing}', tried: 'publish of {thing}' },
  'package.staged': { done: 'staged {thing}', tried: 'staging of {thing}' },
  'package.stage_approved': { done: 'approved staged {thing}', tried: 'approval of staged {thing}' },
  'package.stage_rejected': { done: 'rejected staged {thing}', tried: 'rejection of staged {thing}' },
  'package.unpublished': { done: 'unpublished {package}[ ({versions})]', tried: 'unpublish of {package}' },
  'package.version_deleted': { done: '{thing} removed', tried: 'removal of {thing}' },
  'package.restored': { done: '{thing} restored', tried: 'restoring of {thing}' },
  'package.deprecated': { done: 'deprecated {thing}[: {deprecated}]', tried: 'deprecation of {thing}' },
  'package.undeprecated': { done: 'undeprecated {thing}', tried: 'end of deprecation of {thing}' },
  'package.dist_tag_changed': {
    done: [
      'dist-tag {tag} of {package} moved from {old} to {new}',
      'dist-tag {tag} of {package} set to {new}',
      'dist-tag {tag} of {package} removed (was {old})',
      'dist-tag {tag} set to {release}',
      'dist-tag[ {tag}] of {package} changed',
    ].join('|'),
    tried: 'change of dist-tag[ {tag}] of {package}',
  },
  'package.owner_added': { done: 'added owner {user} to {package}', tried: 'adding owner {user} to {package}' },
  'package.owner_removed': {
    done: 'removed owner {user} from {package}',
    tried: 'removing owner {user} from {package}',
  },
  'package.visibility_changed': {
    done: '{package} made {visibility}|visibility of {package} changed',
    tried: 'change of visibility of {package}',
  },
  'package.trust_added': {
    done: 'trusted publisher[ {publisher}] added to {package}',
    tried: 'adding trusted publisher[ {publisher}] to {package}',
  },
  'package.trust_removed': {
    done: 'trusted publisher[ {publisher}] removed from {package}',
    tried: 'removing trusted publisher[ {publisher}] from {package}',
  },
  'package.security_held': { done: 'put security holder {thing}', tried: 'security holder {thing}' },
  'package.metadata_changed': { done: 'changed metadata of {thing}', tried: 'change of metadata of {thing}' },

  'perm.member_added': { done: 'added {user}[ to {org}][ as {role}]', tried: 'adding {user}[ to {org}]' },
  'perm.member_removed': { done: 'removed {user}[ from {org}]', tried: 'removing {user}[ from {org}]' },
  'perm.role_changed': {
    done: 'role of {user}[ in {where}] is now {role}[ (was {old})]|role[ of {user}][ in {where}] changed[: {native}]',
    tried: 'change of role[ of {user}]',
  },
  'perm.team_changed': { done: 'team[ {team}] changed[: {native}]', tried: 'change of team[ {team}]' },
  'perm.team_member_added': { done: 'added {user} to team {team}', tried: 'adding {user} to team {team}' },
  'perm.team_member_removed': { done: 'removed {user} from team {team}', tried: 'removing {user} from team {team}' },
  'perm.repo_access_granted': {
    done: 'gave {whom} access[ as {role}] to {repo}',
    tried: 'giving {whom} access to {repo}',
  },
  'perm.repo_access_revoked': {
    done: 'took access to {repo} from {whom}',
    tried: 'taking access to {repo} from {whom}',
  },
  'perm.policy_weakened': {
    done: 'weakened {policy}[ in {where}]: {old} to {new}|weakened {policy}[ in {where}]',
    tried: 'weakening of {policy}[ in {where}]',
  },
  'perm.policy_strengthened': {
    done: 'strengthened {policy}[ in {where}]: {old} to {new}|strengthened {policy}[ in {where}]',
    tried: 'strengthening of {policy}[ in {where}]',
  },
  'perm.app_changed': {
    done: 'app[ {resource}] changed[ in {where}][: {native}]',
    tried: 'change of app[ {resource}]',
  },
  'perm.hook_changed': { done: 'webhook changed[ in {where}][: {native}]', tried: 'change of a webhook[ in {where}]' },
  'perm.secret_changed': {
    done: 'secret[ {resource}] changed[ in {where}][: {native}]',
    tried: 'change of secret[ {resource}][ in {where}]',
  },
  'perm.resource_created': { done: 'created {object}', tried: 'creation of {object}' },
  'perm.resource_deleted': { done: 'deleted {object}', tried: 'deletion of {object}' },

  'artifact.downloaded': { done: 'fetched {thing}[, {count} times]', tried: 'fetch of {thing}' },
  'artifact.download_denied': { done: 'fetch of {thing} denied' },
  'artifact.metadata_read': { done: 'looked up {thing}[, {count} times]', tried: 'look-up of {thing}' },
  'artifact.locked': { done: 'lockfile names {thing}' },

  'ci.run_created': { done: '{run} started' },
  'ci.run_completed': { done: '{run} ended[: {conclusion}]' },
  'ci.job_started': { done: 'job[ {resource}] of {run} started' },
  'ci.run_rerun': { done: '{run} run again', tried: 'running {run} again' },
  'ci.run_deleted': { done: '{run} deleted', tried: 'deletion of {run}' },
  'ci.logs_deleted': { done: 'logs or artifacts of {run} deleted', tried: 'deletion of logs or artifacts of {run}' },
  'ci.deployment_approved': { done: 'deployment by {run} approved', tried: 'approval of deployment by {run}' },
  'ci.deployment_rejected': { done: 'deployment by {run} rejected', tried: 'rejection of deployment by {run}' },
  'ci.step': { done: 'built {release} in {run}|step[ {resource}] of {run}[: {conclusion}][: {text}]' },

  'source.push': { done: 'pushed tag {pushed}[ to {repo}]|pushed[ {ref}][ to {repo}]', tried: 'push[ to {repo}]' },
  'source.clone': { done: 'cloned[ {repo}]', tried: 'clone[ of {repo}]' },
  'source.release': { done: 'tag {tag}[ in {repo}]|release[ in {repo}]', tried: 'release[ in {repo}]' },

  'audit.exported': { done: 'audit log[ of {org}] exported', tried: 'export of the audit log[ of {org}]' },
  'audit.stream_changed': {
    done: 'stream of the audit log[ of {org}] changed[: {native}]',
    tried: 'change of the stream of the audit log[ of {org}]',
  },
  'advisory.published': {
    done: [
      '{advisory} published for {package} {versions}',
      '{advisory} published for {package} {version}',
      '{advisory} published for {package}',
    ].join('|'),
  },
  'incident.detected': { done: '{text}|detected[ by {source}]' },
  'incident.reported': { done: '{text}|reported[ by {source}]' },
  'incident.contacted': { done: '{text}|contacted[ {resource}]' },
  'incident.contained': { done: '{text}|contained' },
  'incident.restored': { done: '{text}|restored' },
  other: { done: '{native}: {old} to {new}|{native}|{text}|act without a name' },
};
