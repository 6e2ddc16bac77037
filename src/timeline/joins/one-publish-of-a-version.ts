import type { EventMembers } from '../../core/event.ts';
import { agree, areNear, type Join } from './join.ts';

/** Microseconds between what two records of a registry say of one publish. */
const NEAR = 10_000_000;

/**
 * A version is published once: what its document says of it, and what a log that names the version, and whence it came,
 * says, is one act.
 */
export const onePublishOfAVersion: Join = {
  id: 'one-publish-of-a-version',
  reason: 'a version is published once, and both name it at this moment',
  key: (members) => (isPublish(members) ? `${members.package} ${members.version}` : undefined),
  isOneAct: (a, b) =>
    isLog(a.members) !== isLog(b.members) && areNear(a, b, NEAR) && agree(a.members, b.members, ['actor', 'ip']),
  // The log of the act knows whence and with what; the rest of what the document says is added to it.
  isBetter: (a, b) => isLog(a) && !isLog(b),
};

function isPublish({ action, grade, outcome, package: name, version }: EventMembers): boolean {
  const done = outcome === 'success' || outcome === 'unknown';
  return action === 'package.published' && grade === 'server' && done && name !== undefined && version !== undefined;
}

function isLog({ ip, token_fp, token_id }: EventMembers): boolean {
  return (ip ?? token_fp ?? token_id) !== undefined;
}
