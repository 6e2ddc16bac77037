import type { EventMembers } from '../../core/event.ts';
import { agree, type Join } from './join.ts';

/**
 * A log that was rotated between a request and its answer: the end of one file has the request with the client, the
 * start of the next the answer with user and status.
 */
export const halvesOfARequest: Join = {
  id: 'halves-of-a-request',
  reason: 'the log was rotated between the request and its answer',
  key: (members) =>
    isRequest(members) || isAnswer(members)
      ? `${members.host ?? ''} ${members.ip} ${members.package ?? ''}`
      : undefined,
  isOneAct: (a, b, whole) => {
    if (!isRequest(a.members) || !isAnswer(b.members) || !agree(a.members, b.members, ['version'])) return false;
    const url = whole(a).url;
    return url !== undefined && url === whole(b).url;
  },
  // Only the request tells which command of npm sent it; without that the answer may have to say it does not know.
  better: (answer, [request]) =>
    request === undefined || request.native_action === answer.native_action
      ? {}
      : { action: request.action, native_action: request.native_action, text: undefined },
  isBetter: (a, b) => a.status !== undefined && b.status === undefined,
};

function isRequest({ status, outcome, basis, grade, ip }: EventMembers): boolean {
  return grade === 'server' && ip !== undefined && status === undefined && outcome === 'unknown' && basis === 'event';
}

function isAnswer({ status, user_agent, basis, ip }: EventMembers): boolean {
  return ip !== undefined && status !== undefined && user_agent === undefined && basis === 'request_end';
}
