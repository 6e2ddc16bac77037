import { createHmac } from 'node:crypto';
import { type Sha256, sha256 } from './digest.ts';

/**
 * The key of a case: 32 random bytes that stand in it and can be erased. What is derived with it cannot be guessed
 * without it, and means nothing once it is gone.
 */
export type CaseKey = Buffer;

export const KEY_SIZE = 32;

/** HMAC-SHA256 of a text, as hex. */
export function keyed(key: CaseKey, text: string): Sha256 {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** What the ledger says of the key, so that another one is noticed. The key itself is too long to be guessed. */
export function keyDigest(key: CaseKey): Sha256 {
  return sha256(key);
}
