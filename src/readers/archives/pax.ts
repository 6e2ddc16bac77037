/** Attributes that count: all others say nothing of the bytes. */
const NAMES = /^(?:path|linkpath|size|GNU\.sparse\.(?:major|map|name|numblocks|size))$/;
/** Decimal digits of the length of a record, at most. */
const MOST_DIGITS = 10;
const [BLANK, ZERO, NINE] = [0x20, 0x30, 0x39];

/**
 * Records of a pax header (POSIX.1-2001): `<length> <name>=<value>\n`, the length counting all of it. Reading stops at
 * what is no record. Linear in the size, whatever the bytes.
 */
export function readPax(bytes: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const blank = blankAfterDigits(bytes, at);
    if (blank === undefined) break;
    const end = at + Number(bytes.toString('latin1', at, blank));
    if (end <= blank + 1 || end > bytes.length) break;
    const equals = bytes.subarray(blank + 1, end).indexOf('=');
    const name = equals === -1 ? '' : bytes.toString('latin1', blank + 1, blank + 1 + Math.min(equals, 64));
    if (NAMES.test(name)) records.set(name, bytes.toString('utf8', blank + 2 + equals, end - 1));
    at = end;
  }
  return records;
}

function blankAfterDigits(bytes: Buffer, from: number): number | undefined {
  let at = from;
  for (; at < from + MOST_DIGITS; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) break;
  }
  return at > from && bytes[at] === BLANK ? at : undefined;
}
