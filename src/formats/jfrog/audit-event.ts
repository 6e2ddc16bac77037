import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { type Moment, momentOf, parseTime } from '../../core/time.ts';
import { BY_ONLY_FIELD, BY_THING, type Change } from '../artifactory-security-audit.actions.ts';
import { problem, timeProblem } from '../proxy/problems.ts';
import type { Person } from '../proxy/request-event.ts';
import { type ChangedData, changedData } from './audit-data.ts';
import { addressIn, principal, traceId } from './principal.ts';

/** `date|trace id|address|user|principal|entity|C, U or D|code of the thing|data`; the data may hold the separator. */
const LINE = /^([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([\s\S]*?)\|([CUD])\|([A-Z]{2,8})\|([\s\S]*)$/;

/** Whether a line begins as those of the audit trail do. */
export function isAuditLine(line: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.,]+(?:Z|[+-]\d\d:?\d\d)\|[0-9a-fA-F]*\|/.test(line) && LINE.test(line);
}

/** A line ends with its data: where that is whole, the line is. */
export function isWholeAudit(line: string): boolean {
  return line.endsWith('}') && changedData(LINE.exec(line)?.[9] ?? '{') !== undefined;
}

/** The answer to a line of the audit trail of JFrog Access. */
export function auditOut({ text, number }: EvidenceRecord, zone: string | undefined): Out {
  const match = LINE.exec(text);
  if (match === null)
    return problem('unknown-shape', 'not the nine fields of an audited change, separated by |', number);
  const data = changedData(match[9] ?? '');
  if (data === undefined) return problem('bad-json', 'the data of the change is not a JSON object', number);
  const time = parseTime(match[1] ?? '', zone);
  if (!time.ok) return timeProblem(time.code, number);
  return { kind: 'event', event: auditEvent(match, data, time.moment), records: [number] };
}

function auditEvent(match: RegExpExecArray, data: ChangedData, at: Moment): EventDraft {
  const [, , trace = '', ip = '', user = '', service = '', entity = '', change = '', thing = ''] = match;
  return {
    identity: { by: 'record' },
    at,
    grade: 'server',
    action: actionOf(change as Change, thing, data),
    outcome: 'success',
    native_action: `${change}|${thing}`,
    ...actorOf(user, service),
    ip: addressIn(ip),
    request_id: traceId(trace),
    ...subjectOf(thing, entity, data, change),
  };
}

/** An internal call shows no user: then the service that called is all that is known. */
function actorOf(user: string, service: string): Person {
  const person = principal(user.toLowerCase() === 'unknown' ? '' : user);
  return person.actor_type === undefined ? principal(service) : person;
}

function actionOf(change: Change, thing: string, { values }: ChangedData): Action {
  const [only] = values.keys();
  const single = thing === 'USR' && change === 'U' && values.size === 1 ? BY_ONLY_FIELD.get(only ?? '') : undefined;
  return single ?? BY_THING.get(thing)?.[change] ?? 'other';
}

function subjectOf(thing: string, entity: string, data: ChangedData, change: string): Partial<EventDraft> {
  const { values } = data;
  if (thing === 'TKN') return tokenOf(entity, values);
  if (thing === 'USR') return userOf(entity, data, change);
  if (thing === 'GRP') return { team: entity || values.get('name') };
  if (thing === 'PRS') return { resource: values.get('name') || entity || undefined };
  return { resource: entity || undefined };
}

function tokenOf(entity: string, values: ReadonlyMap<string, string>): Partial<EventDraft> {
  const subject = values.get('subject') || entity;
  const expires = momentOf(values.get('expirationTime'));
  return {
    token_id: values.get('id') || undefined,
    token_name: values.get('description') || undefined,
    scopes: values.get('scope') || undefined,
    user: /\/users\/(.+)$/.exec(subject)?.[1] ?? (subject || undefined),
    text: expires === undefined ? undefined : `expires ${expires.text}`,
  };
}

function userOf(entity: string, { values, added, removed }: ChangedData, change: string): Partial<EventDraft> {
  const [given, taken] = [groupsIn(added), groupsIn(removed)];
  const [old, email] = [removed.get('email'), added.get('email')];
  const isNew = email !== undefined && old !== undefined && email !== old;
  return {
    user: entity || values.get('username'),
    user_email: values.get('email') || undefined,
    role: (change === 'D' ? taken : given) || undefined,
    text: change !== 'D' && taken !== '' ? `no longer in ${taken}` : undefined,
    ...(isNew && { old: old || undefined, new: email || undefined }),
  };
}

/** Each group of a user is a field of its own: `groups.readers`. */
function groupsIn(fields: ReadonlyMap<string, string>): string {
  const names = [...fields.keys()].filter((name) => name.startsWith('groups.'));
  return names.map((name) => name.slice('groups.'.length)).join(', ');
}
