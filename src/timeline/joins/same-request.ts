import type { EventMembers } from '../../core/event.ts';
import { agree, type Join } from './join.ts';

/** A repository's copy of what it fetched for a client is written for the same request, and is an act of its own. */
const OWN_COPY = 'ACCEPTED DEPLOY';

/**
 * Several logs of one server name a request by one id: Artifactory's request, access and router log, Nexus' audit and
 * request log.
 */
export const sameRequest: Join = {
  id: 'same-request',
  reason: 'the logs name the same request',
  key: ({ action, grade, native_action, package: name, repo, ip }) =>
    grade !== 'server' || action === 'other' || native_action === OWN_COPY
      ? undefined
      : [action, name, repo, ip].join(' '),
  isOneAct: (a, b, whole) => {
    if (!agree(a.members, b.members, ['package', 'version', 'actor', 'user', 'ip', 'repo', 'tag'])) return false;
    const id = requestId(whole(a));
    return id !== '' && id === requestId(whole(b));
  },
  isBetter: (a, b) => (a.status !== undefined && b.status === undefined) || weight(a) > weight(b),
};

/** Some logs pad the same id with zeros on the left. */
function requestId({ request_id }: EventMembers): string {
  return request_id?.replace(/^0+/, '') ?? '';
}

/** The record that knows more. */
function weight(members: object): number {
  return Object.keys(members).length;
}
