import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import { at, type Json, list, member, text } from '../../core/json.ts';
import type { AuditEntry } from './entry.ts';

/** What distinguishes one change of a policy from another of the same entry. */
export type PolicyChange = Pick<EventDraft, 'action' | 'role' | 'user' | 'old' | 'new' | 'text'>;

const EVERYONE: ReadonlySet<string> = new Set(['allUsers', 'allAuthenticatedUsers']);

export function setsPolicy({ method }: AuditEntry): boolean {
  return /^SetIamPolicy$/i.test(method);
}

/** Each role that was given or taken. An entry that does not tell gives one change. */
export function policyChanges({ payload }: AuditEntry): readonly PolicyChange[] {
  const delta = at(payload, 'serviceData', 'policyDelta') ?? at(payload, 'metadata', 'policyDelta');
  const changes = [
    ...list(member(delta, 'bindingDeltas')).map(bindingChange),
    ...list(member(delta, 'auditConfigDeltas')).map(auditChange),
  ];
  return changes.length > 0 ? changes : [wholePolicy(payload)];
}

function bindingChange(delta: Json): PolicyChange {
  const [role, whom] = [text(member(delta, 'role')), text(member(delta, 'member'))];
  const removed = member(delta, 'action') === 'REMOVE';
  return {
    action: bindingAction(whom, removed),
    role,
    user: whom?.replace(/^(?:user|group|serviceAccount|domain):/, ''),
    ...(removed ? { old: role } : { new: role }),
  };
}

function bindingAction(whom: string | undefined, removed: boolean): Action {
  if (!EVERYONE.has(whom ?? '')) return 'perm.role_changed';
  return removed ? 'perm.policy_strengthened' : 'perm.policy_weakened';
}

function auditChange(delta: Json): PolicyChange {
  const log = [text(member(delta, 'service')), text(member(delta, 'logType'))].filter(Boolean).join(' ');
  const removed = member(delta, 'action') === 'REMOVE';
  return {
    action: 'audit.stream_changed',
    ...(removed ? { old: log } : { new: log }),
    text: 'which data access is logged',
  };
}

/** The policy as it was set, where the change itself is not in the entry. */
function wholePolicy(payload: Json): PolicyChange {
  const open = list(at(payload, 'request', 'policy', 'bindings')).flatMap((binding) => {
    const everyone = list(member(binding, 'members')).find((one) => EVERYONE.has(String(one)));
    return everyone === undefined ? [] : [{ role: text(member(binding, 'role')), user: String(everyone) }];
  });
  const [first] = open;
  if (first === undefined) return { action: 'perm.role_changed', text: 'what was changed is not in the entry' };
  const roles = open.flatMap(({ role }) => role ?? []).join(', ');
  return { action: 'perm.policy_weakened', role: text(roles), user: first.user, text: 'the policy admits everyone' };
}
