import { hash } from 'node:crypto';
import type { Json } from './json.ts';

/**
 * A value that stands beside a record, not in it, in the form of RFC 9901 (selective disclosure, without the JWT): the
 * record holds the digest of `base64url(["<salt>","<name>",<value>])`. Without the text, and so without its random
 * salt, nobody can find the value from the digest, not even by trying all of them.
 */
export interface Disclosure {
  /** SHA-256 of the text, base64url, as the record holds it. */
  readonly digest: string;
  readonly text: string;
}

export const SALT_SIZE = 16;

/** @param salt 16 random bytes, used once */
export function disclose(name: string, value: Json, salt: Uint8Array): Disclosure {
  const json = JSON.stringify([Buffer.from(salt).toString('base64url'), name, value]);
  const text = Buffer.from(json).toString('base64url');
  return { digest: digestOf(text), text };
}

/** What a record holds of a disclosure. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url' as 'base64');
}

/** Bytes of a digest by which a removed value is named: nobody can make another value that has the same. */
const NAME_SIZE = 16;

/** The part of a digest, as bytes, by which a removed value is named: hex. */
export function shortDigest(digest: Uint8Array): string {
  return Buffer.from(digest.subarray(0, NAME_SIZE)).toString('hex');
}

/** Names of removed values, one behind the other. @param digests hex, whole or short */
export function packDigests(digests: readonly string[]): string {
  return Buffer.concat(digests.map((digest) => Buffer.from(digest, 'hex').subarray(0, NAME_SIZE))).toString('base64');
}

/** The names in it, hex; undefined where it cannot be what `packDigests` gave. */
export function unpackDigests(packed: string): readonly string[] | undefined {
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length % NAME_SIZE !== 0 || bytes.toString('base64') !== packed) return undefined;
  const count = bytes.length / NAME_SIZE;
  return Array.from({ length: count }, (_, i) => shortDigest(bytes.subarray(i * NAME_SIZE)));
}

/** Name and value; undefined for a text that is no disclosure, or that can be written in another way. */
export function readDisclosure(text: string): { readonly name: string; readonly value: Json } | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) return undefined;
  try {
    const read = JSON.parse(bytes.toString('utf8')) as unknown;
    if (!Array.isArray(read) || read.length !== 3) return undefined;
    const [salt, name, value] = read as [unknown, unknown, Json];
    if (typeof salt !== 'string' || typeof name !== 'string' || RESERVED.has(name)) return undefined;
    return { name, value };
  } catch {
    return undefined;
  }
}

/** Names that mean something else in that form; the last would be the prototype of what it is put into. */
const RESERVED: ReadonlySet<string> = new Set(['_sd', '...', '__proto__']);
