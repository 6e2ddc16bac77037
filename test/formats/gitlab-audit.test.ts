import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, isAction } from '../../src/core/action.ts';
import type { EventDraft } from '../../src/core/event.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import { EVENT_TYPES, OLD_CHANGES } from '../../src/formats/gitlab-audit.actions.ts';
import api from '../../src/formats/gitlab-audit-api.ts';
import file from '../../src/formats/gitlab-audit-file.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLE = '../shared/samples/gitlab-audit/test-audit.log';

function eventOf(type: string | undefined, details: JsonObject = {}): EventDraft {
  const base = { id: 1, author_id: 7, entity_id: 42, entity_type: 'Project', created_at: '2026-03-31T00:40:01.058Z' };
  const [out] = readNaively(api, JSON.stringify({ ...base, ...(type !== undefined && { event_type: type }), details }));
  if (out?.kind !== 'event') throw new Error(JSON.stringify(out));
  return out.event;
}

const TABLE: readonly (readonly [Action, string])[] = [
  ['auth.login', 'authenticated_with_password authenticated_with_ldap authenticated_with_group_saml'],
  ['auth.login_failed', 'failed_login login_failed_with_standard_authentication omniauth_login_failed'],
  ['auth.token.created', 'personal_access_token_created project_access_token_created group_access_token_created'],
  ['auth.token.created', 'deploy_token_created group_deploy_token_created cluster_agent_token_created'],
  ['auth.token.revoked', 'personal_access_token_revoked project_access_token_deleted deploy_token_revoked'],
  ['auth.token.revoked', 'deploy_token_destroyed group_access_token_deleted'],
  ['auth.2fa.enabled', 'user_enable_two_factor'],
  ['auth.2fa.disabled', 'user_disable_two_factor'],
  ['auth.key.added', 'ssh_key_added add_gpg_key add_ssh_key deploy_key_added'],
  ['auth.key.removed', 'remove_ssh_key remove_gpg_key deploy_key_removed'],
  ['auth.email_changed', 'email_created email_destroyed user_email_address_updated'],
  ['auth.password_changed', 'password user_password_updated'],
  ['perm.member_added', 'member_created'],
  ['perm.role_changed', 'member_updated'],
  ['perm.member_removed', 'member_destroyed'],
  ['package.published', 'package_registry_package_published'],
  ['package.version_deleted', 'package_registry_package_deleted'],
  ['perm.policy_strengthened', 'protected_branch_created'],
  ['perm.policy_weakened', 'protected_branch_removed'],
  ['perm.secret_changed', 'ci_variable_created ci_group_variable_updated ci_instance_variable_deleted'],
  ['perm.app_changed', 'ci_runner_created ci_runner_registered ci_runners_bulk_deleted runner_created'],
  ['audit.stream_changed', 'create_event_streaming_destination amazon_s3_configuration_deleted'],
  ['audit.stream_changed', 'audit_events_streaming_headers_update deleted_instance_audit_event_streaming_destination'],
  ['other', 'project_name_updated constructor merge_request_create'],
];

describe('event types', () => {
  const cases = TABLE.flatMap(([action, types]) => types.split(' ').map((type) => [type, action] as const));

  it.each(cases)('%s is %s', (type, action) => {
    expect(eventOf(type)).toMatchObject({ action, native_action: type });
  });

  it('are each in the table once, under an action of ours', () => {
    const names = Object.entries(EVENT_TYPES).flatMap(([action, types]) => {
      expect(isAction(action)).toBe(true);
      return types.split(/\s+/).map((type) => [type, action] as const);
    });
    expect(new Set(names.map(([type]) => type)).size).toBe(names.length);
    for (const [type, action] of names) expect([type, eventOf(type).action]).toEqual([type, action]);
  });

  it('of attempts that came to nothing are failures', () => {
    for (const type of ['deploy_token_creation_failed', 'login_failed_with_otp_authentication', 'failed_login'])
      expect(eventOf(type).outcome).toBe('failure');
  });
});

describe('what older records say instead', () => {
  it.each(Object.entries(OLD_CHANGES))('%s is %s', (native, action) => {
    const [verb = '', ...what] = native.split(' ');
    expect(eventOf(undefined, { [verb]: what.join(' ') })).toMatchObject({ action, native_action: native });
  });

  it.each([
    ['Failed to login with STANDARD authentication', 'auth.login_failed'],
    ['Created personal access token with id 3', 'auth.token.created'],
    ['Revoked project access token with token_id: 3', 'auth.token.revoked'],
    ['Disabled two-factor authentication', 'auth.2fa.disabled'],
    ['Npm package published', 'package.published'],
    ['Something else', 'other'],
  ])('%s is %s', (custom_message, action) => expect(eventOf(undefined, { custom_message })).toMatchObject({ action }));
});

describe('settings', () => {
  it.each([
    ['visibility', 'Private', 'Public', 'perm.policy_weakened'],
    ['visibility', 'Internal', 'Private', 'perm.policy_strengthened'],
    ['visibility', '0', '10', 'perm.policy_weakened'],
    ['visibility', 'x', 'Private', 'other'],
    ['require_two_factor_authentication', 'true', 'false', 'perm.policy_weakened'],
    ['require_two_factor_authentication', false, true, 'perm.policy_strengthened'],
    ['allow_force_push', 'false', 'true', 'perm.policy_weakened'],
    ['name', 'false', 'true', 'other'],
  ])('%s from %s to %s is %s', (change, from, to, action) => {
    expect(eventOf(undefined, { change, from, to })).toMatchObject({ action, old: String(from), new: String(to) });
  });
});

describe('package and version', () => {
  const cases: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['@acme/widget-1.1.1', '@acme/widget', '1.1.1'],
    ['acme/web/@acme/widget-core-1.1.1-rc.1', '@acme/widget-core', '1.1.1-rc.1'],
    ['acme/web/widget-2-1.0.0', 'widget-2', '1.0.0'],
    ['acme/web/widget', 'widget', undefined],
    ['', undefined, undefined],
  ];

  it.each(cases)('%s', (target_details, name, version) => {
    const event = eventOf('package_registry_package_published', { target_details });
    expect([event.package, event.version]).toEqual([name, version]);
  });
});

describe('recognition', () => {
  const scores = (text: string) => [api, file].map((format) => format.recognise(sampleOf(parseNaively(text))));
  const common = '"author_id":7,"entity_id":1,"entity_type":"User"';

  it('tells the two forms apart', () => {
    expect(scores(`[{"id":1,${common},"details":{},"created_at":"2026-03-31T00:40:01Z"}]`)).toEqual([72, 0]);
    expect(scores(`{"severity":"INFO","time":"2026-03-31T00:40:01Z",${common}}\n`)).toEqual([0, 71]);
  });

  it.each(['', '{}', '[]', '[{"author_id":7}]', '{"level":30,"time":1}', 'text'])('takes no %s', (text) =>
    expect(scores(text)).toEqual([0, 0]));
});

it('never throws, and answers every record', () => {
  const value = fc.jsonValue({ maxDepth: 2 }).map((json) => json as Json);
  const names = [
    'event_type',
    'details',
    'with',
    'change',
    'from',
    'to',
    'custom_message',
    'target_details',
    'author_name',
    'ip_address',
    'id',
  ];
  const fields = fc.record(Object.fromEntries(names.map((name) => [name, value])));
  const property = fc.property(fields, value, (one, other) => {
    const base = {
      author_id: 7,
      entity_type: 'User',
      severity: 'INFO',
      time: '2026-03-31T00:40:01Z',
      created_at: '2026-03-31T00:40:01Z',
    };
    for (const format of [api, file]) {
      for (const json of [{ ...one, ...base } as JsonObject, other]) {
        const reading = format.open({ name: 'x', taken: { basis: 'unknown' }, survey: [] });
        expect(reading.push({ number: 0, at: { start: 0, end: 0 }, text: '', json })).toMatchObject([{ records: [0] }]);
      }
    }
  });
  fc.assert(property, { numRuns: 200 });
});

describe.runIf(existsSync(SAMPLE))('real lines', () => {
  it('are read', () => {
    const text = readFileSync(SAMPLE, 'utf8');
    expect(file.recognise(sampleOf(parseNaively(text)))).toBe(71);
    expect(readNaively(file, text)).toMatchObject([
      {
        event: { action: 'auth.login', actor: 'root', ip: '208.58.198.174', at: { text: '2024-05-10T17:46:49.058Z' } },
      },
      {
        event: {
          action: 'perm.policy_weakened',
          repo: 'namespace2/project2',
          visibility: 'public',
          actor: 'John Doe4',
        },
      },
    ]);
  });
});
