import type { EventMembers } from '../../core/event.ts';
import { agree, areNear, type Join } from './join.ts';

/** Microseconds between the answer to a publish and the time that the registry wrote down for the version. */
const NEAR = 10_000_000;

/**
 * A proxy's or registry's log knows the request but not the version; the registry's document knows the version and its
 * time. That the document has a version of this moment also tells that the request was no deprecation.
 */
export const publishOfAVersion: Join = {
  id: 'publish-of-a-version',
  reason: 'the document of the package has a version of this moment, so this request published it',
  key: (members) => (isRequest(members) || isVersion(members) ? (members.package ?? '') : undefined),
  isOneAct: (a, b) =>
    isRequest(a.members) !== isRequest(b.members) && areNear(a, b, NEAR) && agree(a.members, b.members, ['actor']),
  isBetter: (a, b) => a.version !== undefined && b.version === undefined,
};

function isRequest({ action, outcome, status, version, package: name }: EventMembers): boolean {
  const answered = action === 'package.published' && outcome === 'success' && status !== undefined;
  return answered && version === undefined && name !== undefined;
}

function isVersion({ action, status, version, package: name, basis }: EventMembers): boolean {
  const dated = action === 'package.published' && basis === 'event' && status === undefined;
  return dated && version !== undefined && name !== undefined;
}
