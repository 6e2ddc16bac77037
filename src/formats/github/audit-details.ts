import type { EventDraft } from '../../core/event.ts';
import { at, integer, text } from '../../core/json.ts';
import { type AuditRecord, firstText, idText, shown } from './audit-record.ts';

/** An event while it is put together. All members stand in it from the start, so that it keeps one shape. */
export type OpenDraft = { -readonly [Member in keyof EventDraft]: EventDraft[Member] };

export type Detail = (draft: OpenDraft, from: AuditRecord) => void;

/** What each family of actions says beyond the common fields. */
const DETAILS: Readonly<Record<string, Detail>> = {
  git: gitDetail,
  packages: packageDetail,
  workflows: runDetail,
  checks: runDetail,
  artifact: runDetail,
  actions_cache: runDetail,
  api: requestDetail,
  hook: hookDetail,
  user: accountDetail,
  user_email: accountDetail,
  release: releaseDetail,
};

/** The thing acted upon, in the order in which the families name it. */
const RESOURCES = [
  'ruleset_name',
  'environment_name',
  'title',
  'key',
  'integration',
  'oauth_application_name',
  'runner_name',
  'runner_group_name',
  'secret_type_display_name',
  'organization_role_name',
  'ip_allow_list_entry',
  'name',
  'fingerprint',
];

/** Accounts acted upon that do not stand under `user`. */
const USERS = ['invitee', 'blocked_user', 'manager', 'collaborator', 'target_login'];

/** Members that hold a value before and after. */
const CHANGES: readonly (readonly [before: string, after: string])[] = [
  ['old_permission', 'permission'],
  ['old_repo_permission', 'new_repo_permission'],
  ['ruleset_old_enforcement', 'ruleset_enforcement'],
  ['previous_visibility', 'visibility'],
  ['old_policy', 'new_policy'],
  ['old_value', 'new_value'],
  ['old_branch', 'new_branch'],
  ['approvers_was', 'approvers'],
  ['repo_was', 'repo'],
  ['old_login', 'user'],
  ['old_user', 'user'],
  ['old_name', 'name'],
];

export function detailOf(native: string): Detail {
  const family = native.slice(0, native.indexOf('.'));
  return (Object.hasOwn(DETAILS, family) ? DETAILS[family] : undefined) ?? settingDetail;
}

/** GitHub writes 2 for SSH; without a token an SSH connection was opened with a key. */
function gitDetail(draft: OpenDraft, from: AuditRecord): void {
  const ssh = integer(from['transport_protocol']) === 2 || from['transport_protocol_name'] === 'ssh';
  if (ssh && draft.token_fp === undefined && draft.token_id === undefined) draft.auth_method ??= 'ssh_key';
}

function packageDetail(draft: OpenDraft, from: AuditRecord): void {
  const ecosystem = text(from['ecosystem']);
  draft.package = text(from['package']);
  draft.version = text(from['version']);
  draft.ecosystem = ecosystem?.toLowerCase() === 'npm' ? undefined : ecosystem;
  draft.count = integer(from['version_count']);
}

function runDetail(draft: OpenDraft, from: AuditRecord): void {
  draft.run_id = idText(from['workflow_run_id']);
  draft.run_attempt = idText(from['run_attempt']);
  draft.conclusion = text(from['conclusion']);
  draft.commit = text(from['head_sha']);
  draft.ref = text(from['head_branch']);
  draft.workflow = text(from['name']) ?? text(from['job_workflow_ref']);
  draft.resource = firstText(from, ['job_name', 'environment_name', 'actions_cache_key']);
  const secrets = shown(from['secrets_passed']);
  const trigger = text(from['event']);
  if (secrets !== undefined) addText(draft, `secrets passed: ${secrets}`);
  if (trigger !== undefined) addText(draft, `triggered by ${trigger}`);
}

function requestDetail(draft: OpenDraft, from: AuditRecord): void {
  const path = text(from['url_path']) ?? text(from['route']);
  const query = text(from['query_string']);
  draft.url = path === undefined || query === undefined ? path : `${path}?${query.replace(/^\?/, '')}`;
  draft.status = integer(from['status_code']);
  const method = text(from['request_method']);
  if (method !== undefined) addText(draft, `${method} request`);
  draft.outcome = requestOutcome(draft.status);
}

function requestOutcome(status: number | undefined): EventDraft['outcome'] {
  if (status === undefined) return 'unknown';
  if (status < 400) return 'success';
  return status === 401 || status === 403 ? 'denied' : 'failure';
}

function hookDetail(draft: OpenDraft, from: AuditRecord): void {
  draft.url = text(at(from['config'], 'url')) ?? text(from['url']);
  draft.resource = idText(from['hook_id']) ?? text(from['name']);
  draft.old = text(at(from['config_was'], 'url')) ?? shown(from['events_were']) ?? shown(from['active_was']);
  const events = shown(from['events']);
  if (events !== undefined) addText(draft, `events: ${events}`);
}

/** Of an address, the log has one value: whether it came or went stands in the action. */
function accountDetail(draft: OpenDraft, from: AuditRecord): void {
  settingDetail(draft, from);
  const email = text(from['email']);
  if (email === undefined) return;
  const removed = draft.native_action === 'user.remove_email' || draft.native_action === 'user_email.mark_as_unclaimed';
  if (removed) draft.old = email;
  else draft.new = email;
}

function releaseDetail(draft: OpenDraft, from: AuditRecord): void {
  settingDetail(draft, from);
  draft.tag = firstText(from, ['tag_name', 'tag']);
}

function settingDetail(draft: OpenDraft, from: AuditRecord): void {
  draft.resource = firstText(from, RESOURCES);
  draft.user ??= firstText(from, USERS);
  draft.user_email = text(from['email']);
  draft.role = text(from['permission']) ?? text(from['new_repo_permission']);
  const change = CHANGES.find(([before]) => shown(from[before]) !== undefined);
  if (change !== undefined) [draft.old, draft.new] = change.map((name) => shown(from[name]));
  for (const name of ['explanation', 'reason', 'query_phrase', 'policy', 'limit']) {
    const said = shown(from[name]);
    if (said !== undefined) addText(draft, `${name.replace('_', ' ')}: ${said}`);
  }
}

function addText(draft: OpenDraft, said: string): void {
  draft.text = draft.text === undefined ? said : `${draft.text}; ${said}`;
}
