import type { Action } from '../../core/action.ts';
import type { EventDraft, Outcome } from '../../core/event.ts';
import { at, integer, member, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { CODES, NATIVE_ACTIONS, PARTS_OF_PUSH, PERMISSIONS } from '../gcp-audit.actions.ts';
import { BY_KIND } from '../verdaccio.actions.ts';
import { type AuditEntry, authorizations, httpOf } from './entry.ts';
import { policyChanges, setsPolicy } from './policy.ts';
import { type Subject, subjectOf } from './subject.ts';
import { delegates, whoOf } from './who.ts';

const EXACT = new Map<string, Action>();
for (const [action, names] of Object.entries(NATIVE_ACTIONS)) {
  for (const name of names.split(/\s+/)) EXACT.set(name, action as Action);
}

/** The events of an entry: one, or one for each change of a policy. @param received the time is when it was stored */
export function auditEvents(entry: AuditEntry, moment: Moment, received: boolean): readonly EventDraft[] {
  const outcome = outcomeOf(entry);
  const subject = subjectOf(entry);
  const action = actionOf(entry, subject, outcome);
  const { all, native } = entry;
  const id = text(member(all, 'insertId'));
  const key = [text(member(all, 'logName')), text(member(all, 'timestamp')), id].join(' ');
  const event: EventDraft = {
    identity: id === undefined ? { by: 'record' } : { by: 'native', key: `gcp-audit:${key}` },
    at: moment,
    basis: received ? 'ingest' : undefined,
    grade: 'server',
    action,
    // A login that failed is no failure of the call that reports it.
    outcome: action === 'auth.login_failed' && outcome === 'success' ? 'failure' : outcome,
    native_action: native,
    native_id: id,
    request_id: text(at(all, 'operation', 'id')),
    error: errorOf(entry),
    text: remarksOn(entry, subject, outcome),
    ...whoOf(entry),
    ...subject.members,
    ...tokenOf(entry, action),
  };
  if (!setsPolicy(entry)) return [event];
  return policyChanges(entry).map((change, index) => ({
    ...event,
    ...change,
    text: [event.text, change.text].filter(Boolean).join('; ') || undefined,
    number: index === 0 ? undefined : index,
  }));
}

/** The status decides; without one whether the permissions were granted. */
function outcomeOf({ payload }: AuditEntry): Outcome {
  const code = integer(at(payload, 'status', 'code')) ?? 0;
  if (code === 7 || code === 16) return 'denied';
  if (code !== 0) return 'failure';
  return authorizations(payload).some((one) => member(one, 'granted') === false) ? 'denied' : 'success';
}

function errorOf({ payload }: AuditEntry): string | undefined {
  const code = integer(at(payload, 'status', 'code')) ?? 0;
  return code === 0 ? undefined : (CODES[code] ?? String(code));
}

function actionOf(entry: AuditEntry, subject: Subject, outcome: Outcome): Action {
  const action = plainAction(entry, subject);
  if (action === 'artifact.downloaded' && isHead(entry)) return 'artifact.metadata_read';
  if (action === 'artifact.downloaded' && outcome === 'denied') return 'artifact.download_denied';
  if (action === 'auth.login' && outcome !== 'success') return 'auth.login_failed';
  return action;
}

/** By the method, then by what a package manager asked for, then by the permission that this needed. */
function plainAction({ service, method, permissions }: AuditEntry, { request }: Subject): Action {
  const exact = EXACT.get(`${service}:${method}`);
  if (exact !== undefined) return exact;
  if (request !== undefined) return BY_KIND[request.kind].action;
  const permitted = PERMISSIONS.find(([permission]) => permissions.includes(permission))?.[1] ?? 'other';
  return permitted === 'package.published' && PARTS_OF_PUSH.test(method) ? 'other' : permitted;
}

/** The answer to a HEAD has no body: nothing was downloaded. */
function isHead(entry: AuditEntry): boolean {
  return httpOf(entry)?.method.toUpperCase() === 'HEAD' || /^[A-Za-z]+-Head/.test(entry.method);
}

/** The key of a service account that the call is about; it stands at the end of a resource name. */
function tokenOf({ service, method, payload, resourceName }: AuditEntry, action: Action): Partial<EventDraft> {
  // The key that the caller used is not the token that was made.
  if (service !== 'iam' || !method.endsWith('ServiceAccountKey'))
    return action === 'auth.token.created' ? { token_id: undefined } : {};
  const name = text(at(payload, 'response', 'name')) ?? text(at(payload, 'request', 'name')) ?? resourceName;
  const account = /\/serviceAccounts\/([^/]+)/.exec(name)?.[1];
  return { token_id: /\/keys\/([^/]+)$/.exec(name)?.[1], user: account };
}

function remarksOn({ payload }: AuditEntry, { request }: Subject, outcome: Outcome): string | undefined {
  const through = delegates(payload);
  const doubtful = request?.kind === 'publish-or-deprecate' && outcome === 'success';
  const remarks = [
    text(at(payload, 'status', 'message')),
    through.length === 0 ? undefined : `through ${through.join(', ')}`,
    doubtful ? 'publish or deprecate: the log does not tell' : undefined,
  ];
  return remarks.filter((remark) => remark !== undefined).join('; ') || undefined;
}
