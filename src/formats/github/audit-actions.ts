import type { Action } from '../../core/action.ts';
import type { Outcome } from '../../core/event.ts';
import { DENIED_ACTIONS, FAILED_ACTIONS, NATIVE_ACTIONS, NATIVE_PATTERNS } from '../github-audit.actions.ts';
import { conditionOf, type Decide } from './audit-conditions.ts';
import { type Detail, detailOf } from './audit-details.ts';

/** All that a native action alone determines. */
export interface AuditAction {
  readonly action: Action | Decide;
  readonly outcome: Outcome;
  /** Adds what is peculiar to the family of the action. */
  readonly detail: Detail;
}

/** `family.act`, as in all names of GitHub's list. */
const NATIVE = /^[a-z0-9_]+(?:\.[a-z0-9_]+)+$/i;
const LONGEST_NATIVE = 200;

/** There are about 1,000 native actions; what a forged file names beyond that is worked out anew each time. */
const CACHE_LIMIT = 4096;

const exact = new Map<string, Action>();
for (const [action, names] of Object.entries(NATIVE_ACTIONS)) {
  for (const name of names.split(/\s+/)) exact.set(name, action as Action);
}

const patterns = NATIVE_PATTERNS.map(([glob, action]) => {
  const source = glob.replaceAll('.', '\\.').replaceAll('*', '.*');
  return [new RegExp(`^${source}$`), action] as const;
});

const cache = new Map<string, AuditAction | undefined>();

/** What a native action is; undefined for a text that cannot be one. */
export function auditAction(native: string): AuditAction | undefined {
  const known = cache.get(native);
  if (known !== undefined || cache.has(native)) return known;
  const action = native.length <= LONGEST_NATIVE && NATIVE.test(native) ? resolve(native) : undefined;
  if (cache.size < CACHE_LIMIT) cache.set(native, action);
  return action;
}

function resolve(native: string): AuditAction {
  return { action: conditionOf(native) ?? fixedAction(native), outcome: outcomeOf(native), detail: detailOf(native) };
}

function fixedAction(native: string): Action {
  const mapped = exact.get(native) ?? patterns.find(([pattern]) => pattern.test(native))?.[1];
  if (mapped !== undefined) return mapped;
  const asOrganisation = native.replace(/^(?:business|enterprise)\./, 'org.');
  return asOrganisation === native ? 'other' : fixedAction(asOrganisation);
}

function outcomeOf(native: string): Outcome {
  if (FAILED_ACTIONS.has(native)) return 'failure';
  return DENIED_ACTIONS.has(native) ? 'denied' : 'success';
}
