import { hash } from 'node:crypto';

/** 64 lower-case hex digits. */
export type Sha256 = string;

/** `crypto.hash` with hex output is 3 to 4 times faster for short messages than `createHash` (Node >= 20.12). */
export function sha256(data: string | Uint8Array): Sha256 {
  return hash('sha256', data, 'hex');
}

/** SHA-512 of a token as hex: the form npm shows as a token's `key`. */
export function sha512Hex(data: string): string {
  return hash('sha512', data, 'hex');
}

/** SHA-256 of a token as base64: the form GitHub's audit log calls `hashed_token`. */
export function sha256Base64(data: string): string {
  return hash('sha256', data, 'base64');
}
