import { NoteError } from './note-error.ts';

/** One value of DER (X.690): a tag, and bytes that may hold further values. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  /** With its tag and length. */
  readonly raw: Buffer;
}

export const TAG = {
  octets: 0x04,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
} as const;

/** Lengths of lengths: nothing here is near 16 MiB. */
const LONGEST_LENGTH = 3;

/** The values that stand one after the other in some bytes. @throws {NoteError} `malformed` */
export function derValues(bytes: Buffer): readonly Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = derAt(bytes, at);
    values.push(value);
    at += value.raw.length;
  }
  return values;
}

/** The values inside one that must have this tag. @throws {NoteError} `malformed` */
export function derInside(value: Der | undefined, tag: number): readonly Der[] {
  return derValues(derContent(value, tag));
}

/** Bytes of a value that must have this tag. @throws {NoteError} `malformed` */
export function derContent(value: Der | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw fault(`tag ${tag} expected, found ${value?.tag ?? 'nothing'}`);
  return value.content;
}

/** An object identifier in dots. @throws {NoteError} `malformed` */
export function derOid(value: Der | undefined): string {
  const [first = 0, ...rest] = base128(derContent(value, TAG.oid));
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

function base128(bytes: Buffer): number[] {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    numbers.push(number);
    number = 0;
  }
  return numbers;
}

function derAt(bytes: Buffer, at: number): Der {
  const [tag, short] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || short === undefined || (tag & 0x1f) === 0x1f) throw fault('cut off');
  const more = short < 0x80 ? 0 : short - 0x80;
  if (short === 0x80 || more > LONGEST_LENGTH || at + 2 + more > bytes.length) throw fault('a length that is none');
  const length = more === 0 ? short : bytes.readUIntBE(at + 2, more);
  const start = at + 2 + more;
  if (start + length > bytes.length) throw fault('cut off');
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) };
}

function fault(message: string): NoteError {
  return new NoteError('malformed', `not DER: ${message}`);
}
