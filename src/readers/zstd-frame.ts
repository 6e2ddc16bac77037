/** First bytes of a frame. */
export const MAGIC = 0xfd2fb528;
/** `0x184D2A50` to `0x184D2A5F`: frames that hold something else, such as an index. */
const SKIPPABLE = 0x184d2a5;
/** As the zstd tool allows without being asked for more. */
const LARGEST_WINDOW = 128 * 1024 * 1024;

const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];

/** Bytes of the frame header that these begin, as far as they tell: ask again with so many. Nothing if it is none. */
export function frameHeaderSize(bytes: Buffer): number | undefined {
  const magic = bytes.readUInt32LE(0);
  if (magic >>> 4 === SKIPPABLE) return 8;
  if (magic !== MAGIC) return undefined;
  const descriptor = bytes[4];
  if (descriptor === undefined) return 5;
  const { single, dictionaryBytes, sizeBytes } = fieldsOf(descriptor);
  return 5 + (single ? 0 : 1) + dictionaryBytes + sizeBytes;
}

/** Bytes that follow the header of a frame that is to be skipped; nothing for a frame with data. */
export function skippableSize(header: Buffer): number | undefined {
  return header.readUInt32LE(0) === MAGIC ? undefined : header.readUInt32LE(4);
}

/** @throws {RangeError} for a frame that asks for a dictionary, for too large a window, or for what does not exist */
export function readFrameHeader(header: Buffer): { readonly checksum: boolean; readonly window: number } {
  const descriptor = header[4] ?? 0;
  const { single, dictionaryBytes, sizeBytes } = fieldsOf(descriptor);
  const start = header.length - sizeBytes - dictionaryBytes;
  const dictionary = dictionaryBytes === 0 ? 0 : header.readUIntLE(start, dictionaryBytes);
  const window = single ? contentSize(header, sizeBytes) : windowOf(header[5] ?? 0);
  if ((descriptor & 8) !== 0 || dictionary !== 0 || window > LARGEST_WINDOW) throw new RangeError('frame');
  return { checksum: (descriptor & 4) !== 0, window };
}

function fieldsOf(descriptor: number) {
  const single = (descriptor & 0x20) !== 0;
  const dictionaryBytes = DICTIONARY_BYTES[descriptor & 3] ?? 0;
  const sizeBytes = descriptor >> 6 === 0 ? Number(single) : (SIZE_BYTES[descriptor >> 6] ?? 0);
  return { single, dictionaryBytes, sizeBytes };
}

function contentSize(header: Buffer, sizeBytes: number): number {
  const at = header.length - sizeBytes;
  if (sizeBytes === 8) return Number(header.readBigUInt64LE(at));
  return header.readUIntLE(at, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
