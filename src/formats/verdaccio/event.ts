import type { EventDraft, Identity, Outcome } from '../../core/event.ts';
import type { Basis } from '../../core/time.ts';
import { classifyRequest } from '../../registry/request.ts';
import { parseUserAgent } from '../../registry/user-agent.ts';
import { BY_VERB } from '../verdaccio.actions.ts';
import { type Act, answerOf } from './act.ts';
import type { Answered, Change, Stamp, Uplink } from './line.ts';
import { actionOf, nativeActionOf, remarksOn } from './meaning.ts';

/** Log lines have no id, and two equal downloads within a millisecond are two. */
function identityOf(line: Stamp | undefined): Identity {
  return line?.clock === undefined ? { by: 'record' } : { by: 'record', time: line.at.text };
}

/** The event of one request. */
export function actEvent(act: Act): EventDraft {
  const { requested, request } = act;
  const answer = answerOf(act);
  const first = answer ?? act.phases[0] ?? requested;
  const outcome = outcomeOf(answer?.status);
  const action = actionOf(act, outcome);
  return {
    identity: identityOf(first),
    at: first?.at,
    basis: basisOf(first, answer === undefined ? 'event' : 'request_end'),
    grade: 'server',
    action,
    outcome,
    native_action: nativeActionOf(act),
    ...whoOf(act, answer),
    ...versionsOf(act),
    package: request.package,
    tag: request.tag,
    team: request.team,
    org: request.org,
    token_id: request.tokenKey,
    token_fp: fingerprintOf(request.tokenKey),
    auth_method: request.kind === 'oidc-exchange' ? 'oidc' : undefined,
    bytes: bytesOf(act, answer, outcome),
    status: answer?.status,
    url: act.url,
    host: first?.host,
    text: remarks(remarksOn(act, answer, action, outcome), clockRemark(first)),
  };
}

/** A log driver writes down when it took a line, not when something happened. */
function basisOf(line: Stamp | undefined, own: Basis): Basis {
  return line?.clock === undefined ? own : 'ingest';
}

function clockRemark(line: Stamp | undefined): string | undefined {
  return line?.clock === undefined ? undefined : `the time is that of ${line.clock}, not of Verdaccio`;
}

function remarks(...all: readonly (string | undefined)[]): string | undefined {
  return all.filter(Boolean).join('; ') || undefined;
}

/** npm's key of a token is the SHA-512 of it. */
function fingerprintOf(tokenKey: string | undefined): string | undefined {
  return tokenKey !== undefined && /^[0-9a-f]{128}$/.test(tokenKey) ? `sha512:${tokenKey}` : undefined;
}

function outcomeOf(status: number | undefined): Outcome {
  if (status === undefined) return 'unknown';
  if (status === 401 || status === 403) return 'denied';
  return status >= 200 && status < 400 ? 'success' : 'failure';
}

/** The address on the line, never what a header claims: that stands in `text`. */
function whoOf({ requested, phases, request }: Act, answer: Answered | undefined): Partial<EventDraft> {
  const user = answer === undefined ? (phases[0]?.user ?? undefined) : answer.user;
  const agent = requested?.userAgent;
  return {
    actor: user ?? undefined,
    actor_type: user === null ? 'anonymous' : user === undefined ? undefined : 'user',
    user: request.user === user ? undefined : request.user,
    ip: requested?.ip ?? (answer ?? phases[0])?.ip,
    user_agent: agent,
    client: agent === undefined ? undefined : parseUserAgent(agent).client,
  };
}

function versionsOf({ request, changes }: Act): Partial<EventDraft> {
  const versions = new Set(changes.flatMap(({ version }) => version ?? []));
  const [version = request.version] = versions;
  return versions.size > 1 ? { versions: [...versions] } : { version };
}

/** Of a download what was sent, of anything else what came in. */
function bytesOf({ request }: Act, answer: Answered | undefined, outcome: Outcome): number | undefined {
  const sent = request.kind === 'tarball' && outcome === 'success';
  const bytes = sent ? answer?.bytesOut : answer?.bytesIn;
  return bytes === 0 ? undefined : bytes;
}

/** The event of a sentence of the storage whose request is not in the log. */
export function changeEvent(line: Change): EventDraft {
  const everything = line.verb === 'unpublishing' && line.version === undefined;
  return {
    identity: identityOf(line),
    at: line.at,
    basis: basisOf(line, 'event'),
    grade: 'server',
    action: everything ? 'package.unpublished' : BY_VERB[line.verb],
    outcome: 'unknown',
    native_action: line.verb,
    package: line.package,
    version: line.version,
    host: line.host,
    text: remarks('the request that did this is not in the log', clockRemark(line)),
  };
}

/** The event of a request that Verdaccio sent to the registry behind it. */
export function uplinkEvent(line: Uplink): EventDraft {
  const request = classifyRequest(line.method, line.url);
  return {
    identity: identityOf(line),
    at: line.at,
    basis: basisOf(line, 'request_end'),
    grade: 'server',
    action: 'other',
    outcome: line.status === undefined && line.error !== undefined ? 'failure' : outcomeOf(line.status),
    native_action: `uplink ${line.method}`,
    actor_type: 'service',
    package: request.package,
    version: request.version,
    status: line.status,
    url: line.url,
    host: line.host,
    text: remarks('a request of Verdaccio to its uplink', line.error, clockRemark(line)),
  };
}
