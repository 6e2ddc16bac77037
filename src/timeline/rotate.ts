import type { RuleView } from '../core/rule.ts';
import type { Reach } from './reach/fetch.ts';
import { accountRotations } from './rotate/accounts.ts';
import { exposedSteps } from './rotate/jobs.ts';
import { machineRotations } from './rotate/machines.ts';
import { type Compromise, ROTATION_KINDS, type Rotation } from './rotate/rotation.ts';
import { secretRotations } from './rotate/secrets.ts';
import { tokenRotations } from './rotate/tokens.ts';

export type { Compromise, Rotation } from './rotate/rotation.ts';

/**
 * What has to be revoked or replaced after an incident, each with the reason and, where the evidence shows it, with the
 * act that did so. What is not on the list was not seen, which does not make it safe.
 * @param reach who fetched the bad releases
 */
export function rotationsOf(view: RuleView, compromise: Compromise, reach: Reach): readonly Rotation[] {
  const exposed = exposedSteps(view, compromise, reach);
  const all = [
    ...tokenRotations(view, compromise, exposed),
    ...accountRotations(view, compromise),
    ...secretRotations(view, exposed),
    ...machineRotations(reach),
  ];
  return all.sort(compareRotations);
}

/** By kind, what is open first, then by name. */
function compareRotations(a: Rotation, b: Rotation): number {
  const byKind = ROTATION_KINDS.indexOf(a.kind) - ROTATION_KINDS.indexOf(b.kind);
  const open = Number(a.done !== undefined) - Number(b.done !== undefined);
  if (byKind !== 0 || open !== 0) return byKind || open;
  const [first, second] = [`${a.what} ${a.why}`, `${b.what} ${b.why}`];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
