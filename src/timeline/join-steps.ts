import { type EventMembers, MEMBER_NAMES, type MemberName } from '../core/event.ts';
import type { Step, WitnessTime } from '../core/step.ts';
import type { Join } from './joins/join.ts';
import { canonical, distinct, inFixedOrder, MAY_BE_UNKNOWN, mergeCitations, TIMES, witnessOf } from './merge.ts';
import { placeInTime } from './place.ts';

/** Members of which one act has one. In all others the logs differ by nature, and the best record is believed. */
const OF_THE_ACT: readonly MemberName[] = [
  'package',
  'version',
  'actor',
  'user',
  'ip',
  'token_fp',
  'integrity',
  'commit',
];

/**
 * One step of several records of one act: the best of them, completed by the others. Where they disagree on who or what
 * it was, `conflicts` says so. The order of `steps` makes no difference.
 * @param joins by which they are one act; where they differ on what is better, the first one decides
 */
export function joinSteps(steps: readonly Step[], joins: readonly Join[]): Step {
  const [first, ...rest] = inFixedOrder(steps);
  if (first === undefined) throw new RangeError('nothing to join');
  const best = rest.reduce((found, step) => (isBetter(step.members, found.members, joins) ? step : found), first);
  const others = [first, ...rest].filter((step) => step !== best).sort(serversFirst);
  const members = completed(best, others, joins);
  const conflicts = distinct([...steps.flatMap((step) => step.conflicts ?? []), ...conflictsOf(best, others)]);
  const remarks = distinct(steps.flatMap((step) => step.remarks ?? []));
  const times = timesOf(inFixedOrder(steps));
  return {
    id: best.id,
    ...placeInTime(members),
    members,
    citations: mergeCitations(steps),
    join: joins.map(({ reason }) => reason).join('; '),
    ...(times.length > 1 && { times }),
    ...(conflicts.length > 0 && { conflicts }),
    ...(remarks.length > 0 && { remarks }),
    entries: distinct(steps.flatMap((step) => step.entries)).sort((a, b) => a - b),
  };
}

/** When npm began its run, or when a list was taken, is no time of the act. */
function timesOf(steps: readonly Step[]): readonly WitnessTime[] {
  return steps.flatMap(({ bounded, sort, members, citations }) => {
    const own = members.basis === 'event' || members.basis === 'request_end';
    if (bounded !== 0 || !own) return [];
    const evidence = distinct(citations.map((citation) => citation.evidence));
    return [{ evidence, at: sort, ...(members.precision !== undefined && { precision: members.precision }) }];
  });
}

function isBetter(a: EventMembers, b: EventMembers, joins: readonly Join[]): boolean {
  const deciding = joins.find((join) => join.isBetter(a, b) !== join.isBetter(b, a)) ?? joins[0];
  return deciding?.isBetter(a, b) === true;
}

/** What a server says counts before what a machine says of itself. */
function serversFirst(a: Step, b: Step): number {
  return Number(b.members.grade === 'server') - Number(a.members.grade === 'server');
}

/** What the best record does not say, from the first other one that does. */
function completed(best: Step, others: readonly Step[], joins: readonly Join[]): EventMembers {
  const better = joins.map((join) => {
    const known = others.map((other) => other.members).filter((members) => join.key(members) !== undefined);
    return join.better?.(best.members, known);
  });
  const members: Record<string, unknown> = Object.assign({ ...best.members }, ...better);
  for (const name of MEMBER_NAMES) {
    if (TIMES.has(name) || name === 'text') continue;
    if (members[name] !== undefined && !(members[name] === 'unknown' && MAY_BE_UNKNOWN.has(name))) continue;
    members[name] = others.find((other) => isSaid(other, name))?.members[name] ?? members[name];
  }
  // Half a record may not know yet that the account acted upon is the one that acts.
  if (members['user'] === members['actor'] && !isOwnerChange(members['action'])) delete members['user'];
  return canonical(members as unknown as EventMembers);
}

/** An account can make itself an owner. */
function isOwnerChange(action: unknown): boolean {
  return action === 'package.owner_added' || action === 'package.owner_removed';
}

function isSaid({ members }: Step, name: MemberName): boolean {
  return members[name] !== undefined && !(members[name] === 'unknown' && MAY_BE_UNKNOWN.has(name));
}

function conflictsOf(best: Step, others: readonly Step[]): string[] {
  return OF_THE_ACT.flatMap((name) => {
    const differing = others.filter(
      ({ members }) => members[name] !== undefined && members[name] !== best.members[name],
    );
    const said = [best, ...differing].map((step) => `${String(step.members[name])} (${witnessOf(step)})`);
    return differing.length === 0 || best.members[name] === undefined ? [] : [`${name}: ${said.join(' or ')}`];
  });
}
