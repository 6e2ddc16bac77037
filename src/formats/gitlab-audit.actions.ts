import type { Action } from '../core/action.ts';

/** Types of audit events, by what they are in our vocabulary. Names: GitLab's list of audit event types, and older ones. */
export const EVENT_TYPES: Partial<Record<Action, string>> = {
  'package.published': 'package_registry_package_published',
  'package.version_deleted': 'package_registry_package_deleted',

  'auth.login': 'smartcard_authentication_created user_logged_in',
  'auth.login_failed': 'failed_login login_failed omniauth_login_failed login_failed_with_standard_authentication',
  'auth.2fa.challenge_failed':
    'login_failed_with_otp_authentication login_failed_with_webauthn_authentication 2fa_login_failed',
  'auth.2fa.enabled': 'user_enable_two_factor',
  'auth.2fa.disabled': 'user_disable_two_factor user_removed_two_factor',
  'auth.password_changed': 'user_password_updated password',
  'auth.email_changed': `email_created email_destroyed user_email_updated user_email_address_updated
    user_email_changed_and_user_signed_in`,
  'auth.token.created': 'personal_access_token_created personal_access_token_issued access_token_created',
  'auth.token.changed': 'personal_access_token_rotated project_access_token_rotated group_access_token_rotated',
  'auth.token.revoked': 'personal_access_token_revoked access_token_revoked',
  'auth.token.used': 'api_request_access_with_scope user_authenticated_using_job_token',
  'auth.key.added': 'add_ssh_key ssh_key_added added_ssh_key add_gpg_key added_gpg_key create_ssh_certificate',
  'auth.key.removed': `remove_ssh_key ssh_key_removed removed_ssh_key remove_gpg_key removed_gpg_key revoked_gpg_key
    delete_ssh_certificate`,
  'auth.oauth.authorized': 'user_authorized_oauth_application',
  'auth.logout': 'logout',

  'perm.member_added': `member_created member_permissions_created user_created user_approved registration_created
    user_provisioned_by_scim group_saml_member_added`,
  'perm.member_removed': 'member_destroyed member_permissions_destroyed user_destroyed user_rejected',
  'perm.role_changed': `member_updated member_permissions_updated change_membership_state user_admin_status_updated
    user_auditor_status_updated user_external_status_updated ban_user unban_user user_banned user_blocked unblock_user
    user_activate user_activated user_deactivate user_deactivated custom_admin_role_assigned_to_user
    custom_admin_role_unassigned_from_user custom_admin_role_created custom_admin_role_updated
    custom_admin_role_deleted member_role_created member_role_updated member_role_deleted
    project_group_link_updated group_share_with_group_link_updated secure_ci_job_token_policies_updated`,
  'perm.repo_access_granted': `project_group_link_created group_share_with_group_link_created saml_group_links_created
    secure_ci_job_token_project_added secure_ci_job_token_group_added ci_cd_job_token_added_to_allowlist`,
  'perm.repo_access_revoked': `project_group_link_deleted group_share_with_group_link_removed saml_group_links_removed
    secure_ci_job_token_project_removed secure_ci_job_token_group_removed ci_cd_job_token_removed_from_allowlist`,
  'perm.resource_created': `project_created project_imported project_fork_operation group_created
    container_repository_created`,
  'perm.resource_deleted': `project_destroyed project_deleted project_deletion_marked group_destroyed group_deleted
    group_deletion_marked container_repository_deleted container_repository_deletion_marked
    container_repository_tags_deleted`,

  'perm.policy_strengthened': `protected_branch_created protected_tag_created approval_rule_created
    environment_protected protected_environment_approval_rule_added create_status_check security_policy_create
    project_security_exclusion_deleted secure_ci_job_token_inbound_enabled`,
  'perm.policy_weakened': `protected_branch_removed protected_branch_deleted protected_tag_deleted
    approval_rule_deleted environment_unprotected protected_environment_approval_rule_deleted
    protected_environment_deploy_access_level_added delete_status_check security_policy_delete
    skip_secret_push_protection project_security_exclusion_created secure_ci_job_token_inbound_disabled
    security_policy_access_token_push_bypass security_policy_service_account_push_bypass
    security_policy_user_push_bypass security_policy_merge_request_bypass
    merge_request_branch_bypassed_by_security_policy security_policy_merge_request_merged_with_policy_violations
    merge_request_merged_with_dismissed_security_policy`,
  'perm.hook_changed': 'webhook_created webhook_updated webhook_destroyed',
  'perm.app_changed': `oauth_application_created application_created application_updated application_deleted
    application_secret_renew group_saml_provider_create group_saml_provider_update
    update_mismatched_group_saml_extern_uid set_runner_associated_projects cluster_agent_created
    cluster_agent_deleted cluster_agent_create_failed cluster_agent_delete_failed
    step_up_auth_required_oauth_provider_updated`,

  'ci.run_created': 'multi_project_downstream_pipeline_created',
  'ci.run_deleted': 'destroy_pipeline pipeline_deleted',
  'ci.deployment_approved': 'deployment_approved',
  'ci.deployment_rejected': 'deployment_rejected',
  'source.clone': 'repository_download_operation public_repository_download_operation',
  'source.release': 'release_created release_updated release_deleted_audit_event release_milestones_updated',

  // Named here although they have no counterpart, so that no pattern below takes them.
  other: 'ci_runner_usage_export user_access_locked user_access_unlocked',
};

/** Families of event types, in the order in which they are asked, after the exact names. */
export const TYPE_PATTERNS: readonly (readonly [pattern: RegExp, action: Action])[] = [
  [/^authenticated_with_/, 'auth.login'],
  [/^login_failed/, 'auth.login_failed'],
  [/(?:access|deploy|agent)_token_(?:created|creation_failed)$/, 'auth.token.created'],
  [/(?:access|deploy|agent)_token_(?:revoked|deleted|destroyed|deletion_failed)$/, 'auth.token.revoked'],
  [/^deploy_key_(?:added|created|enabled)$/, 'auth.key.added'],
  [/^deploy_key_(?:removed|deleted|disabled)$/, 'auth.key.removed'],
  [/^ci_(?:group_|instance_)?variable_(?:created|updated|deleted)$/, 'perm.secret_changed'],
  [/^secrets_manager_(?:create|update|delete)_/, 'perm.secret_changed'],
  [/^(?:ci_)?runners?_/, 'perm.app_changed'],
  [
    /event_streaming|audit_events_streaming|event_type_filters|namespace_filter|(?:s3|cloud_logging)_configuration_/,
    'audit.stream_changed',
  ],
];

/** What older records say in `add`, `remove` and `change` instead of a type. */
export const OLD_CHANGES: Readonly<Record<string, Action>> = {
  'add user_access': 'perm.member_added',
  'remove user_access': 'perm.member_removed',
  'change access_level': 'perm.role_changed',
  'add user': 'perm.member_added',
  'remove user': 'perm.member_removed',
  'add project': 'perm.resource_created',
  'remove project': 'perm.resource_deleted',
  'add group': 'perm.resource_created',
  'remove group': 'perm.resource_deleted',
  'add deploy_key': 'auth.key.added',
  'remove deploy_key': 'auth.key.removed',
  'add ssh_key': 'auth.key.added',
  'remove ssh_key': 'auth.key.removed',
  'add key': 'auth.key.added',
  'remove key': 'auth.key.removed',
  'add email': 'auth.email_changed',
  'remove email': 'auth.email_changed',
  'change email': 'auth.email_changed',
  'change email address': 'auth.email_changed',
  'change password': 'auth.password_changed',
  'change admin status': 'perm.role_changed',
  'add protected_branch': 'perm.policy_strengthened',
  'remove protected_branch': 'perm.policy_weakened',
  'add project_group_link': 'perm.repo_access_granted',
  'remove project_group_link': 'perm.repo_access_revoked',
};

/** Sentences of records that have neither type nor change. */
export const MESSAGES: readonly (readonly [pattern: RegExp, action: Action])[] = [
  [/^failed to (?:log ?in|sign in)/i, 'auth.login_failed'],
  [/^(?:signed in|logged in|user (?:signed|logged) in)\b/i, 'auth.login'],
  [/\bpackage published$/i, 'package.published'],
  [/\bpackage version .* has been published$/i, 'package.published'],
  [/\bpackage deleted$/i, 'package.version_deleted'],
  [/^package version .* has been deleted$/i, 'package.version_deleted'],
  [/^created .*\btoken\b/i, 'auth.token.created'],
  [/^(?:revoked|deleted|destroyed) .*\btoken\b/i, 'auth.token.revoked'],
  [/^disabled two-factor/i, 'auth.2fa.disabled'],
  [/^enabled two-factor/i, 'auth.2fa.enabled'],
  [/^added (?:new )?(?:ssh|gpg|deploy) key/i, 'auth.key.added'],
  [/^removed (?:ssh|gpg|deploy) key/i, 'auth.key.removed'],
];

/** Settings that protect when they are on. What stands in the type, or in `change`, without what is about it. */
export const PROTECTIVE =
  /require_two_factor|two_factor_requirement|membership_lock|prevent_|disable_|enforce|code_owner_approval_required|code_owner_removals|require_|reset_approvals_on_push|retain_approvals|only_allow_merge|prevent_secrets|reject_|commit_committer_check|secret_push_protection|shared_with_group_lock|ip_restriction/;

/** Settings that open something when they are on. */
export const OPENING =
  /allow_force_push|allow_author_approval|allow_committer_approval|allow_overrides|author_approval|request_access_enabled|creation_allowed|allow_merge_on_skipped|allow_runner_registration|signup_enabled|allow_mfa_for_subgroups/;
