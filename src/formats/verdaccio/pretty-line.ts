import { integer } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import type { TimeResult } from '../../core/time.ts';
import { packageName } from '../../registry/names.ts';
import { addressesOf, changeIn, type Line, plainAddress, type Stamp } from './line.ts';

/** Level, then who speaks: `<--` a client's request, `-->` a request to the uplink, `-=-` the file system, `---` all else. */
const HEAD = `(trace|debug|info|http|warn|error|fatal) *(<--|-->|---|-=-) (.*)$`;
const PLAIN = new RegExp(`^${HEAD}`, 's');
const STAMPED = new RegExp(String.raw`^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] *${HEAD}`, 's');

/**
 * A URL has no spaces, an account and an address no brackets: what a client puts into a URL or a header cannot imitate the rest of
 * the line.
 */
const REQUESTED = /^(\S+) requested '([A-Z]+) (\S+)'$/;
const ANSWERED = /^(\d{3}), user: ([^()']*)\(([^()]*)\), req: '([A-Z]+) (\S+)', (?:bytes: (\d+)\/(\d+)|error: (.*))$/s;
const UPLINK = /^(\d{3}|ERR), req: '([A-Z]+) (\S+)'(?:, bytes: \d+\/\d+|, error: (.*)|( \(streaming\)))$/s;

/** A line of a `pretty` log, without colours, taken apart. */
export interface PrettyHead {
  /** Absent in the `pretty` form. */
  readonly time?: string;
  readonly level: string;
  readonly glyph: string;
  readonly message: string;
}

/** Undefined for what is not the start of an entry. */
export function prettyHead(line: string, stamped: boolean): PrettyHead | undefined {
  // Escapes of colours are removed only to look at the text; the record keeps them.
  const plain = line.replace(/\x1b\[[\d;]*m/g, '').trim();
  const match = (stamped ? STAMPED : PLAIN).exec(plain);
  if (match === null) return undefined;
  const [level = '', glyph = '', message = ''] = match.slice(-3);
  return stamped ? { time: match[1] ?? '', level, glyph, message } : { level, glyph, message };
}

/** Whether a message says that a request came in or was answered. */
export function isRequestMessage(message: string): boolean {
  return REQUESTED.test(message) || ANSWERED.test(message);
}

/** When a line was written: by its own time, or by the clock of what it was wrapped in. */
export type PrettyTime =
  | (TimeResult & { readonly clock?: string; readonly host?: string | undefined })
  | { readonly ok: false; readonly code: 'no-time' };

export function prettyLine({ number }: EvidenceRecord, head: PrettyHead, time: PrettyTime): Line {
  if (!time.ok) {
    const message = head.time === undefined ? 'the line has no time' : `the time ${head.time} cannot be used`;
    return { kind: 'problem', number, code: time.code, message };
  }
  const stamp = { number, at: time.moment, clock: time.clock, host: time.host };
  if (head.glyph === '<--') return clientLine(head.message, stamp);
  if (head.glyph === '-->') return uplinkLine(head.message, stamp);
  const change = changeIn(head.message);
  const name = change && packageName(change.package);
  if (change && name) return { kind: 'change', ...stamp, ...change, package: name };
  const low = head.level === 'trace' || head.level === 'debug';
  return { kind: 'ignored', number, rule: low ? `${head.level}-level` : 'server-message' };
}

function clientLine(message: string, stamp: Stamp): Line {
  const announced = REQUESTED.exec(message);
  if (announced !== null) {
    const [, remote = '', method = '', url = ''] = announced;
    return { kind: 'requested', ...stamp, method, url, remote, ip: plainAddress(remote) };
  }
  const match = ANSWERED.exec(message);
  if (match !== null) return answeredLine(match, stamp);
  // Plugins log through the logger of a request too; only what names a request must be understood.
  if (!/requested '|req: '/.test(message)) return { kind: 'ignored', number: stamp.number, rule: 'server-message' };
  return {
    kind: 'problem',
    number: stamp.number,
    code: 'unknown-shape',
    message: 'the line of a request is cut or garbled',
  };
}

function answeredLine(match: RegExpExecArray, stamp: Stamp): Line {
  const [, status, user, remote = '', method = '', url = '', bytesIn, bytesOut, error] = match;
  return {
    kind: 'answered',
    ...stamp,
    method,
    url,
    // The announcing line shows one address: the peer's, or what a trusted proxy says.
    remotes: [remote, ...remote.split(/ via |, */, 8)],
    ...addressesOf(remote),
    user: user === '' || user === 'null' || user === 'undefined' ? null : user,
    status: Number(status),
    error: error || undefined,
    bytesIn: integer(bytesIn),
    bytesOut: integer(bytesOut),
  };
}

function uplinkLine(message: string, stamp: Stamp): Line {
  const [whole, status, method = '', url = '', error, streaming] = UPLINK.exec(message) ?? [];
  if (whole === undefined) return { kind: 'ignored', number: stamp.number, rule: 'server-message' };
  if (streaming !== undefined) return { kind: 'ignored', number: stamp.number, rule: 'uplink-stream-start' };
  return { kind: 'uplink', ...stamp, method, url, status: status === 'ERR' ? undefined : Number(status), error };
}
