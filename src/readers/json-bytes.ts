/** Bytes that have a meaning in the grammar of JSON (RFC 8259). */
export const BYTE = {
  nul: 0,
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  comma: 44,
  colon: 58,
  openArray: 91,
  backslash: 92,
  closeArray: 93,
  openObject: 123,
  closeObject: 125,
} as const;

/** Kinds of bytes outside strings. Those up to `endsValue` end a value, or are one. */
export const KIND = {
  blank: 0,
  scalar: 1,
  quote: 2,
  closeObject: 3,
  closeArray: 4,
  endsValue: 4,
  openObject: 5,
  openArray: 6,
  colon: 7,
  comma: 8,
  lineFeed: 9,
} as const;

/** Byte -> kind. NUL counts as a blank: files that were laid out in advance are full of them. */
export const KINDS = new Uint8Array(256).fill(KIND.scalar);
for (const blank of [BYTE.nul, BYTE.tab, BYTE.carriageReturn, BYTE.space]) KINDS[blank] = KIND.blank;
KINDS[BYTE.lineFeed] = KIND.lineFeed;
KINDS[BYTE.quote] = KIND.quote;
KINDS[BYTE.comma] = KIND.comma;
KINDS[BYTE.colon] = KIND.colon;
KINDS[BYTE.openArray] = KIND.openArray;
KINDS[BYTE.closeArray] = KIND.closeArray;
KINDS[BYTE.openObject] = KIND.openObject;
KINDS[BYTE.closeObject] = KIND.closeObject;

/** The byte that closes what this one opens; -1 where it opens nothing. */
export function closerOf(byte: number): number {
  if (byte === BYTE.openArray) return BYTE.closeArray;
  return byte === BYTE.openObject ? BYTE.closeObject : -1;
}

/** How many blanks and commas stand at the end. */
export function fillerAtEnd(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && isFiller(bytes[end - 1] ?? 0)) end -= 1;
  return bytes.length - end;
}

function isFiller(byte: number): boolean {
  const kind = KINDS[byte];
  return kind === KIND.blank || kind === KIND.lineFeed || kind === KIND.comma;
}
