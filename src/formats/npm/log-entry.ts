import { at, type Json, list, member, scalar, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { readStamp, type Unreadable, unreadable } from './times.ts';
import { readTimestamp } from './timestamp.ts';

/** That a transparency log took an attestation in. */
interface LogEntry {
  /** `rekor:<log id>:<index>`; indexes are text, they may lie beyond 2^53. */
  readonly key: string | undefined;
  readonly at: Moment | undefined;
  /** Why there is no time. */
  readonly problem: Unreadable | undefined;
}

/**
 * Reads the log entry of a bundle's `verificationMaterial`: `integratedTime` in seconds, as a string. The second
 * generation of the log has none; then the time stamp authority's time stands in.
 */
export function readLogEntry(material: Json | undefined): LogEntry {
  const logged = list(member(material, 'tlogEntries'));
  const entry = logged.find((candidate) => integratedTime(candidate) !== undefined) ?? logged[0];
  const key = keyOf(entry);
  const seconds = integratedTime(entry);
  if (seconds === undefined) return stamped(key, at(material, 'timestampVerificationData', 'rfc3161Timestamps'));
  const result = readStamp(seconds);
  if (result.ok) return { key, at: result.moment, problem: undefined };
  return { key, at: undefined, problem: unreadable('integratedTime', result.code, seconds) };
}

/** Zero is how Protobuf's JSON writes an unset number. */
function integratedTime(entry: Json | undefined): string | undefined {
  const value = scalar(member(entry, 'integratedTime'));
  return value === '0' ? undefined : value;
}

function keyOf(entry: Json | undefined): string | undefined {
  const log = text(at(entry, 'logId', 'keyId'));
  const index = scalar(member(entry, 'logIndex'));
  return log === undefined || index === undefined ? undefined : `rekor:${log}:${index}`;
}

function stamped(key: string | undefined, timestamps: Json | undefined): LogEntry {
  const texts = list(timestamps).map((timestamp) => text(member(timestamp, 'signedTimestamp')));
  const [moment] = texts.flatMap((base64) => (base64 === undefined ? [] : (readTimestamp(base64) ?? [])));
  if (moment !== undefined) return { key, at: moment, problem: undefined };
  const message = 'neither `integratedTime` nor an RFC 3161 time stamp says when this was signed';
  return { key, at: undefined, problem: { code: 'no-time', message } };
}
