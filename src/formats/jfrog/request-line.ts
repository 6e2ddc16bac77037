import type { Out } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { type Moment, parseTime } from '../../core/time.ts';
import { classifyRequest } from '../../registry/request.ts';
import { outcomeOf } from '../proxy/meaning.ts';
import { problem, timeProblem } from '../proxy/problems.ts';
import { countOf, type LoggedRequest, requestEvent } from '../proxy/request-event.ts';
import { jfrogMeaning } from './meaning.ts';
import { addressIn, principal, traceId } from './principal.ts';

/** `timestamp|trace id|remote address|user|method|url|status|request length|response length|duration|user agent` */
const HEAD = /^([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([A-Za-z_-]{1,24})\|([\s\S]*)$/;
/** URL and user agent may hold the separator: the numbers between them tell where the one ends. */
const REST = /^([\s\S]*?)\|(-?\d{1,3})\|(-?\d*)\|(-?\d*)\|(-?\d*)(?:\|([\s\S]*))?$/;

/** Whether a line is one of a request log: a time, hex digits, two fields, a method. */
export function isRequestLine(line: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.,]+(?:Z|[+-]\d\d:?\d\d)\|[0-9a-fA-F]*\|[^|]*\|[^|]*\|[A-Z]{3,10}\|/.test(line);
}

/** The answer to a line of the request log of a JFrog service, 7 and later. Times are UTC, taken when a request ends. */
export function requestOut({ text, number }: EvidenceRecord, zone: string | undefined): Out {
  const head = HEAD.exec(text);
  const rest = REST.exec(head?.[6] ?? '');
  if (head === null || rest === null) {
    return problem('unknown-shape', 'not the eleven fields of a request, separated by |', number);
  }
  const time = parseTime(head[1] ?? '', zone);
  if (!time.ok) return timeProblem(time.code, number);
  const outbound = /^https?:\/\//.test(rest[1] ?? '');
  const event = outbound ? outboundEvent(head, rest, time.moment) : inboundEvent(head, rest, time.moment);
  return { kind: 'event', event, records: [number] };
}

function inboundEvent(head: RegExpExecArray, rest: RegExpExecArray, at: Moment) {
  const line = requestOf(head, rest, at);
  return requestEvent(line, jfrogMeaning(line.method, line.url, line.status));
}

/** A request of the service itself to the registry behind a remote repository: that stands where clients have theirs. */
function outboundEvent(head: RegExpExecArray, rest: RegExpExecArray, at: Moment) {
  const line = requestOf(head, rest, at);
  const { package: name, version } = classifyRequest(line.method, line.url);
  const resource = head[3] || undefined;
  const doubt = 'a request of the repository to the registry behind it';
  return requestEvent(
    { ...line, ip: undefined },
    { action: 'other', name: `outbound ${line.method}`, subject: { package: name, version, resource }, doubt },
  );
}

function requestOf(head: RegExpExecArray, rest: RegExpExecArray, at: Moment): LoggedRequest {
  const [, , trace = '', address = '', user = '', method = ''] = head;
  const [, url = '', status = '', bytesIn, bytesOut, , userAgent] = rest;
  const answer = countOf(status);
  return {
    at,
    basis: 'request_end',
    method: method.toUpperCase(),
    url,
    status: outcomeOf(answer) === 'unknown' ? undefined : answer,
    person: principal(user),
    ip: addressIn(address),
    userAgent: userAgent || undefined,
    bytesIn: countOf(bytesIn),
    bytesOut: countOf(bytesOut),
    requestId: traceId(trace),
  };
}
