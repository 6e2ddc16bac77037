import type { EventMembers } from '../../core/event.ts';
import { agree, type Join } from './join.ts';

/**
 * npm takes a version out of the document, then deletes its tarball: two requests, which a log that was rotated between
 * them tells in two files. The first one counts: from then on nobody could find the version.
 */
export const requestsOfAnUnpublish: Join = {
  id: 'requests-of-an-unpublish',
  reason: 'npm unpublishes a version by two requests: the document, then the tarball',
  key: (members) => (isRemoval(members) ? `${members.package ?? ''} ${members.version ?? ''}` : undefined),
  isOneAct: (a, b) =>
    a.members.native_action?.startsWith('PUT ') === true &&
    b.members.native_action?.startsWith('DELETE ') === true &&
    agree(a.members, b.members, ['actor', 'ip']) &&
    (a.members.client === undefined || b.members.client === undefined || a.members.client === b.members.client),
  isBetter: (a, b) => a.native_action?.startsWith('PUT ') === true && b.native_action?.startsWith('DELETE ') === true,
};

function isRemoval({ action, grade, outcome, ip, version }: EventMembers): boolean {
  const removed = action === 'package.version_deleted' && grade === 'server' && version !== undefined;
  return removed && ip !== undefined && (outcome === 'success' || outcome === 'unknown');
}
