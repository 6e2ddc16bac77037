import { classifyRequest, type RegistryRequest } from '../../registry/request.ts';
import type { Answered, Change, Requested } from './line.ts';

/** Everything the log says about one request. */
export interface Act {
  readonly method: string;
  readonly url: string;
  readonly request: RegistryRequest;
  requested?: Requested;
  /** Lines that may have come before the answer. */
  readonly phases: Answered[];
  result?: Answered;
  readonly changes: Change[];
}

export function actOf(line: Requested | Answered): Act {
  const { method, url } = line;
  return { method, url, request: classifyRequest(method, url), phases: [], changes: [] };
}

/** What the client got when it hung up. Verdaccio may finish the request all the same, and then logs that too. */
const CLIENT_CLOSED = 499;

/**
 * Verdaccio 4 to 6 write the same kind of line when they have read a request and when they have answered it. The first
 * shows the status that nobody has set yet and an empty answer; so does the answer to a HEAD.
 */
export function mayPrecedeAnswer(line: Answered): boolean {
  if (line.status === CLIENT_CLOSED) return true;
  return line.status === 200 && line.bytesOut === 0 && line.error === undefined;
}

/** When the answer is sent before the request has been read to its end, both lines say the same. */
export function repeats(line: Answered, result: Answered): boolean {
  return (['status', 'user', 'error', 'bytesIn', 'bytesOut'] as const).every((name) => line[name] === result[name]);
}

/** The line that says how the request ended, if there is one. */
export function answerOf(act: Act): Answered | undefined {
  return act.result ?? act.phases.find((line) => line.status === CLIENT_CLOSED);
}

/** Numbers of all records of the act, the telling one first. */
export function recordsOf(act: Act): number[] {
  const lines = [act.result, act.requested, ...act.phases, ...act.changes];
  return lines.filter((line) => line !== undefined).map((line) => line.number);
}
