import type { EventMembers } from '../../core/event.ts';
import type { Step } from '../../core/step.ts';
import { agree, type Join, type Whole } from './join.ts';

/** Microseconds between the time in the body of a webhook, in whole seconds, and that of the audit log. */
const NEAR = 5_000_000;

/**
 * GitHub's audit log and the webhook that it sent of the same act. A webhook names neither address nor request:
 * repository, account and act must be the same, and nothing that both say may differ. What fits several at once is put
 * together with none of them.
 */
export const auditAndWebhook: Join = {
  id: 'audit-and-webhook',
  reason: 'the audit log and a webhook tell of the same act',
  key: ({ action, grade, repo, actor, status }) =>
    grade !== 'server' || action === 'other' || repo === undefined || actor === undefined || status !== undefined
      ? undefined
      : `${action} ${repo} ${actor}`,
  isOneAct: (a, b, whole) =>
    (a.members.ip === undefined) !== (b.members.ip === undefined) &&
    isNear(a, b) &&
    agree(a.members, b.members, ['package', 'version', 'tag', 'user']) &&
    isSameThing(a, b, whole),
  isBetter: (a, b) => a.ip !== undefined && b.ip === undefined,
  // Nobody speaks of himself here. That it can be asked makes a choice between several none.
  isContested: () => false,
};

function isNear(a: Step, b: Step): boolean {
  return a.bounded === 0 && b.bounded === 0 && Math.abs(a.sort - b.sort) <= NEAR;
}

/** What the act was about, as far as both say. */
const THING = ['commit', 'ref', 'resource', 'run_attempt', 'run_id', 'team', 'workflow'] as const;

function isSameThing(a: Step, b: Step, whole: Whole): boolean {
  const [one, other] = [whole(a), whole(b)];
  const sameLog = one.native_action === other.native_action;
  if (sameLog || !isHook(one.ip === undefined ? one : other)) return false;
  return THING.every((name) => one[name] === undefined || other[name] === undefined || one[name] === other[name]);
}

/** Some entries of the audit log have no address either, but they name the request, the program or the token. */
function isHook({ request_id, user_agent, token_fp }: EventMembers): boolean {
  return request_id === undefined && user_agent === undefined && token_fp === undefined;
}
