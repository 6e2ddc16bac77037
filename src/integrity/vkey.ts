import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { strictBase64 } from './base64.ts';
import { cosignedBytes, cosignedTime, TIME_SIZE } from './cosignature.ts';
import { NoteError } from './note-error.ts';

/** Signature types of C2SP signed-note: Ed25519 over the text, and a witness's cosignature with its time. */
export const KEY_TYPE = { ed25519: 0x01, cosignature: 0x04 } as const;
export type KeyType = (typeof KEY_TYPE)[keyof typeof KEY_TYPE];

/** DER of an Ed25519 public key (RFC 8410) before its 32 bytes. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_SIZE = 32;

/** A public key that signatures of notes are checked with. */
export interface Verifier {
  readonly name: string;
  /** 8 lower-case hex digits. With the name it tells one key from others; it is no proof of anything. */
  readonly keyId: string;
  readonly type: KeyType;
  /** The key as a line of text. */
  readonly vkey: string;
  /** Whether this key signed the text of a note. `signature` is what follows the key id in its line. */
  verify(text: Uint8Array, signature: Uint8Array): boolean;
  /** For cosignatures: seconds since 1970 at which the witness says it saw the note. */
  time(signature: Uint8Array): number | undefined;
}

/** C2SP signed-note: neither empty nor with `+` or white space. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^+\p{White_Space}]+$/u.test(name);
}

/** First four bytes of SHA-256(name, LF, type, public key), as hex. */
function keyIdOf(name: string, type: KeyType, publicKey: Uint8Array): string {
  const head = Buffer.from(`${name}\n`, 'utf8');
  return hash('sha256', Buffer.concat([head, Buffer.of(type), publicKey]), 'hex').slice(0, 8);
}

/** The line of text that stands for a public key. @throws {NoteError} `key` for a name that no note can hold */
export function vkeyText(name: string, type: KeyType, publicKey: Uint8Array): string {
  if (!isKeyName(name)) throw new NoteError('key', `"${name}" cannot name a key: no blanks, no +`);
  const encoded = Buffer.concat([Buffer.of(type), publicKey]).toString('base64');
  return `${name}+${keyIdOf(name, type, publicKey)}+${encoded}`;
}

/** Whether both stand for one key pair, whatever its names and uses. */
export function isSameKey(a: Verifier, b: Verifier): boolean {
  const bytes = ({ vkey }: Verifier): Buffer => Buffer.from(vkey.split('+').slice(2).join('+'), 'base64').subarray(1);
  return bytes(a).equals(bytes(b));
}

/** The 32 bytes of an Ed25519 public key. @throws {NoteError} `key` for a key of another kind */
export function publicBytes(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new NoteError('key', 'not an Ed25519 key');
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

/**
 * Reads `name+id+base64`. The base64 may hold `+` too: only the first two divide.
 * @throws {NoteError} `key`: what is wrong with it
 */
export function parseVkey(text: string): Verifier {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text);
  const [, name = '', keyId = '', encoded = ''] = match ?? [];
  if (match === null || !isKeyName(name)) throw new NoteError('key', 'a public key is written name+id+base64');
  const bytes = strictBase64(encoded);
  if (bytes === undefined) throw new NoteError('key', `key ${name}+${keyId}: not base64`);
  const type = typeOf(bytes, `key ${name}+${keyId}`);
  const publicKey = bytes.subarray(1);
  if (keyIdOf(name, type, publicKey) !== keyId) {
    throw new NoteError('key', `key ${name}+${keyId}: the id does not belong to this name and key`);
  }
  return { name, keyId, type, vkey: text, ...checksOf(type, publicKey) };
}

function typeOf(bytes: Buffer, which: string): KeyType {
  const type = Object.values(KEY_TYPE).find((known) => known === bytes[0]);
  if (type === undefined) throw new NoteError('key', `${which}: type ${bytes[0] ?? 'missing'} is not known`);
  if (bytes.length !== 1 + KEY_SIZE) throw new NoteError('key', `${which}: an Ed25519 key has ${KEY_SIZE} bytes`);
  return type;
}

function checksOf(type: KeyType, publicKey: Buffer): Pick<Verifier, 'verify' | 'time'> {
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
  if (type === KEY_TYPE.ed25519) {
    return { verify: (text, signature) => verify(null, text, key, signature), time: () => undefined };
  }
  return {
    verify: (text, signature) => {
      const bytes = cosignedBytes(text, signature);
      return bytes !== undefined && verify(null, bytes, key, signature.subarray(TIME_SIZE));
    },
    time: cosignedTime,
  };
}

/** The keys in a file: one a line; empty lines and lines that begin with `#` are left out, a key counts once. */
export function parseVkeys(text: string): readonly Verifier[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return [...new Set(keys)].map(parseVkey);
}
