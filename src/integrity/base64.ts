import { HASH_SIZE } from '../core/merkle.ts';

/** Bytes of a text in the one base64 that RFC 4648 section 4 writes; `Buffer.from` alone takes almost anything. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** A SHA-256 hash in base64. */
export function base64Hash(text: string): Buffer | undefined {
  const bytes = strictBase64(text);
  return bytes?.length === HASH_SIZE ? bytes : undefined;
}

/** A decimal number from 0 to 2^53 - 1 without needless zeros. */
export function decimal(text: string): number | undefined {
  const value = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}
