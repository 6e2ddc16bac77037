import type { ProblemCode } from '../../core/errors.ts';
import type { Moment } from '../../core/time.ts';

/** Which record, and when it was written. */
export interface Stamp {
  /** Number of the record. */
  readonly number: number;
  readonly at: Moment;
  /** Whose time it is, where it is not Verdaccio's own. */
  readonly clock?: string | undefined;
  readonly host?: string | undefined;
}

interface OfRequest extends Stamp {
  readonly method: string;
  readonly url: string;
}

/** A request has arrived: the only line that knows the client. */
export interface Requested extends OfRequest {
  readonly kind: 'requested';
  /** How the answer's line will name the client, or its address where the log shows no more. */
  readonly remote: string;
  readonly ip?: string | undefined;
  readonly forwardedFor?: string | undefined;
  readonly userAgent?: string | undefined;
  /** `publish`, `deprecate`, `install` …: what the npm client says it is doing. */
  readonly command?: string | undefined;
}

/** The request has been read, or answered: both look alike. */
export interface Answered extends OfRequest {
  readonly kind: 'answered';
  /** Names of the client under which the request may have been announced, best first. */
  readonly remotes: readonly string[];
  readonly ip?: string | undefined;
  readonly forwardedFor?: string | undefined;
  /** null: not logged in. */
  readonly user?: string | null | undefined;
  readonly status: number;
  readonly error?: string | undefined;
  readonly bytesIn?: number | undefined;
  readonly bytesOut?: number | undefined;
}

export type Verb = 'deprecating' | 'undeprecating' | 'unpublishing';

/** What the storage says that it is doing to a version, while a request is under way. */
export interface Change extends Stamp {
  readonly kind: 'change';
  readonly verb: Verb;
  readonly package: string;
  /** Absent: all of them. */
  readonly version?: string | undefined;
}

/** A request of Verdaccio itself to the registry it proxies. */
export interface Uplink extends OfRequest {
  readonly kind: 'uplink';
  readonly status?: number | undefined;
  readonly error?: string | undefined;
}

interface Skipped {
  readonly kind: 'ignored';
  readonly number: number;
  readonly rule: string;
}

interface Unreadable {
  readonly kind: 'problem';
  readonly number: number;
  readonly code: ProblemCode;
  readonly message: string;
}

/** What one line of a Verdaccio log says. */
export type Line = Requested | Answered | Change | Uplink | Skipped | Unreadable;

/**
 * The sentence of the storage: `deprecating @acme/widget@1.0.0`, `unpublishing @acme/widget (all)`. The last `@` parts
 * name and version; a name is at least one character, so its own `@` is never taken for it.
 */
const CHANGE = /^(deprecating|undeprecating|unpublishing) (\S+?)(?:@([^@\s]+)| \(all\))?$/;

/** What the storage says it is doing, if that is what the message is. */
export function changeIn(message: string): Pick<Change, 'verb' | 'package' | 'version'> | undefined {
  const [, verb, name, version] = CHANGE.exec(message) ?? [];
  if (verb === undefined || name === undefined) return undefined;
  return { verb: verb as Verb, package: name, version };
}

/** `198.51.100.4 via 203.0.113.7`: what the header claims, and who was on the line. */
export function addressesOf(remote: string | undefined): { readonly ip?: string; readonly forwardedFor?: string } {
  if (remote === undefined || remote === '') return {};
  const via = remote.lastIndexOf(' via ');
  if (via < 0) return { ip: plainAddress(remote) };
  return { ip: plainAddress(remote.slice(via + ' via '.length)), forwardedFor: remote.slice(0, via) };
}

/** IPv4 addresses that arrive on an IPv6 socket lose their prefix, so that they can be compared. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d{1,3}(?:\.\d{1,3}){3}$)/i, '');
}
