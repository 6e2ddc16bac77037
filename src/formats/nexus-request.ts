import type { Format, Out, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { nexusUser } from './nexus/initiator.ts';
import { nexusMeaning } from './nexus/meaning.ts';
import { clfTime } from './proxy/clock.ts';
import { mostLines } from './proxy/most-lines.ts';
import { LONGEST_LINE, problem, timeProblem } from './proxy/problems.ts';
import { countOf, requestEvent } from './proxy/request-event.ts';

/**
 * `address ident user [time] "request" status content-length bytes-sent milliseconds "agent" [thread]`. Older versions
 * have no content length and no thread. What the client sends as its agent may hold quotes, but
 * not two with a space between: that is a referer, which other servers log.
 */
const LINE =
  /^(\S+) \S+ (.{1,400}?) \[([^\]]{10,40})\] "(.*?)" (\d{3}|-)(?: (-|-?\d+))? (-|-?\d+) -?\d+ "((?:(?!" ").)*)"(?: \[([^[\]]*)\])?$/s;
const REQUEST = /^([A-Za-z_-]{1,24}) (\S+) HTTP\/[\d.]+$/;

/** `request.log` of Nexus Repository 3. Fields: the pattern in its `logback-access.xml`. */
const format: Format = {
  id: 'nexus-request',
  title: 'Nexus request log',
  revision: 1,
  about: {
    export: 'log/request.log and the daily request-<date>.log.gz beside it, from each node',
    lifetime: '90 days unless set otherwise',
    proves: 'who asked for what, to the second, from which address and with which client; what was answered',
    cannotProve:
      'the version of a publish, or whether it was a deprecation; which token was used; the client behind a proxy',
    tried: 'documentation',
  },
  framing: 'lines',
  signs: { line: '203.0.113.7 - alice [31/Mar/2026:00:40:01 +0000] "GET /repository/… HTTP/1.1" 200 - 482133 128 "…"' },
  whole: (line) => / \[[^[\]]+\]$/.test(line) && LINE.test(line),
  recognise: ({ lines }: Sample) => (mostLines(lines, (line) => LINE.test(line)) ? 86 : 0),
  open: () => ({ push: (record) => [answer(record)], end: () => [] }),
};

export default format;

function answer({ text, number }: EvidenceRecord): Out {
  const match = text.length > LONGEST_LINE ? null : LINE.exec(text);
  if (match === null) return problem('unknown-shape', 'not a line of the request log, or one that is cut', number);
  const [, address = '', user = '', stamp = '', request = '', answered, bytesIn, bytesOut, agent = '', thread] = match;
  const asked = REQUEST.exec(request);
  if (asked === null) return { kind: 'ignored', rule: 'not-a-request', records: [number] };
  const time = clfTime(stamp);
  if (!time.ok) return timeProblem(time.code, number);
  const [method, url, status] = [(asked[1] ?? '').toUpperCase(), asked[2] ?? '', countOf(answered)];
  const userAgent = agent === '-' || agent === '' ? undefined : agent;
  const line = { at: time.moment, requestId: thread, basis: 'request_end' as const, method, url, status, userAgent };
  const sizes = { bytesIn: countOf(bytesIn), bytesOut: countOf(bytesOut) };
  const who = { person: nexusUser(user), ip: address === '-' ? undefined : address };
  const event = requestEvent({ ...line, ...sizes, ...who }, nexusMeaning(method, url, status, agent));
  return { kind: 'event', event, records: [number] };
}
