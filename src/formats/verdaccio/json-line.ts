import { at, integer, isObject, type Json, member, text } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { readTime } from '../../core/time.ts';
import { packageName } from '../../registry/names.ts';
import { addressesOf, changeIn, type Line, plainAddress, type Requested, type Stamp } from './line.ts';

/**
 * One line of the JSON format (pino). Levels are not asked, except to name what is skipped: Verdaccio 4 wrote
 * requests at 35, 5 and later at 25.
 * @param zone offset for times without one
 */
export function jsonLine(record: EvidenceRecord, zone?: string): Line {
  const { number, json } = record;
  if (!isObject(json) || (member(json, 'level') === undefined && member(json, 'msg') === undefined)) {
    return { kind: 'problem', number, code: 'unknown-shape', message: 'not a log line of Verdaccio' };
  }
  const message = text(member(json, 'msg')) ?? '';
  const change = changeOf(json, message);
  if (change === undefined && !speaksOfRequest(json)) return { kind: 'ignored', number, rule: ruleOf(json) };
  const time = readTime(member(json, 'time'), zone);
  if (!time.ok) return { kind: 'problem', number, code: time.code, message: timeProblem(json) };
  const stamp: Stamp = { number, at: time.moment, host: text(member(json, 'hostname')) };
  return change === undefined ? requestLine(json, message, stamp) : { kind: 'change', ...stamp, ...change };
}

function timeProblem(json: Json): string {
  const time = member(json, 'time');
  return time === undefined ? 'the line has no time' : `the time ${JSON.stringify(time).slice(0, 60)} cannot be used`;
}

/** Whether a line is about a request: of a client (`in`), or of Verdaccio itself to its uplink (`out`). */
export function speaksOfRequest(json: Json): boolean {
  if (isObject(at(json, 'request'))) return true;
  return member(json, 'sub') === 'in' && isObject(at(json, 'req'));
}

function ruleOf(json: Json): string {
  const level = integer(member(json, 'level'));
  if (level !== undefined && level <= 10) return 'trace-level';
  if (level !== undefined && level <= 20) return 'debug-level';
  return text(member(json, 'msg')) === undefined ? 'not-a-request' : 'server-message';
}

/** The members `name` and `version` decide where they are there: a name may hold an `@` of its own. */
function changeOf(json: Json, message: string): ReturnType<typeof changeIn> {
  const change = changeIn(message);
  if (change === undefined) return undefined;
  const name = packageName(text(member(json, 'name')) ?? change.package);
  return name === undefined ? undefined : { ...change, package: name, version: text(member(json, 'version')) };
}

function requestLine(json: Json, message: string, stamp: Stamp): Line {
  const announced = member(json, 'request') === undefined;
  const request = member(json, announced ? 'req' : 'request');
  const [method, url] = [text(member(request, 'method')), text(member(request, 'url'))];
  if (method === undefined || url === undefined) return missing(stamp, 'method or url');
  const base = { ...stamp, method, url };
  if (announced) return requested(json, base);
  const [status, error] = [integer(member(json, 'status')), errorOf(json)];
  if (member(json, 'sub') === 'out') {
    if (message.endsWith('(streaming)')) return { kind: 'ignored', number: stamp.number, rule: 'uplink-stream-start' };
    return { kind: 'uplink', ...base, status, error };
  }
  return status === undefined ? missing(stamp, 'status') : { ...answered(json, base), status, error };
}

function missing({ number }: Stamp, what: string): Line {
  return { kind: 'problem', number, code: 'missing-field', message: `the line of a request has no ${what}` };
}

function errorOf(json: Json): string | undefined {
  return text(member(json, 'error')) ?? text(at(json, 'err', 'message')) ?? text(at(json, 'error', 'message'));
}

type Base = Stamp & { readonly method: string; readonly url: string };

function answered(json: Json, base: Base) {
  const remote = text(member(json, 'remoteIP'));
  const user = member(json, 'user');
  return {
    kind: 'answered' as const,
    ...base,
    remotes: [remote ?? ''],
    ...addressesOf(remote),
    user: user === null ? null : text(user),
    bytesIn: integer(at(json, 'bytes', 'in')),
    bytesOut: integer(at(json, 'bytes', 'out')),
  };
}

function requested(json: Json, base: Base): Requested {
  const headers = at(json, 'req', 'headers');
  const peer = text(at(json, 'req', 'remoteAddress')) ?? text(member(json, 'ip'));
  const forwardedFor = text(member(headers, 'x-forwarded-for'));
  const ip = text(member(json, 'ip')) ?? peer;
  return {
    kind: 'requested',
    ...base,
    remote: forwardedFor === undefined ? (peer ?? '') : `${forwardedFor} via ${peer}`,
    ip: ip === undefined ? undefined : plainAddress(ip),
    forwardedFor,
    userAgent: text(member(headers, 'user-agent')),
    command: text(member(headers, 'npm-command')) ?? commandOfReferer(text(member(headers, 'referer'))),
  };
}

/** npm 6 and older send their command as the referer: `publish`, `install axios`. */
function commandOfReferer(referer: string | undefined): string | undefined {
  return /^[a-z][a-z-]{1,19}(?= |$)/.exec(referer ?? '')?.[0];
}
