import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { cosignature } from './cosignature.ts';
import type { Signer } from './note.ts';
import { KEY_TYPE, type KeyType, parseVkey, publicBytes, type Verifier, vkeyText } from './vkey.ts';

/** A private key under a name, and the public key that checks it. Nothing here shows the private key. */
export interface KeyPair {
  readonly signer: Signer;
  readonly verifier: Verifier;
}

/** @throws {NoteError} `key` for a key of another kind, or a name that no note can hold */
export function signerOf(name: string, key: KeyObject): KeyPair {
  return pairOf(name, key, KEY_TYPE.ed25519, (text) => sign(null, text, key));
}

/**
 * The same as a witness, whose signatures say when.
 * @param time seconds since 1970
 * @throws {NoteError} `key` as above
 */
export function cosignerOf(name: string, key: KeyObject, time: number): KeyPair {
  return pairOf(name, key, KEY_TYPE.cosignature, (text) => cosignature(text, time, (bytes) => sign(null, bytes, key)));
}

function pairOf(name: string, key: KeyObject, type: KeyType, signText: Signer['sign']): KeyPair {
  const verifier = parseVkey(vkeyText(name, type, publicBytes(createPublicKey(key))));
  return { signer: { name, keyId: verifier.keyId, sign: signText }, verifier };
}
