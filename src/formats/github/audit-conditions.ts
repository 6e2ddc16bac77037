import type { Action } from '../../core/action.ts';
import { integer, type Json, list, text } from '../../core/json.ts';
import { BRANCH_SETTINGS } from '../github-audit.actions.ts';
import { type AuditRecord, idText, isFilled } from './audit-record.ts';

/** Says what a record is whose action alone does not tell. */
export type Decide = (from: AuditRecord) => Action;

/** Ruleset enforcement, the strictest last. `evaluate` only reports. */
const ENFORCEMENT = ['disabled', 'evaluate', 'active'];

/** Native actions that weaken a policy or not, by what else the record says. */
export function conditionOf(native: string): Decide | undefined {
  if (native === 'repo.access') return madePublic;
  if (native === 'api.request') return withToken;
  if (native === 'environment.update_protection_rule') return environmentRule;
  if (native.endsWith('_ruleset.update')) return rulesetUpdate;
  return native.startsWith('protected_branch.update_') ? branchSetting(native) : undefined;
}

function weaker(weakened: boolean): Action {
  return weakened ? 'perm.policy_weakened' : 'other';
}

function madePublic(from: AuditRecord): Action {
  return weaker(text(from['visibility']) === 'public');
}

/** A request without a token is no token's use. */
function withToken(from: AuditRecord): Action {
  const token = text(from['hashed_token']) ?? idText(from['token_id']);
  return token === undefined ? 'other' : 'auth.token.used';
}

function environmentRule(from: AuditRecord): Action {
  const fewer = list(from['approvers']).length < list(from['approvers_was']).length;
  return weaker(fewer || from['can_admins_bypass'] === true || from['prevent_self_review'] === false);
}

/** Weakened when enforcement drops, somebody may bypass it who could not before, or rules go and none come. */
function rulesetUpdate(from: AuditRecord): Action {
  const before = ENFORCEMENT.indexOf(text(from['ruleset_old_enforcement']) ?? '');
  const after = ENFORCEMENT.indexOf(text(from['ruleset_enforcement']) ?? '');
  const fewerRules = isFilled(from['ruleset_rules_deleted']) && !isFilled(from['ruleset_rules_added']);
  return weaker((after >= 0 && after < before) || isFilled(from['ruleset_bypass_actors_added']) || fewerRules);
}

function branchSetting(native: string): Decide | undefined {
  const name = native.slice('protected_branch.'.length);
  const setting = Object.hasOwn(BRANCH_SETTINGS, name) ? BRANCH_SETTINGS[name] : undefined;
  if (setting === undefined) return undefined;
  const [member, weakerWhen] = setting;
  return (from) => {
    const on = isOn(from[member]);
    return weaker(on !== undefined && on === (weakerWhen === 'on'));
  };
}

/** A setting as the log has it: a boolean, or a level from 0 (off) to 2 (everyone). */
function isOn(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const level = integer(value);
  return level === undefined ? undefined : level > 0;
}
