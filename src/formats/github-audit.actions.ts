import type { Action } from '../core/action.ts';

/**
 * Native actions of GitHub's organisation, enterprise and user logs, by what they are in our vocabulary. Names as in
 * GitHub's own list of audit log events; a few that are no longer logged stand in older exports.
 */
export const NATIVE_ACTIONS: Partial<Record<Action, string>> = {
  'package.published': 'packages.package_published packages.package_version_published',
  'package.unpublished': 'packages.package_deleted',
  'package.version_deleted': 'packages.package_version_deleted',
  'package.restored': 'packages.package_restored packages.package_version_restored',
  'artifact.downloaded': 'packages.version_download',

  'source.push': 'git.push',
  'source.clone': 'git.clone git.fetch repo.download_zip',

  'auth.token.created': `personal_access_token.create personal_access_token.access_granted
    personal_access_token.request_created oauth_access.create`,
  'auth.token.changed': `personal_access_token.credential_regenerated personal_access_token.update
    oauth_access.regenerate oauth_access.update`,
  'auth.token.revoked': `personal_access_token.destroy personal_access_token.credential_revoked
    personal_access_token.access_revoked personal_access_token.request_denied personal_access_token.request_cancelled
    oauth_access.destroy oauth_access.revoke`,
  'auth.oauth.authorized': 'oauth_authorization.create oauth_authorization.update',
  'auth.oauth.revoked': 'oauth_authorization.destroy',
  'auth.key.added': 'public_key.create git_signing_ssh_public_key.create gpg_key.create',
  'auth.key.removed': 'public_key.delete git_signing_ssh_public_key.delete gpg_key.destroy',

  'auth.login': 'user.login user.two_factor_challenge_success',
  'auth.login_failed': 'user.failed_login org.recovery_code_failed',
  'auth.logout': 'user.logout',
  'auth.new_device': `user.new_device_used user.sign_in_from_unrecognized_device
    user.sign_in_from_unrecognized_device_and_location`,
  'auth.2fa.enabled': 'two_factor_authentication.enabled',
  'auth.2fa.disabled': 'two_factor_authentication.disabled',
  'auth.2fa.changed': `two_factor_authentication.add_factor two_factor_authentication.remove_factor
    two_factor_authentication.update_fallback two_factor_authentication.recovery_codes_regenerated
    user.two_factor_recovery_codes_viewed user.two_factor_recovery_codes_downloaded
    user.two_factor_recovery_codes_printed passkey.register passkey.remove security_key.register security_key.remove
    trusted_device.register trusted_device.remove`,
  'auth.2fa.recovered': `user.two_factor_recover account_recovery_token.recover two_factor_account_recovery.complete
    org.recovery_code_used`,
  'auth.2fa.challenge_failed': 'user.two_factor_challenge_failure',
  'auth.password_changed': 'user.change_password user.reset_password',
  'auth.email_changed': `user.add_email user.remove_email user_email.confirm_claim user_email.mark_as_unclaimed`,

  'perm.member_added': `org.add_member org.invite_member org.restore_member org.add_outside_collaborator
    business.add_admin business.invite_admin business.invite_unaffiliated_member`,
  'perm.member_removed': 'org.remove_member org.remove_outside_collaborator business.remove_admin',
  'perm.role_changed': `org.update_member team.promote_maintainer team.demote_maintainer organization_role.assign
    organization_role.revoke organization_role.create organization_role.update organization_role.destroy role.create
    role.update role.destroy org.add_security_manager org.remove_security_manager org.integration_manager_added
    org.integration_manager_removed user.promote user.demote`,
  'perm.team_member_added': 'team.add_member',
  'perm.team_member_removed': 'team.remove_member',
  'perm.team_changed': `team.create team.destroy team.rename team.change_parent_team team.change_privacy
    team.add_to_organization team.remove_from_organization`,
  'perm.repo_access_granted': `team.add_repository team.update_repository_permission repo.add_member
    repo.update_member repository_invitation.accept repo.temporary_access_granted repo.staff_unlock`,
  'perm.repo_access_revoked': 'team.remove_repository repo.remove_member',
  'perm.resource_created': 'repo.create org.create org.runner_group_created environment.create',
  'perm.resource_deleted': 'repo.destroy org.delete org.runner_group_removed environment.delete',

  'perm.policy_weakened': `protected_branch.destroy protected_branch.policy_override required_status_check.destroy
    repository_branch_protection_evaluation.disable secret_scanning_push_protection.bypass
    org.disable_two_factor_requirement org.saml_disabled org.disable_saml business.disable_oidc
    org.disable_oauth_app_restrictions org.disable_source_ip_disclosure ip_allow_list.disable
    ip_allow_list.disable_for_installed_apps ssh_certificate_requirement.disable environment.remove_protection_rule
    repo.set_default_workflow_permissions org.set_default_workflow_permissions
    personal_access_token.access_restriction_disabled personal_access_token.expiration_limit_unset
    workflows.bypass_protection_rules`,
  'perm.policy_strengthened': `protected_branch.create required_status_check.create
    repository_branch_protection_evaluation.enable org.enable_two_factor_requirement org.saml_enabled org.enable_saml
    business.enable_oidc org.enable_oauth_app_restrictions org.enable_source_ip_disclosure ip_allow_list.enable
    ip_allow_list.enable_for_installed_apps ssh_certificate_requirement.enable environment.add_protection_rule
    personal_access_token.access_restriction_enabled personal_access_token.expiration_limit_set`,

  'perm.hook_changed': 'hook.create hook.destroy hook.config_changed hook.events_changed hook.active_changed',
  'perm.app_changed': `org.oauth_app_access_approved org.oauth_app_access_denied org.oauth_app_access_blocked
    org.oauth_app_access_unblocked`,

  'ci.run_created': 'workflows.created_workflow_run',
  'ci.run_completed': 'workflows.completed_workflow_run',
  'ci.job_started': 'workflows.prepared_workflow_job',
  'ci.run_rerun': 'workflows.rerun_workflow_run',
  'ci.run_deleted': 'workflows.delete_workflow_run',
  'ci.logs_deleted': 'checks.delete_logs artifact.destroy actions_cache.delete',
  'ci.deployment_approved': 'workflows.approve_workflow_job',
  'ci.deployment_rejected': 'workflows.reject_workflow_job',

  'audit.exported': 'org.audit_log_export org.audit_log_git_event_export user.audit_log_export',

  // Named here although they have no counterpart, so that no pattern below takes them.
  other: `org.secret_scanning_push_protection_custom_message_disabled
    org.secret_scanning_push_protection_custom_message_enabled`,
};

/** Families of native actions, `*` for any text. Asked in this order, after the exact names. */
export const NATIVE_PATTERNS: readonly (readonly [pattern: string, action: Action])[] = [
  ['release.*', 'source.release'],
  ['audit_log_streaming.*', 'audit.stream_changed'],
  ['integration_installation.*', 'perm.app_changed'],
  ['integration.*', 'perm.app_changed'],
  ['oauth_application.*', 'perm.app_changed'],
  ['*.create_*_secret', 'perm.secret_changed'],
  ['*.update_*_secret', 'perm.secret_changed'],
  ['*.remove_*_secret', 'perm.secret_changed'],
  ['*.register_self_hosted_runner', 'perm.app_changed'],
  ['*.remove_self_hosted_runner', 'perm.app_changed'],
  ['*.configure_self_hosted_jit_runner', 'perm.app_changed'],
  ['*_ruleset.create', 'perm.policy_strengthened'],
  ['*_ruleset.destroy', 'perm.policy_weakened'],
  ['*push_protection_bypass_list.add', 'perm.policy_weakened'],
  ['*push_protection_bypass_list.remove', 'perm.policy_strengthened'],
  ['*push_protection*disable', 'perm.policy_weakened'],
  ['*push_protection*disabled', 'perm.policy_weakened'],
  ['*push_protection*enable', 'perm.policy_strengthened'],
  ['*push_protection*enabled', 'perm.policy_strengthened'],
  ['*secret_scanning*.disable', 'perm.policy_weakened'],
  ['*secret_scanning*.disabled', 'perm.policy_weakened'],
  ['*secret_scanning*.enable', 'perm.policy_strengthened'],
  ['*secret_scanning*.enabled', 'perm.policy_strengthened'],
  ['*.advanced_security_disabled*', 'perm.policy_weakened'],
  ['*.advanced_security_enabled*', 'perm.policy_strengthened'],
];

/** Native actions of attempts that came to nothing. Of all others the log records the success. */
export const FAILED_ACTIONS: ReadonlySet<string> = new Set([
  'user.failed_login',
  'user.two_factor_challenge_failure',
  'user.device_verification_failure',
  'org.recovery_code_failed',
  'business.recovery_code_failed',
  'public_key.verification_failure',
  'public_key.unverification_failure',
]);

/** Attempts that a rule of the repository or organisation turned down. */
export const DENIED_ACTIONS: ReadonlySet<string> = new Set([
  'protected_branch.rejected_ref_update',
  'business.proxy_security_header_unsatisfied',
]);

/**
 * `protected_branch.update_*`: the member that holds the new setting, and when that setting protects less. The log does
 * not give the setting before. `off`: 0 or false. `on`: anything above 0, or true.
 */
export const BRANCH_SETTINGS: Readonly<Record<string, readonly [member: string, weakerWhen: 'off' | 'on']>> = {
  update_admin_enforced: ['admin_enforced', 'off'],
  update_allow_deletions_enforcement_level: ['allow_deletions_enforcement_level', 'on'],
  update_allow_force_pushes_enforcement_level: ['allow_force_pushes_enforcement_level', 'on'],
  update_linear_history_requirement_enforcement_level: ['linear_history_requirement_enforcement_level', 'off'],
  update_lock_branch_enforcement_level: ['lock_branch_enforcement_level', 'off'],
  update_merge_queue_enforcement_level: ['merge_queue_enforcement_level', 'off'],
  update_pull_request_reviews_enforcement_level: ['pull_request_reviews_enforcement_level', 'off'],
  update_require_code_owner_review: ['require_code_owner_review', 'off'],
  update_require_last_push_approval: ['require_last_push_approval', 'off'],
  update_required_approving_review_count: ['required_approving_review_count', 'off'],
  update_required_status_checks_enforcement_level: ['required_status_checks_enforcement_level', 'off'],
  update_signature_requirement_enforcement_level: ['signature_requirement_enforcement_level', 'off'],
  update_strict_required_status_checks_policy: ['strict_required_status_checks_policy', 'off'],
};

/** How a token is told apart in `programmatic_access_type`, by a part of that text in lower case; the first that fits. */
export const TOKEN_TYPES: readonly (readonly [
  part: string,
  method: 'granular_token' | 'app' | 'deploy_key' | 'ssh_key' | 'token',
])[] = [
  ['fine-grained', 'granular_token'],
  ['github app', 'app'],
  ['server-to-server', 'app'],
  ['user-to-server', 'app'],
  ['deploy key', 'deploy_key'],
  ['ssh', 'ssh_key'],
  ['personal access token', 'token'],
  ['oauth', 'token'],
  ['token', 'token'],
];
