import { type KeyObject, verify } from 'node:crypto';
import { strictBase64 } from './base64.ts';
import type { Keyring, RegistryKey } from './npm-keyring.ts';

/** What a registry signed, and when the version is said to have been published. */
export interface SignedVersion {
  readonly name: string;
  readonly version: string;
  /** `dist.integrity`, as it stands there. */
  readonly integrity: string;
  /** Microseconds; `unreadable`: a time is there, but it is none. */
  readonly published: number | 'unreadable' | undefined;
}

/** One of `dist.signatures`. */
export interface RegistrySignature {
  readonly keyid: string;
  readonly sig: string;
}

/**
 * - `valid`: a key of this name made it, and had not expired when the version was published
 * - `undated`: it did, but whether it had expired cannot be told: when the version was published is not known
 * - `expired`: it did, and the key had expired before
 * - `invalid`: no key of this name made it over this text
 * - `unknown-key`: nothing of this name can be used
 */
export type SignatureCheck =
  | { readonly verdict: 'valid' | 'undated' | 'expired'; readonly key: RegistryKey }
  | { readonly verdict: 'invalid' | 'unknown-key' };

/** What the registry signs of a version: nothing else is covered. Source: npm/pacote `lib/registry.js`. */
export function signedText({ name, version, integrity }: SignedVersion): string {
  return `${name}@${version}:${integrity}`;
}

/**
 * Checks a registry's signature of a version: ECDSA on P-256 with SHA-256, DER in base64. An expired key is compared
 * with the time of the publish, not with now: what it signed while it was good stays good.
 */
export function checkSignature(signed: SignedVersion, signature: RegistrySignature, keyring: Keyring): SignatureCheck {
  const keys = keyring.keys(signature.keyid, 'npm:signatures');
  if (keys.length === 0) return { verdict: 'unknown-key' };
  const der = strictBase64(signature.sig);
  const text = Buffer.from(signedText(signed));
  const found = der && keys.find(({ key }) => verifyP256(key, text, der));
  return found === undefined ? { verdict: 'invalid' } : { verdict: ageVerdict(found, signed.published), key: found };
}

/** Whether a key on P-256 signed these bytes: ECDSA with SHA-256, the signature in DER. */
export function verifyP256(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify('sha256', bytes, { key, dsaEncoding: 'der' }, signature);
  } catch {
    return false;
  }
}

function ageVerdict({ expires }: RegistryKey, published: SignedVersion['published']): 'valid' | 'undated' | 'expired' {
  if (expires === undefined) return 'valid';
  if (typeof published !== 'number') return 'undated';
  return published < expires ? 'valid' : 'expired';
}
