import type { Action } from '../../core/action.ts';
import { at, integer, isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { BRANCH_SETTINGS } from '../github-audit.actions.ts';
import { WEBHOOK_ACTIONS } from '../github-webhook.actions.ts';
import type { Delivery } from './webhook-delivery.ts';

type Decide = (body: JsonObject) => Action;

const fixed = new Map<string, Action>();
for (const [action, names] of Object.entries(WEBHOOK_ACTIONS)) {
  for (const name of names.split(/\s+/)) fixed.set(name, action as Action);
}

/** Events whose name alone does not say what they are. */
const CONDITIONS: ReadonlyMap<string, Decide> = new Map<string, Decide>([
  ['create', (body) => (member(body, 'ref_type') === 'tag' ? 'source.release' : 'other')],
  [
    'team.edited',
    (body) => (isObject(at(body, 'changes', 'repository')) ? 'perm.repo_access_granted' : 'perm.team_changed'),
  ],
  ['repository_ruleset.edited', rulesetEdited],
  ['branch_protection_rule.edited', branchRuleEdited],
]);

/** `event.action` as tables name it. */
export function nativeName({ event, action }: Delivery): string | undefined {
  return [event, action].filter((part) => part !== undefined && part !== '').join('.') || undefined;
}

export function webhookAction(delivery: Delivery): Action {
  const native = nativeName(delivery) ?? '';
  const decide = CONDITIONS.get(native) ?? CONDITIONS.get(delivery.event);
  return decide?.(delivery.body) ?? fixed.get(native) ?? fixed.get(delivery.event) ?? 'other';
}

/** Ruleset enforcement, the strictest last. */
const ENFORCEMENT = ['disabled', 'evaluate', 'active'];

function rulesetEdited(body: JsonObject): Action {
  const before = ENFORCEMENT.indexOf(text(at(body, 'changes', 'enforcement', 'from')) ?? '');
  const after = ENFORCEMENT.indexOf(text(at(body, 'repository_ruleset', 'enforcement')) ?? '');
  return after >= 0 && after < before ? 'perm.policy_weakened' : 'other';
}

/** Weakened when a setting that was changed now protects less. */
function branchRuleEdited(body: JsonObject): Action {
  const weaker = Object.values(BRANCH_SETTINGS).some(([name, weakerWhen]) => {
    const [before, now] = [isOn(at(body, 'changes', name, 'from')), isOn(at(body, 'rule', name))];
    return before !== undefined && before !== now && now === (weakerWhen === 'on');
  });
  return weaker ? 'perm.policy_weakened' : 'other';
}

/** A setting as bodies have it: a boolean, a number, or for whom it holds: `off`, `non_admins`, `everyone`. */
function isOn(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const count = integer(value);
  if (count !== undefined) return count > 0;
  return typeof value === 'string' ? value !== 'off' : undefined;
}
