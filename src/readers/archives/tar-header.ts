/** A block of a tar archive is as long as this, and all begins at a multiple of it. */
export const BLOCK = 512;

/** What a header says of a member, or of the headers that follow it. */
export interface TarHeader {
  readonly name: string;
  /** The type flag as a character: `0` for a file. */
  readonly flag: string;
  /** Bytes that follow. */
  readonly size: number;
  /** What a link leads to. */
  readonly target: string;
  /** More blocks of a map of holes follow this one (GNU sparse files). */
  readonly extended: boolean;
}

const CHECKSUM = 148;
const MAGIC = 257;

/** Reads a header block (POSIX ustar, GNU, and the older form without a magic number). Nothing where it is none. */
export function readHeader(block: Buffer): TarHeader | undefined {
  if (block.length < BLOCK || !hasChecksum(block)) return undefined;
  const size = numberAt(block, 124, 12);
  if (size === undefined) return undefined;
  const magic = block.toString('latin1', MAGIC, MAGIC + 6);
  const prefix = magic === 'ustar\0' ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  const flag = block[156] === 0 ? '0' : String.fromCharCode(block[156] ?? 0);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    flag,
    size,
    target: textAt(block, 157, 100),
    extended: flag === 'S' && block[482] !== 0,
  };
}

/** Whether a file begins like a tar archive: with a header, or with one that is damaged and names its format. */
export function isTar(head: Buffer): boolean {
  return head.toString('latin1', MAGIC, MAGIC + 5) === 'ustar' || (readHeader(head)?.name ?? '') !== '';
}

export function isZero(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** The sum of all bytes, its own taken as blanks. Some old programs added them as signed numbers. */
function hasChecksum(block: Buffer): boolean {
  const stated = numberAt(block, CHECKSUM, 8);
  let [sum, signed] = [0, 0];
  for (let i = 0; i < BLOCK; i += 1) {
    const byte = i >= CHECKSUM && i < CHECKSUM + 8 ? 32 : (block[i] ?? 0);
    sum += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return stated !== undefined && stated > 0 && (stated === sum || stated === signed);
}

/** Octal digits, or binary where the first bit is set. */
function numberAt(block: Buffer, at: number, size: number): number | undefined {
  const first = block[at] ?? 0;
  if (first >= 0x80) return binaryAt(block, at, size);
  const text = block
    .toString('latin1', at, at + size)
    .replace(/\0.*$/s, '')
    .trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text === '' ? '0' : text, 8) : undefined;
}

/** Negative numbers and such beyond 2^53 are none. */
function binaryAt(block: Buffer, at: number, size: number): number | undefined {
  let value = (block[at] ?? 0) & 0x7f;
  for (let i = at + 1; i < at + size; i += 1) value = value * 256 + (block[i] ?? 0);
  return Number.isSafeInteger(value) ? value : undefined;
}

function textAt(block: Buffer, at: number, size: number): string {
  const field = block.subarray(at, at + size);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? size : end);
}
