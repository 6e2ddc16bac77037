import type { ActorType, AuthMethod, EventDraft, Identity } from '../../core/event.ts';
import { member, scalar, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { actionOf, outcomeOf } from './actions.ts';
import { type AuditRecord, addressOf, said } from './record.ts';
import { subjectOf } from './subject.ts';

export function gitlabEvent(record: AuditRecord, moment: Moment): EventDraft {
  const action = actionOf(record);
  const { all } = record;
  return {
    identity: identityOf(record, moment),
    at: moment,
    grade: 'server',
    action,
    outcome: outcomeOf(record, action),
    native_action: record.native || undefined,
    native_id: scalar(member(all, 'id')),
    request_id: text(member(all, 'correlation_id')),
    ip: addressOf(record),
    ...actorOf(record),
    auth_method: authMethod(record),
    ...subjectOf(record, action),
    text: remarksOn(record),
  };
}

/** Ids are counted by each instance; the log file has none. */
function identityOf(record: AuditRecord, moment: Moment): Identity {
  const id = scalar(member(record.all, 'id'));
  if (id !== undefined) return { by: 'native', key: `gitlab-audit:${id} ${moment.text}` };
  const names = ['correlation_id', 'author_id', 'entity_type', 'entity_id', 'target_type', 'target_id', 'from', 'to'];
  const values = [...names.map((name) => said(record, name)), addressOf(record), record.message];
  return { by: 'fields', values: [moment.text, record.native, ...values] };
}

/** The account name, where the request that did it has one; else the name that people see. */
function actorOf(record: AuditRecord): Partial<EventDraft> {
  const { all } = record;
  const id = said(record, 'author_id');
  const account = scalar(member(all, 'meta.user_id')) === id ? text(member(all, 'meta.user')) : undefined;
  const email = said(record, 'author_email');
  const name = said(record, 'author_name');
  return {
    actor: account ?? name,
    actor_id: id,
    actor_email: email?.includes('@') === true ? email : undefined,
    actor_type: actorType(id, account ?? name, said(record, 'author_class')),
  };
}

/** Below zero stand those who are no users: -1 nobody who logged in, -2 a deploy token, then runners and the like. */
function actorType(id: string | undefined, name: string | undefined, kind: string | undefined): ActorType | undefined {
  if (id === '-1') return 'anonymous';
  if (id?.startsWith('-') === true) return 'service';
  if (/^(?:project|group)_\d+_bot/.test(name ?? '')) return 'bot';
  if (kind !== undefined && kind !== 'User') return /Unauthenticated/.test(kind) ? 'anonymous' : 'service';
  return id === undefined ? undefined : 'user';
}

const METHODS: ReadonlyMap<string, AuthMethod> = new Map<string, AuthMethod>([
  ['standard', 'password'],
  ['authenticated_with_password', 'password'],
  ['login_failed_with_standard_authentication', 'password'],
]);

function authMethod(record: AuditRecord): AuthMethod | undefined {
  if (/token/i.test(said(record, 'auth_token_type') ?? '')) return 'token';
  if (said(record, 'author_id') === '-2') return 'token';
  if (/"protocol":"ssh"/.test(record.message ?? '')) return 'ssh_key';
  const way = said(record, 'with') ?? said(record, 'failed_login');
  return METHODS.get(way?.toLowerCase() ?? record.native);
}

function remarksOn(record: AuditRecord): string | undefined {
  const [kind, caller] = [said(record, 'auth_token_type'), text(member(record.all, 'meta.caller_id'))];
  const signedIn = said(record, 'with');
  const remarks = [
    record.message,
    signedIn === undefined ? undefined : `signed in with ${signedIn}`,
    kind === undefined ? undefined : `token: ${kind}`,
    caller,
  ];
  return remarks.filter((remark) => remark !== undefined).join('; ') || undefined;
}
