/**
 * Cosignatures (C2SP tlog-cosignature, type 0x04): a witness saw this checkpoint, and nothing that contradicts it, at a
 * time. What stands in the signature line is the time as 8 bytes and the Ed25519 signature.
 */
export const TIME_SIZE = 8;
const SIGNATURE_SIZE = 64;

/** Seconds since 1970; undefined for what is no cosignature, or a time past what counts exactly. */
export function cosignedTime(signature: Uint8Array): number | undefined {
  if (signature.length !== TIME_SIZE + SIGNATURE_SIZE) return undefined;
  const time = Number(Buffer.from(signature).readBigUInt64BE());
  return Number.isSafeInteger(time) ? time : undefined;
}

/** The bytes that a witness signs; undefined for what is no cosignature. */
export function cosignedBytes(text: Uint8Array, signature: Uint8Array): Buffer | undefined {
  const time = cosignedTime(signature);
  return time === undefined ? undefined : statement(text, time);
}

/** A line that says what this is, its time, and the text of the note. */
function statement(text: Uint8Array, time: number): Buffer {
  return Buffer.concat([Buffer.from(`cosignature/v1\ntime ${time}\n`), text]);
}

/** @param time seconds since 1970 */
export function cosignature(text: Uint8Array, time: number, sign: (bytes: Uint8Array) => Uint8Array): Buffer {
  const head = Buffer.alloc(TIME_SIZE);
  head.writeBigUInt64BE(BigInt(time));
  return Buffer.concat([head, sign(statement(text, time))]);
}
