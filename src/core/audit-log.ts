import { isObject, type Json, member, text } from './json.ts';

/** Name of the open format for audit logs, as the first line of each such log says it. */
export const AUDIT_LOG = 'audit-log/v1';

/** Members of an entry beside its `record`, or the `redacted` that stands in its place. */
export const LOG_ENTRY = ['hash', 'leaf_hash', 'prev_hash', 'seq'] as const;

/** Whether a value says of itself that it is the first line of such a log, of this or another version. */
export function isLogHeader(value: Json | undefined): boolean {
  return member(value, 'hash_alg') !== undefined && member(value, 'format') !== undefined;
}

/** Whether it is the line that ends one. */
export function isLogEnd(value: Json | undefined): boolean {
  return member(value, 'end') === true;
}

/** Why a record was taken out of a log, when, and on whose authority if that is known. */
export interface Redaction {
  readonly authority?: string;
  readonly reason: string;
  readonly ts: string;
}

/** What stands in place of a record says why and when at least, in texts that are not empty. */
export function isRedaction(value: Json | undefined): boolean {
  return isObject(value) && text(member(value, 'reason')) !== undefined && text(member(value, 'ts')) !== undefined;
}
