import { parseTime, type TimeResult } from '../../core/time.ts';
import { isAddress, type MoreFields, moreFields, unescaped } from './fields.ts';

/** A line of the common or combined log format, taken apart. */
export interface AccessLine {
  /** Name of the virtual host, where the server puts it first. */
  readonly host?: string | undefined;
  /** Address of the client, or its name where the server looks names up. */
  readonly client: string;
  /** User of HTTP basic authentication. npm sends a token instead, and then this is empty. */
  readonly user?: string | undefined;
  /** The text between the brackets. */
  readonly time: string;
  readonly request: string;
  /** Absent: nothing was answered. */
  readonly status?: number | undefined;
  readonly bytes?: number | undefined;
  /** Whether referer and agent follow. */
  readonly combined: boolean;
  readonly more: MoreFields;
}

/** Only an escaped quote can stand inside quotes: what a client sends cannot imitate the rest of a line. */
const LINE = /^(.{1,600}?) \[([^\]"]{10,40})\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d{1,15}|-)(?: (.*?))? *$/s;
const CLF_TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)(?: ([+-]\d{4}|Z))?$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Undefined for anything else. */
export function accessLine(line: string): AccessLine | undefined {
  const match = LINE.exec(line);
  if (match === null) return undefined;
  const [, lead = '', time = '', request = '', status = '', bytes = '', rest] = match;
  const who = leadOf(lead);
  const more = rest === undefined ? {} : moreFields(rest);
  if (who === undefined || more === undefined) return undefined;
  return {
    ...who,
    time,
    request: unescaped(request),
    // nginx writes 000 where it has answered nothing.
    status: status === '-' || status === '000' ? undefined : Number(status),
    bytes: bytes === '-' ? undefined : Number(bytes),
    combined: 'agent' in more,
    more,
  };
}

/** `host ident user`, perhaps after the virtual host. A user may have spaces in the name. */
function leadOf(lead: string): Pick<AccessLine, 'host' | 'client' | 'user'> | undefined {
  // A well-known ingress repeats the address: `203.0.113.7 - [203.0.113.7] - alice`.
  const parts = lead.replace(/^(\S+) - \[[^\]]*\] - /, '$1 - ').split(' ');
  const [first = '', second = ''] = parts;
  const host = !isAddress(first) && isAddress(second) && parts.length > 3 ? parts.shift() : undefined;
  const [client = '', ident, ...names] = parts;
  if (client === '' || ident === undefined || names.length === 0) return undefined;
  const user = names.join(' ');
  return {
    host: host?.replace(/:\d+$/, ''),
    client,
    user: user === '-' || user === '' || user === '""' ? undefined : unescaped(user),
  };
}

/** Log lines have no more than seconds, unless a server was told otherwise. */
export function accessTime(time: string, zone: string | undefined): TimeResult {
  const result = parseTime(isoOf(time) ?? time, zone);
  return result.ok ? { ok: true, moment: { ...result.moment, raw: time } } : result;
}

function isoOf(time: string): string | undefined {
  const [, day, name = '', year, clock = '', zone = ''] = CLF_TIME.exec(time) ?? [];
  if (day === undefined) return undefined;
  const month = String(MONTHS.indexOf(name) + 1).padStart(2, '0');
  return `${year}-${month}-${day}T${clock}${zone}`;
}

/** Method and URL of a request line; undefined for what is no HTTP, such as a TLS handshake on a plain port. */
export function requestOf(request: string): { readonly method: string; readonly url: string } | undefined {
  const [, method, url] = /^([A-Za-z]{3,20}) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/.exec(request) ?? [];
  return method === undefined || url === undefined ? undefined : { method: method.toUpperCase(), url };
}
