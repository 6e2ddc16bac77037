import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Json, member, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';

/** A public key of CloudTrail, as `aws cloudtrail list-public-keys` gives it. */
export interface TrailKey {
  readonly fingerprint: string;
  /** Base64 of the PKCS #1 form. */
  readonly value: string;
  /** Microseconds; absent where the list does not say. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly key: KeyObject;
}

/** Nothing where it is no key. */
export function readTrailKey(json: Json | undefined): TrailKey | undefined {
  const [fingerprint, value] = [text(member(json, 'Fingerprint')), text(member(json, 'Value'))];
  const key = value === undefined ? undefined : rsaKey(value);
  if (fingerprint === undefined || value === undefined || key === undefined) return undefined;
  const time = (name: string): number | undefined => momentOf(member(json, name))?.micros;
  return { fingerprint, value, key, from: time('ValidityStartTime'), until: time('ValidityEndTime') };
}

function rsaKey(value: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'pkcs1' });
  } catch {
    return undefined;
  }
}

/** RSA PKCS #1 v1.5 with SHA-256. @param signature hex, as it stands in the metadata of the object */
export function verifies({ key }: TrailKey, signed: string, signature: string): boolean {
  if (!/^(?:[0-9a-f]{2}){1,2048}$/i.test(signature)) return false;
  try {
    return verify('sha256', Buffer.from(signed), key, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}

/** Whether the key was good at a time. */
export function isValidAt({ from, until }: TrailKey, micros: number): boolean {
  return (from === undefined || from <= micros) && (until === undefined || micros <= until);
}
