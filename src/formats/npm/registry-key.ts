import { at, type Json, member, text } from '../../core/json.ts';

/** A key that a registry signs with, in whichever form it is listed. */
export interface RegistryKey {
  /** `SHA256:…`, by which signatures name it. Looked up, never computed. */
  readonly id: string;
  /** What it signs: `npm:signatures`, `npm:attestations`. Only sigstore's form says. */
  readonly usage: string | undefined;
  /** Base64 of its SPKI DER. */
  readonly material: string | undefined;
  readonly scheme: string | undefined;
  readonly starts: Json | undefined;
  readonly expires: Json | undefined;
}

/**
 * `{keyid, keytype, scheme, key, expires}` as a registry answers, `{keyId, keyUsage, publicKey}` as sigstore lists it.
 * Undefined where it has no name.
 */
export function readRegistryKey(json: Json | undefined): RegistryKey | undefined {
  const id = text(member(json, 'keyid')) ?? text(member(json, 'keyId'));
  if (id === undefined) return undefined;
  return {
    id,
    usage: text(member(json, 'keyUsage')),
    material: text(member(json, 'key')) ?? text(at(json, 'publicKey', 'rawBytes')),
    scheme: text(member(json, 'scheme')) ?? text(at(json, 'publicKey', 'keyDetails')),
    starts: at(json, 'publicKey', 'validFor', 'start'),
    expires: member(json, 'expires') ?? at(json, 'publicKey', 'validFor', 'end'),
  };
}
