import type { Action } from '../../core/action.ts';
import type { Outcome } from '../../core/event.ts';
import { EVENT_TYPES, MESSAGES, OLD_CHANGES, OPENING, PROTECTIVE, TYPE_PATTERNS } from '../gitlab-audit.actions.ts';
import { type AuditRecord, said } from './record.ts';

const EXACT = new Map<string, Action>();
for (const [action, names] of Object.entries(EVENT_TYPES)) {
  for (const name of names.split(/\s+/)) EXACT.set(name, action as Action);
}

/** The less a project shows, the earlier it stands. */
export const VISIBILITIES = ['private', 'internal', 'public'];

export function actionOf(record: AuditRecord): Action {
  const { native, typed } = record;
  if (/visibility/.test(native) && /^change |_updated$/.test(native)) return visibilityAction(record);
  if (native === 'repository_git_operation') return gitAction(record);
  if (typed) return EXACT.get(native) ?? patternAction(native) ?? settingAction(record);
  return oldAction(record);
}

function patternAction(native: string): Action | undefined {
  return TYPE_PATTERNS.find(([pattern]) => pattern.test(native))?.[1];
}

/** Records from before event types had names. */
function oldAction(record: AuditRecord): Action {
  const { native, message } = record;
  if (native === 'failed_login') return 'auth.login_failed';
  if (native.startsWith('with ')) return said(record, 'entity_type') === 'User' ? 'auth.login' : 'other';
  const change = native.replaceAll('-', '_');
  if (Object.hasOwn(OLD_CHANGES, change)) return OLD_CHANGES[change] ?? 'other';
  const sentence = message ?? '';
  return MESSAGES.find(([pattern]) => pattern.test(sentence))?.[1] ?? settingAction(record);
}

function visibilityAction(record: AuditRecord): Action {
  const [before, after] = [said(record, 'from'), said(record, 'to')].map(rankOf);
  if (after === undefined || after < 0 || before === after) return 'other';
  if (after === VISIBILITIES.length - 1) return 'perm.policy_weakened';
  if (before === undefined || before < 0) return 'other';
  return after > before ? 'perm.policy_weakened' : 'perm.policy_strengthened';
}

/** By name, or by the number that GitLab keeps it as: 0, 10, 20. */
export function rankOf(visibility: string | undefined): number | undefined {
  if (visibility === undefined) return undefined;
  return /^(?:0|10|20)$/.test(visibility) ? Number(visibility) / 10 : VISIBILITIES.indexOf(visibility.toLowerCase());
}

/** A setting that was turned on or off, where that says whether it protects more. */
function settingAction(record: AuditRecord): Action {
  const { native } = record;
  const on = /^(?:true|1|on|enabled)$/i.test(said(record, 'to') ?? '');
  const off = /^(?:false|0|off|disabled)$/i.test(said(record, 'to') ?? '');
  const changes = native.startsWith('change ') || native.endsWith('_updated');
  if (!changes || on === off) return 'other';
  if (PROTECTIVE.test(native)) return on ? 'perm.policy_strengthened' : 'perm.policy_weakened';
  if (OPENING.test(native)) return on ? 'perm.policy_weakened' : 'perm.policy_strengthened';
  return 'other';
}

function gitAction(record: AuditRecord): Action {
  const told = [record.message, said(record, 'action')].join(' ');
  if (/git-receive-pack/.test(told)) return 'source.push';
  return /git-upload-(?:pack|archive)/.test(told) ? 'source.clone' : 'other';
}

/** The log records what was done; what was not says so in its name. */
export function outcomeOf({ native }: AuditRecord, action: Action): Outcome {
  const failed = action === 'auth.login_failed' || action === 'auth.2fa.challenge_failed' || /_failed$/.test(native);
  return failed ? 'failure' : 'success';
}
