import type { EventMembers } from '../../core/event.ts';
import type { Step } from '../../core/step.ts';
import { agree, type Join } from './join.ts';

/** Microseconds between a document's own time of its last change and the answer to the request that changed it. */
const NEAR = 10_000_000;

/** A document shows that a version is deprecated, and a log has the act itself, between the times that it can have been. */
export const stateOfAnAct: Join = {
  id: 'state-of-an-act',
  reason: 'the document shows what this act did',
  key: (members) =>
    isDeprecation(members) ? `${members.action} ${members.package} ${members.version ?? ''}` : undefined,
  isOneAct: (a, b) => {
    const [state, act] = isState(a.members) ? [a, b] : [b, a];
    if (!isState(state.members) || isState(act.members)) return false;
    return isWithin(act, state) && agree(a.members, b.members, ['deprecated']);
  },
  isBetter: (a, b) => !isState(a) && isState(b),
};

function isDeprecation({ action, package: name, version, outcome }: EventMembers): boolean {
  return action === 'package.deprecated' && name !== undefined && version !== undefined && outcome === 'success';
}

function isState({ grade }: EventMembers): boolean {
  return grade === 'derived';
}

function isWithin(act: Step, { low = 0, sort }: Step): boolean {
  return act.bounded === 0 && act.sort >= low && act.sort <= sort + NEAR;
}
