import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, isAction } from '../../src/core/action.ts';
import { type EventDraft, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { parseEpoch } from '../../src/core/time.ts';
import { auditAction } from '../../src/formats/github/audit-actions.ts';
import { auditTime } from '../../src/formats/github/audit-time.ts';
import { NATIVE_ACTIONS } from '../../src/formats/github-audit.actions.ts';
import format from '../../src/formats/github-audit.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLES = '../shared/samples/github-audit';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function read(fields: JsonObject, text = JSON.stringify(fields)): Out {
  const reading = format.open({ name: 'input', taken: { basis: 'unknown' }, survey: [] });
  const [out] = reading.push({ number: 0, at: { start: 0, end: 0 }, text, json: fields });
  if (out === undefined) throw new Error('no answer');
  return out;
}

function eventOf(fields: JsonObject): EventDraft {
  const out = read({ '@timestamp': 1774917600123, ...fields });
  if (out.kind !== 'event') throw new Error(JSON.stringify(out));
  return out.event;
}

/** Native actions by family, as GitHub documents them, and what they must become. */
const TABLE: readonly (readonly [Action, string])[] = [
  ['package.published', 'packages.package_published packages.package_version_published'],
  ['package.unpublished', 'packages.package_deleted'],
  ['package.version_deleted', 'packages.package_version_deleted'],
  ['package.restored', 'packages.package_restored packages.package_version_restored'],
  ['artifact.downloaded', 'packages.version_download'],
  ['source.push', 'git.push'],
  ['source.clone', 'git.clone git.fetch'],
  ['auth.token.created', 'personal_access_token.create personal_access_token.access_granted oauth_access.create'],
  ['auth.token.created', 'personal_access_token.request_created'],
  ['auth.token.changed', 'personal_access_token.credential_regenerated personal_access_token.update'],
  ['auth.token.changed', 'oauth_access.regenerate oauth_access.update'],
  ['auth.token.revoked', 'personal_access_token.destroy personal_access_token.credential_revoked oauth_access.destroy'],
  ['auth.token.revoked', 'personal_access_token.access_revoked personal_access_token.request_denied'],
  ['auth.token.revoked', 'personal_access_token.request_cancelled'],
  ['auth.oauth.authorized', 'oauth_authorization.create oauth_authorization.update'],
  ['auth.oauth.revoked', 'oauth_authorization.destroy'],
  ['auth.key.added', 'public_key.create git_signing_ssh_public_key.create'],
  ['auth.key.removed', 'public_key.delete git_signing_ssh_public_key.delete'],
  ['auth.2fa.enabled', 'two_factor_authentication.enabled'],
  ['auth.2fa.disabled', 'two_factor_authentication.disabled'],
  ['auth.2fa.changed', 'two_factor_authentication.add_factor two_factor_authentication.remove_factor'],
  [
    'auth.2fa.changed',
    'two_factor_authentication.update_fallback two_factor_authentication.recovery_codes_regenerated',
  ],
  [
    'perm.policy_weakened',
    'org.disable_two_factor_requirement protected_branch.destroy protected_branch.policy_override',
  ],
  ['perm.policy_strengthened', 'org.enable_two_factor_requirement protected_branch.create repository_ruleset.create'],
  ['perm.member_added', 'org.add_member org.invite_member org.add_outside_collaborator'],
  ['perm.member_removed', 'org.remove_member org.remove_outside_collaborator'],
  ['perm.role_changed', 'org.update_member team.promote_maintainer team.demote_maintainer'],
  ['perm.team_member_added', 'team.add_member'],
  ['perm.team_member_removed', 'team.remove_member'],
  ['perm.team_changed', 'team.create team.destroy team.rename team.change_parent_team team.change_privacy'],
  ['perm.repo_access_granted', 'team.add_repository team.update_repository_permission repo.add_member'],
  ['perm.repo_access_granted', 'repo.update_member repository_invitation.accept'],
  ['perm.repo_access_revoked', 'team.remove_repository repo.remove_member'],
  ['perm.resource_created', 'repo.create org.runner_group_created environment.create enterprise.runner_group_created'],
  ['perm.resource_deleted', 'repo.destroy environment.delete'],
  ['other', 'repo.access repo.transfer repo.transfer_start repo.archived repo.unarchived repo.rename'],
  ['perm.policy_weakened', 'repository_ruleset.destroy secret_scanning.disable repository_secret_scanning.disable'],
  ['perm.policy_weakened', 'secret_scanning_new_repos.disable repository_secret_scanning_push_protection.disable'],
  [
    'perm.policy_weakened',
    'secret_scanning_push_protection.bypass org.saml_disabled org.disable_saml business.disable_saml',
  ],
  [
    'perm.policy_weakened',
    'ip_allow_list.disable org.disable_oauth_app_restrictions environment.remove_protection_rule',
  ],
  ['perm.policy_weakened', 'repo.set_default_workflow_permissions business.set_default_workflow_permissions'],
  ['perm.policy_strengthened', 'secret_scanning.enable ip_allow_list.enable org.enable_saml business.enable_saml'],
  ['perm.secret_changed', 'repo.create_actions_secret org.create_actions_secret environment.create_actions_secret'],
  ['perm.secret_changed', 'repo.update_actions_secret org.remove_actions_secret org.create_integration_secret'],
  ['other', 'repo.create_actions_variable environment.update_actions_variable'],
  ['perm.hook_changed', 'hook.create hook.destroy hook.config_changed hook.events_changed hook.active_changed'],
  ['perm.app_changed', 'integration_installation.create integration_installation.repositories_added'],
  [
    'perm.app_changed',
    'integration_installation.destroy org.oauth_app_access_approved integration.remove_client_secret',
  ],
  [
    'perm.app_changed',
    'repo.register_self_hosted_runner org.register_self_hosted_runner enterprise.register_self_hosted_runner',
  ],
  ['ci.run_created', 'workflows.created_workflow_run'],
  ['ci.run_completed', 'workflows.completed_workflow_run'],
  ['ci.job_started', 'workflows.prepared_workflow_job'],
  ['ci.run_rerun', 'workflows.rerun_workflow_run'],
  ['ci.run_deleted', 'workflows.delete_workflow_run'],
  ['ci.logs_deleted', 'checks.delete_logs artifact.destroy actions_cache.delete'],
  ['ci.deployment_approved', 'workflows.approve_workflow_job'],
  ['ci.deployment_rejected', 'workflows.reject_workflow_job'],
  ['other', 'workflows.actions_policy_violation workflows.cancel_workflow_run workflows.enable_workflow'],
  ['other', 'workflows.disable_workflow something.unheard_of successor_invitation.accept user.rename user.delete'],
  ['source.release', 'release.published release.create'],
  [
    'audit.exported',
    'org.audit_log_export org.audit_log_git_event_export business.audit_log_export user.audit_log_export',
  ],
  ['audit.stream_changed', 'audit_log_streaming.create audit_log_streaming.update audit_log_streaming.destroy'],
  ['auth.login', 'user.login user.two_factor_challenge_success'],
  ['auth.login_failed', 'user.failed_login'],
  ['auth.logout', 'user.logout'],
  ['auth.new_device', 'user.new_device_used user.sign_in_from_unrecognized_device'],
  ['auth.new_device', 'user.sign_in_from_unrecognized_device_and_location'],
  ['auth.2fa.challenge_failed', 'user.two_factor_challenge_failure'],
  ['auth.2fa.recovered', 'user.two_factor_recover'],
  ['auth.2fa.changed', 'user.two_factor_recovery_codes_viewed user.two_factor_recovery_codes_downloaded'],
  ['auth.2fa.changed', 'user.two_factor_recovery_codes_printed passkey.register security_key.register'],
  ['auth.2fa.changed', 'trusted_device.register trusted_device.remove security_key.remove passkey.remove'],
  ['auth.password_changed', 'user.change_password user.reset_password'],
  ['auth.email_changed', 'user.add_email user.remove_email user_email.confirm_claim'],
];

describe('native actions', () => {
  const cases = TABLE.flatMap(([action, natives]) => natives.split(' ').map((native) => [native, action] as const));

  it.each(cases)('%s is %s', (native, action) => {
    const event = eventOf({ action: native });
    expect(event.action).toBe(action);
    expect(event.native_action).toBe(native);
  });

  it('are each in the table once, under an action of ours', () => {
    const names = Object.entries(NATIVE_ACTIONS).flatMap(([action, natives]) => {
      expect(isAction(action)).toBe(true);
      return natives.split(/\s+/).map((native) => [native, action] as const);
    });
    expect(names.length).toBeGreaterThan(120);
    expect(new Set(names.map(([native]) => native)).size).toBe(names.length);
    for (const [native, action] of names)
      expect([native, eventOf({ action: native }).action]).toEqual([native, action]);
  });

  it('of a kind that no export has are refused, however many', () => {
    for (let n = 0; n < 5000; n++) expect(auditAction(`${n}`)).toBeUndefined();
    expect(auditAction('repo.create')?.action).toBe('perm.resource_created');
    expect(auditAction('late.comer')?.action).toBe('other');
    for (const text of ['opened', '.', 'a.', '.b', 'a b.c', 'a.b\n', '<b>.x', `a.${'b'.repeat(300)}`]) {
      expect(auditAction(text)).toBeUndefined();
    }
  });
});

describe('time', () => {
  it('of whole milliseconds is what core reads', () => {
    for (let n = 0; n < 2000; n++) {
      const value = 1_230_768_000_000 + ((n * 1_436_500_123) % 2_871_676_800_000);
      const time = auditTime({ '@timestamp': value }, `{"@timestamp":${value}}`, undefined);
      expect(time).toEqual(parseEpoch(value));
    }
  });

  it.each([
    ['1.77492E+12', 'unreadable-time'],
    ['1.7749E12', 'unreadable-time'],
    ['1.77491760E+12', 'unreadable-time'],
  ])('is refused where a spreadsheet rounded the number to %s', (written, code) => {
    const text = `{"action":"repo.create","@timestamp": ${written}}`;
    expect(read(JSON.parse(text) as JsonObject, text)).toMatchObject({ kind: 'problem', code });
  });

  it('is read where all its digits are written', () => {
    const text = '{"action":"repo.create","@timestamp":1.774917600E+12}';
    const out = read(JSON.parse(text) as JsonObject, text);
    expect(out).toMatchObject({ kind: 'event', event: { at: { text: '2026-03-31T00:40:00.000Z' } } });
  });
});

describe('identity', () => {
  it('is the document id where there is one', () => {
    expect(eventOf({ action: 'git.push', _document_id: 'x1' }).identity).toEqual({ by: 'native', key: 'github:x1' });
  });

  it('is the same for an event in the old shape and in the new one', () => {
    const old = eventOf({ action: 'team.add_member', user: 'bob', data: { team: 'acme/core', name: 'core' } });
    const flat = eventOf({ action: 'team.add_member', user: 'bob', team: 'acme/core', name: 'core' });
    expect(flat).toEqual(old);
  });

  it('differs where anything that tells apart differs', () => {
    const git = { action: 'git.clone', actor: 'alice', repo: 'acme/widget', hashed_token: 'a', transport_protocol: 1 };
    const changes = [
      {},
      { actor: 'bob' },
      { repo: 'acme/x' },
      { hashed_token: 'b' },
      { request_id: 'r' },
      { action: 'git.fetch' },
    ];
    const ids = changes.map((change) => JSON.stringify(eventOf({ ...git, ...change }).identity));
    expect(new Set(ids).size).toBe(changes.length);
  });
});

describe('recognition', () => {
  it('takes records with a dotted action and one more field, in any shape', () => {
    const record = '{"action":"repo.create","created_at":1774917600123}';
    expect(score(record)).toBeGreaterThan(50);
    expect(score(`[${record}]`)).toBeGreaterThan(50);
    expect(score(`${record}\n${record}\n{"noise":1}`)).toBeGreaterThan(50);
    expect(score(`{"records":[${record}]}`)).toBeGreaterThan(50);
    expect(score('{"action":"repo.create","org":["a","b"]}')).toBeGreaterThan(50);
  });

  it.each([
    ['a webhook body', '{"action":"a.b","actor":"x","sender":{"login":"x"},"repository":{}}'],
    ['a webhook action', '{"action":"published","actor":"x","created_at":1}'],
    ['an action alone', '{"action":"repo.create"}'],
    ['objects where texts belong', '{"action":"repo.create","actor":{"user":{}}}'],
    ['a packument', '{"name":"x","versions":{},"time":{}}'],
    ['mostly others', '{"action":"repo.create","org":"x"}\n{"a":1}\n{"a":2}'],
    ['an empty list', '[]'],
    ['text', 'action actor created_at'],
    ['nothing', ''],
  ])('leaves %s', (_, text) => expect(score(text)).toBe(0));
});

describe('real lines', () => {
  it('give one event each, where the folder of samples is there', () => {
    for (const name of existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((entry) => entry.endsWith('.ndjson')) : []) {
      const text = readFileSync(`${SAMPLES}/${name}`, 'utf8');
      const outs = readNaively(format, text);
      expect(score(text)).toBeGreaterThan(50);
      expect(outs.map((out) => out.kind)).toEqual(
        text
          .trim()
          .split('\n')
          .map(() => 'event'),
      );
      for (const out of outs) if (out.kind === 'event') expect(membersOf(out.event).time).toMatch(/^20\d\d-.*Z$/);
    }
  });
});

it('answers every record once, whatever its fields hold', () => {
  const natives = [
    'hook.create',
    'git.push',
    'api.request',
    'packages.package_deleted',
    'workflows.x',
    'user.add_email',
  ];
  const actions = [
    ...natives,
    'x_ruleset.update',
    'environment.update_protection_rule',
    'release.published',
    'repo.access',
  ];
  const names = ['actor', 'org', 'config', 'events', 'approvers_was', 'secrets_passed', 'email', 'transport_protocol'];
  const fields = [...names, 'data', 'actor_location', '_document_id', 'url_path', 'query_string', 'created_at', 'team'];
  const record = fc.record(Object.fromEntries(fields.map((name) => [name, fc.jsonValue()])), { requiredKeys: [] });
  fc.assert(
    fc.property(fc.constantFrom(...actions), record, (action, others) => {
      const out = read({ ...(others as JsonObject), '@timestamp': 1774917600123, action });
      expect(out).toMatchObject({ kind: 'event', records: [0] });
      if (out.kind === 'event') expect(isAction(membersOf(out.event).action)).toBe(true);
    }),
  );
});
