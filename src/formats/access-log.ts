import type { EventDraft } from '../core/event.ts';
import type { Format, Out, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import type { Moment } from '../core/time.ts';
import { classifyRequest } from '../registry/request.ts';
import { isAddress } from './access-log/fields.ts';
import { type AccessLine, accessLine, accessTime, requestOf } from './access-log/line.ts';
import { isRegistryRequest } from './access-log/registry-request.ts';
import { mostLines } from './proxy/most-lines.ts';
import { actOf } from './verdaccio/act.ts';
import { actEvent } from './verdaccio/event.ts';
import { type Answered, plainAddress, type Requested } from './verdaccio/line.ts';

/**
 * Common and combined log format, as nginx, Apache and others write it in front of a registry. A request means what it
 * means in the log of the registry itself.
 */
const format: Format = {
  id: 'access-log',
  title: 'web server access log',
  revision: 1,
  about: {
    export:
      'access.log of the web server in front of the registry, common or combined format; for the future add "$http_npm_command" at its end',
    lifetime: 'as long as the server keeps its log files; two weeks where nobody changed it',
    proves: 'which address asked for what and when, to the second, with which client; what was answered',
    cannotProve:
      'who: npm sends a token, not a name; the version of a publish, or whether it was a deprecation; the client behind another proxy',
    tried: 'documentation',
  },
  framing: 'lines',
  signs: { line: '203.0.113.7 - - [31/Mar/2026:00:40:01 +0000] "GET /… HTTP/1.1" 200 …' },
  // Without referer and agent the size may be cut short and still read well.
  whole: (line) => accessLine(line)?.combined === true && line.endsWith('"'),
  recognise,
  open: ({ assumeTz }) => ({ push: (record) => [answer(record, assumeTz)], end: () => [] }),
};

export default format;

/** Nexus writes two more numbers before the agent. */
const NEXUS = /" \d{3} \S+ \d+ \d+ "/;

function recognise({ shape, lines }: Sample): number {
  if (shape !== 'lines' || !mostLines(lines, (line) => !NEXUS.test(line) && accessLine(line) !== undefined)) return 0;
  return lines.some((line) => accessLine(line)?.combined === true) ? 60 : 55;
}

const TIME_PROBLEMS = {
  'unreadable-time': 'the time between the brackets cannot be read',
  'time-out-of-range': 'the time lies before 2009 or after 2099',
  'no-zone': 'the time has no zone; say which with --assume-tz',
};

function answer({ number, text }: EvidenceRecord, zone: string | undefined): Out {
  const records = [number];
  const line = accessLine(text);
  if (line === undefined) {
    const message = 'not a line of the common or combined log format, or one that is cut';
    return { kind: 'problem', code: 'unknown-shape', message, records };
  }
  const asked = requestOf(line.request);
  if (asked === undefined) return { kind: 'ignored', rule: 'not-a-request', records };
  const request = classifyRequest(asked.method, asked.url);
  if (!isRegistryRequest(request, asked.url, line)) return { kind: 'ignored', rule: 'not-a-registry-request', records };
  const time = accessTime(line.time, zone);
  if (!time.ok) return { kind: 'problem', code: time.code, message: TIME_PROBLEMS[time.code], records };
  return { kind: 'event', event: accessEvent(number, time.moment, asked, line), records };
}

type Asked = { readonly method: string; readonly url: string };

function lineOfAct(number: number, at: Moment, asked: Asked, line: AccessLine): Requested {
  const { client, more, host } = line;
  return {
    kind: 'requested',
    number,
    at,
    host,
    ...asked,
    remote: client,
    ip: isAddress(client) ? plainAddress(client) : undefined,
    forwardedFor: more.forwardedFor,
    userAgent: more.agent,
    command: more.command ?? commandOfReferer(more.referer),
  };
}

function accessEvent(number: number, at: Moment, asked: Asked, line: AccessLine): EventDraft {
  const requested = lineOfAct(number, at, asked, line);
  const { status, user, bytes } = line;
  // The body of a redirection is not the artifact.
  const sent = status === 200 || status === 206;
  const result: Answered | undefined =
    status === undefined
      ? undefined
      : { ...requested, kind: 'answered', remotes: [], user, status, bytesOut: sent ? bytes : undefined };
  const event = actEvent({ ...actOf(requested), requested, ...(result !== undefined && { result }) });
  // The answer to a HEAD has no body: nothing was downloaded.
  const headOnly = asked.method === 'HEAD' && event.action === 'artifact.downloaded';
  return {
    ...event,
    action: headOnly ? 'artifact.metadata_read' : event.action,
    // Apache writes when the request came, nginx when it was answered; the line does not tell.
    basis: 'event',
    text: textOf(event, line),
    request_id: line.more.requestId,
  };
}

function textOf({ text }: EventDraft, { client }: AccessLine): string | undefined {
  if (isAddress(client) || client === '-') return text;
  return [`client ${client}`, text].filter((part) => part !== undefined).join('; ');
}

/** npm 6 and older send their command as the referer: `publish`, `install axios`. */
function commandOfReferer(referer: string | undefined): string | undefined {
  return /^[a-z][a-z-]{1,19}(?= |$)/.exec(referer ?? '')?.[0];
}
