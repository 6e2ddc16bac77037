import type { Format, Out, Sample } from '../core/format.ts';
import { integer, isObject, type Json, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { readTime } from '../core/time.ts';
import { jfrogMeaning } from './jfrog/meaning.ts';
import { principal, traceId } from './jfrog/principal.ts';
import { problem, timeProblem } from './proxy/problems.ts';
import { type LoggedRequest, requestEvent } from './proxy/request-event.ts';

/** Older versions name the service `BackendAddr`. */
const MEMBERS = ['RequestMethod', 'RequestPath', 'ClientAddr', 'DownstreamStatus', 'StartUTC'] as const;

/** `router-request.log`: requests as the router in front of the JFrog services saw them. Members: JFrog's page. */
const format: Format = {
  id: 'artifactory-router',
  title: 'JFrog router request log',
  revision: 1,
  about: {
    export: 'var/log/router-request.log and var/log/archived of each node',
    lifetime: 'as many rolled files as the server is set to keep',
    proves: 'what was asked for, when to the nanosecond, from which address and with which client; what was answered',
    cannotProve: 'who asked: join it with the request log by the trace id; the address behind a load balancer',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: MEMBERS },
  recognise,
  open: ({ assumeTz }) => ({ push: (record) => [answer(record, assumeTz)], end: () => [] }),
};

export default format;

function recognise({ values }: Sample): number {
  const requests = values.filter(isRequest);
  const own = requests.some((value) => member(value, 'ServiceAddr') ?? member(value, 'BackendAddr'));
  return own && requests.length * 2 > values.length ? 79 : 0;
}

function isRequest(value: Json): boolean {
  return MEMBERS.every((name) => member(value, name) !== undefined);
}

function answer({ json, number }: EvidenceRecord, zone: string | undefined): Out {
  if (!isObject(json)) return problem('unknown-shape', 'a line of this log is a JSON object', number);
  const [method, url] = [text(member(json, 'RequestMethod')), text(member(json, 'RequestPath'))];
  if (method === undefined || url === undefined) {
    return problem('missing-field', 'the line has no RequestMethod or no RequestPath', number);
  }
  const start = member(json, 'StartUTC');
  const stamp = start ?? member(json, 'time');
  if (stamp === undefined) return problem('missing-field', 'the line has no time', number);
  const time = readTime(stamp, zone);
  if (!time.ok) return timeProblem(time.code, number);
  const basis = start === undefined ? 'request_end' : 'event';
  const line: LoggedRequest = { at: time.moment, basis, method: method.toUpperCase(), url, ...detailsOf(json) };
  return { kind: 'event', event: requestEvent(line, jfrogMeaning(line.method, url, line.status)), records: [number] };
}

function detailsOf(json: Json) {
  const trace = text(member(json, 'TraceId')) ?? text(member(json, 'request_Uber-Trace-Id'))?.split(':')[0];
  const status = integer(member(json, 'DownstreamStatus'));
  return {
    status: status === 0 ? undefined : status,
    person: principal(text(member(json, 'ClientUsername')) ?? ''),
    ip: text(member(json, 'ClientHost')) ?? hostOf(text(member(json, 'ClientAddr'))),
    userAgent: text(member(json, 'request_User-Agent')),
    bytesIn: integer(member(json, 'RequestContentSize')),
    bytesOut: integer(member(json, 'DownstreamContentSize')),
    requestId: trace === undefined ? undefined : traceId(trace),
  };
}

/** `203.0.113.7:61899`, `[2001:db8::7]:61899`. */
function hostOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const bracketed = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1];
  return bracketed ?? address.replace(/^([^:]*):\d+$/, '$1');
}
