import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Action, isAction } from '../../src/core/action.ts';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { webhookKind } from '../../src/formats/github/webhook-kind.ts';
import {
  ALERT_KINDS,
  WEBHOOK_ACTIONS,
  WEBHOOK_KINDS,
  WEBHOOK_TIMES,
} from '../../src/formats/github-webhook.actions.ts';
import format from '../../src/formats/github-webhook.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLES = '../shared/samples/github-webhooks';
const SENDER = { login: 'mallory', id: 666, type: 'User' };
const REPOSITORY = { full_name: 'acme/widget', updated_at: '2026-03-31T00:30:00Z' };

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function read(body: unknown): readonly Out[] {
  return readNaively(format, JSON.stringify(body));
}

function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

/** A delivery as a receiver keeps it, with the header that names its event. */
function delivered(event: string, body: JsonObject): EventMembers | undefined {
  return eventsOf(read({ headers: { 'X-GitHub-Event': event, 'X-GitHub-Delivery': 'd1' }, body }))[0];
}

/** Events and their actions, as GitHub documents them, and what they must become. */
const TABLE: readonly (readonly [Action, string])[] = [
  ['package.published', 'package.published registry_package.published'],
  ['package.metadata_changed', 'package.updated registry_package.updated'],
  ['source.push', 'push'],
  ['source.release', 'release.published release.created release.edited release.deleted release.released'],
  ['auth.token.created', 'personal_access_token_request.created personal_access_token_request.approved'],
  ['auth.token.revoked', 'personal_access_token_request.denied personal_access_token_request.cancelled'],
  ['auth.oauth.revoked', 'github_app_authorization.revoked'],
  ['auth.key.added', 'deploy_key.created'],
  ['auth.key.removed', 'deploy_key.deleted'],
  ['perm.member_added', 'organization.member_added organization.member_invited'],
  ['perm.member_removed', 'organization.member_removed'],
  ['perm.team_member_added', 'membership.added'],
  ['perm.team_member_removed', 'membership.removed'],
  ['perm.team_changed', 'team.created team.deleted team.edited'],
  ['perm.repo_access_granted', 'member.added member.edited team.added_to_repository team_add'],
  ['perm.repo_access_revoked', 'member.removed team.removed_from_repository'],
  ['perm.resource_created', 'repository.created'],
  ['perm.resource_deleted', 'repository.deleted organization.deleted'],
  ['perm.policy_weakened', 'public repository.publicized branch_protection_rule.deleted repository_ruleset.deleted'],
  ['perm.policy_strengthened', 'branch_protection_rule.created repository_ruleset.created'],
  ['perm.app_changed', 'installation.created installation.suspend installation_repositories.added'],
  ['perm.hook_changed', 'meta.deleted'],
  ['ci.run_created', 'workflow_run.requested'],
  ['ci.run_completed', 'workflow_run.completed'],
  ['ci.job_started', 'workflow_run.in_progress workflow_job.in_progress'],
  ['ci.step', 'workflow_job.completed'],
  ['ci.deployment_approved', 'deployment_review.approved'],
  ['ci.deployment_rejected', 'deployment_review.rejected'],
  ['advisory.published', 'security_advisory.published repository_advisory.published'],
  ['other', 'ping secret_scanning_alert.created repository.renamed issues.opened check_run.completed star.created'],
  ['other', 'workflow_job.queued deployment_review.requested create delete fork status never.heard_of'],
];

describe('events', () => {
  const rows = TABLE.flatMap(([action, natives]) => natives.split(' ').map((native) => [native, action] as const));

  it.each(rows)('%s is %s', (native, action) => {
    const [event = '', act] = native.split('.');
    const found = delivered(event, act === undefined ? {} : { action: act });
    expect(found).toMatchObject({ action, native_action: native, grade: expect.any(String) });
  });

  it('are named once in the table, under an action of ours', () => {
    const names = Object.entries(WEBHOOK_ACTIONS).flatMap(([action, natives]) => {
      expect(isAction(action)).toBe(true);
      return natives.split(/\s+/);
    });
    expect(new Set(names).size).toBe(names.length);
  });

  it('have times where their bodies have members of that kind', () => {
    const kinds = new Set([...WEBHOOK_KINDS, ...ALERT_KINDS].map(([event]) => event));
    for (const name of Object.keys(WEBHOOK_TIMES)) expect(kinds).toContain(name.replace(/\..*/, ''));
  });
});

describe('what the body decides', () => {
  const rule = { id: 1, name: 'main', admin_enforced: false, updated_at: '2026-03-31T00:30:00Z' };

  it.each<[string, JsonObject, Action]>([
    ['create', { ref: 'v1', ref_type: 'tag' }, 'source.release'],
    ['create', { ref: 'x', ref_type: 'branch' }, 'other'],
    ['team', { action: 'edited', changes: { repository: { permissions: {} } } }, 'perm.repo_access_granted'],
    ['team', { action: 'edited', changes: { name: { from: 'x' } } }, 'perm.team_changed'],
    [
      'branch_protection_rule',
      { action: 'edited', rule, changes: { admin_enforced: { from: true } } },
      'perm.policy_weakened',
    ],
    ['branch_protection_rule', { action: 'edited', rule, changes: { admin_enforced: { from: false } } }, 'other'],
    [
      'branch_protection_rule',
      {
        action: 'edited',
        rule: { allow_force_pushes_enforcement_level: 'everyone' },
        changes: { allow_force_pushes_enforcement_level: { from: 'off' } },
      },
      'perm.policy_weakened',
    ],
    [
      'repository_ruleset',
      {
        action: 'edited',
        repository_ruleset: { enforcement: 'disabled' },
        changes: { enforcement: { from: 'active' } },
      },
      'perm.policy_weakened',
    ],
    [
      'repository_ruleset',
      {
        action: 'edited',
        repository_ruleset: { enforcement: 'active' },
        changes: { enforcement: { from: 'disabled' } },
      },
      'other',
    ],
  ])('%s %j', (event, body, action) => expect(delivered(event, body)?.action).toBe(action));
});

describe('bodies without a header', () => {
  it.each<[string, JsonObject]>([
    ['push', { ref: 'refs/heads/main', before: 'a', after: 'b' }],
    ['pull_request', { action: 'synchronize', before: 'a', after: 'b', pull_request: {} }],
    ['workflow_run', { action: 'completed', workflow: {}, workflow_run: {} }],
    ['deployment', { action: 'created', deployment: {}, workflow: {}, workflow_run: {} }],
    ['deployment_status', { action: 'created', deployment: {}, deployment_status: {}, check_run: {} }],
    ['workflow_job', { action: 'queued', workflow_job: {}, deployment: {} }],
    ['deployment_review', { action: 'approved', since: 'x', workflow_run: {} }],
    ['secret_scanning_alert', { action: 'created', alert: { secret_type: 'x' }, repository: {} }],
    ['code_scanning_alert', { action: 'created', alert: { rule: {} }, ref: 'x', commit_oid: 'y' }],
    ['repository', { action: 'created', repository: {} }],
    ['watch', { action: 'started', repository: {} }],
    ['public', { repository: {} }],
    ['installation', { action: 'deleted', installation: {} }],
    ['repository', { action: 'deleted', installation: {}, repository: {} }],
    ['issues', { action: 'opened', issue: {}, repository: {}, installation: {} }],
    ['organization', { action: 'renamed', organization: {}, changes: {} }],
    ['security_and_analysis', { changes: { from: { security_and_analysis: {} } }, repository: {} }],
    ['github_app_authorization', { action: 'revoked' }],
  ])('are known as %s by their members', (event, body) => {
    expect(webhookKind({ ...body, sender: SENDER })).toBe(event);
  });

  it('of a new kind keep their action', () => {
    const [event] = eventsOf(read({ action: 'exploded', gadget: {}, sender: SENDER }));
    expect(event).toMatchObject({ action: 'other', native_action: 'exploded', actor: 'mallory' });
  });
});

describe('recognition', () => {
  it.each([
    ['a body', JSON.stringify({ action: 'created', repository: REPOSITORY, sender: SENDER })],
    ['bodies one a line', `${JSON.stringify({ repository: REPOSITORY, sender: SENDER })}\n`.repeat(2)],
    ['deliveries of the API', '[{"guid":"g","delivered_at":"2026-03-31T00:00:00Z","event":"push"}]'],
    ['what a receiver keeps', '{"x-github-event":"push","body":{"ref":"x"}}'],
    ['an advisory, which nobody sends', '{"action":"published","security_advisory":{"ghsa_id":"GHSA-1"}}'],
  ])('takes %s', (_, text) => expect(score(text)).toBeGreaterThan(70));

  it.each([
    ['an audit log', '{"action":"repo.create","actor":"x","created_at":1774917600123}'],
    ['a name as sender', '{"action":"x","sender":"mallory","repository":{}}'],
    ['a packument', '{"name":"x","versions":{},"time":{}}'],
    ['a hook of another program', '{"headers":{"x-other-event":"push"},"body":{}}'],
    ['a body that is no JSON', '{"headers":{"x-github-event":"push"},"body":"payload=x"}'],
    ['an empty list', '[]'],
    ['text', 'sender action repository'],
  ])('leaves %s', (_, text) => expect(score(text)).toBe(0));
});

describe('real bodies', () => {
  it('are read without a problem, where the folder of samples is there', () => {
    const names = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((name) => name.endsWith('.json')) : [];
    for (const name of names) {
      const text = readFileSync(`${SAMPLES}/${name}`, 'utf8');
      const [event, ...others] = eventsOf(readNaively(format, text));
      expect([name, score(text), others]).toEqual([name, 79, []]);
      const expected = name.slice(0, name.indexOf('.')).split('_').slice(0, 1)[0] ?? '';
      expect(event?.native_action?.startsWith(expected)).toBe(true);
    }
  });
});
