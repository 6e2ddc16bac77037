import type { ActorType, AuthMethod, EventDraft, Identity } from '../../core/event.ts';
import { at, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { TOKEN_TYPES } from '../github-audit.actions.ts';
import type { AuditAction } from './audit-actions.ts';
import type { OpenDraft } from './audit-details.ts';
import { type AuditRecord, idText, shown } from './audit-record.ts';

/** What tells apart settings changes of one account in one millisecond, where the log gave them no id. */
const TELLING_APART = [
  'package',
  'version',
  'workflow_run_id',
  'job_name',
  'hook_id',
  'name',
  'key',
  'email',
  'permission',
  'url_path',
  'query_string',
];

/** The event that a record of a known action tells, at a time that has been read. */
export function auditEvent(from: AuditRecord, native: string, known: AuditAction, moment: Moment): EventDraft {
  const actor = text(from['actor']);
  const access = text(from['programmatic_access_type']);
  const token = text(from['hashed_token']);
  const document = idText(from['_document_id']);
  const draft: OpenDraft = {
    identity: { by: 'native', key: `github:${document}` },
    at: moment,
    action: typeof known.action === 'string' ? known.action : known.action(from),
    grade: 'server',
    outcome: known.outcome,
    native_action: native,
    native_id: document,
    actor,
    actor_id: idText(from['actor_id']),
    actor_type: actorType(from, actor),
    actor_email: emailIn(text(from['external_identity_nameid'])),
    ip: text(from['actor_ip']),
    country: text(at(from['actor_location'], 'country_code')),
    user_agent: text(from['user_agent']),
    auth_method: access === undefined ? undefined : authMethod(access),
    token_fp: token === undefined ? undefined : `sha256:${token}`,
    token_id: idText(from['token_id']),
    token_name: text(from['user_programmatic_access_name']),
    scopes: shown(from['token_scopes']),
    org: shown(from['org']),
    repo: text(from['repo']) ?? text(from['repository']),
    team: text(from['team']),
    user: text(from['user']),
    user_id: idText(from['user_id']),
    user_email: undefined,
    request_id: idText(from['request_id']),
    visibility: text(from['visibility']),
    text: access,
    resource: undefined,
    role: undefined,
    old: undefined,
    new: undefined,
    url: undefined,
  };
  if (document === undefined) draft.identity = fieldIdentity(draft, from);
  known.detail(draft, from);
  return draft;
}

/** Git events, old exports and copies in other systems have no id. Only what GitHub wrote goes in, nothing worked out. */
function fieldIdentity(draft: OpenDraft, from: AuditRecord): Identity {
  const { actor, repo, token_fp, request_id, user, org, team, ip, user_agent, token_id } = draft;
  const common = [
    String(draft.at?.micros),
    draft.native_action,
    actor,
    repo,
    token_fp,
    request_id,
    user,
    org,
    team,
    ip,
  ];
  const values = [...common, user_agent, token_id];
  if (from['transport_protocol'] !== undefined)
    values.push(shown(from['transport_protocol']), shown(from['external_id']));
  else for (const name of TELLING_APART) values.push(shown(from[name]));
  return { by: 'fields', values };
}

function actorType(from: AuditRecord, actor: string | undefined): ActorType | undefined {
  if (from['actor_is_bot'] === true || from['actor_is_agent'] === true) return 'bot';
  if (actor === undefined) return undefined;
  return actor.endsWith('[bot]') ? 'bot' : 'user';
}

/** A name ID of an identity provider is an e-mail address or an opaque text. */
function emailIn(nameId: string | undefined): string | undefined {
  return nameId?.includes('@') === true ? nameId : undefined;
}

function authMethod(access: string): AuthMethod {
  const lower = access.toLowerCase();
  return TOKEN_TYPES.find(([part]) => lower.includes(part))?.[1] ?? 'unknown';
}
