interface Magic {
  readonly name: string;
  readonly bytes: string;
  readonly at?: number;
}

/** Beginnings of files that are no text (latin1). */
const MAGIC: readonly Magic[] = [
  { name: 'a zip archive', bytes: 'PK\x03\x04' },
  { name: 'an empty zip archive', bytes: 'PK\x05\x06' },
  { name: 'a tar archive', bytes: 'ustar', at: 257 },
  { name: 'zstd data', bytes: '\x28\xb5\x2f\xfd' },
  { name: 'xz data: unpack it first, unxz -k FILE', bytes: '\xfd7zXZ\x00' },
  { name: 'bzip2 data: unpack it first, bunzip2 -k FILE', bytes: 'BZh' },
  { name: 'a 7z archive: unpack it first, 7z x FILE', bytes: '7z\xbc\xaf\x27\x1c' },
  { name: 'a RAR archive: unpack it first, unrar x FILE', bytes: 'Rar!\x1a\x07' },
  { name: 'lz4 data: unpack it first, unlz4 -k FILE', bytes: '\x04\x22\x4d\x18' },
  { name: 'compress data: unpack it first, uncompress -k FILE', bytes: '\x1f\x9d' },
  { name: 'an SQLite database', bytes: 'SQLite format 3\x00' },
  { name: 'a PDF document', bytes: '%PDF-' },
  { name: 'a PNG image', bytes: '\x89PNG\r\n' },
  { name: 'a JPEG image', bytes: '\xff\xd8\xff' },
  { name: 'a Parquet file', bytes: 'PAR1' },
  { name: 'an ELF program', bytes: '\x7fELF' },
  { name: 'a Windows event log', bytes: 'ElfFile\x00' },
];

/** Most control characters that text has, per byte. Compressed or encrypted data has one in ten. */
const MOST_CONTROLS = 0.05;
/** Tab, line feed, form feed, carriage return, escape, backspace: all found in logs. */
const TEXT_CONTROLS = new Set([8, 9, 10, 12, 13, 27]);
/** NULs in a row that a file laid out in advance has; fewer are as odd as any control character. */
const NUL_RUN = 16;

/** What a file is that holds no text; nothing if it may be text. */
export function binaryKind(head: Buffer): string | undefined {
  const known = MAGIC.find(({ bytes, at = 0 }) => head.toString('latin1', at, at + bytes.length) === bytes);
  if (known !== undefined) return known.name;
  return controls(head) > MOST_CONTROLS * head.length ? 'binary data' : undefined;
}

function controls(head: Buffer): number {
  let [count, nuls] = [0, 0];
  for (const byte of [...head, 1]) {
    if (byte === 0) {
      nuls += 1;
      continue;
    }
    if (nuls < NUL_RUN) count += nuls;
    nuls = 0;
    if (byte < 32 && !TEXT_CONTROLS.has(byte)) count += 1;
  }
  return count - 1;
}
