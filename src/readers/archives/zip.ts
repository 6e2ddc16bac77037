import { isUtf8 } from 'node:buffer';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { type ArchiveItem, labelOf } from './archive-item.ts';
import type { Budget } from './budget.ts';
import type { SlicedSource } from './spool.ts';
import { zipMember } from './zip-member.ts';
import { ZipReader } from './zip-reader.ts';

const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};
/** File type bits of Unix, in the upper half of the external attributes. */
const LINK = 0xa000;
/** The flag of a name in UTF-8. */
const UTF8 = 0x800;

/** The members of a zip archive as its directory lists them. */
export async function* zipItems(source: SlicedSource, size: number, budget: Budget): AsyncGenerator<ArchiveItem> {
  let zip: ZipFile;
  try {
    const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
    zip = await fromRandomAccessReaderPromise(new ZipReader(source, size), size, options);
  } catch (error) {
    yield { kind: 'damage', reason: meaningOf(error) };
    return;
  }
  const entries = zip.eachEntry();
  for (let packed = 0; ; ) {
    const next = await entries.next().catch(meaningOf);
    if (typeof next === 'string') yield { kind: 'damage', reason: `after ${zip.entriesRead} members: ${next}` };
    if (typeof next === 'string' || next.done === true) return;
    const entry = next.value;
    budget.countMember();
    packed += entry.compressedSize;
    if (packed > size) {
      yield { kind: 'damage', reason: 'its members lie over each other, as in a zip bomb; the rest was not read' };
      return;
    }
    const item = await itemOf(entry, zip, source, budget);
    if (item !== undefined) yield item;
  }
}

async function itemOf(
  entry: Entry,
  zip: ZipFile,
  source: SlicedSource,
  budget: Budget,
): Promise<ArchiveItem | undefined> {
  const name = labelOf(nameOf(entry));
  const type = (entry.externalFileAttributes >>> 16) & 0xf000;
  if (name.endsWith('/')) return undefined;
  if (type === LINK) return { kind: 'passed', name, reason: 'a link; it is not followed' };
  if (entry.isEncrypted()) return { kind: 'refused', name, reason: 'encrypted: unpack it with its password first' };
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    const method = METHODS[entry.compressionMethod] ?? `method ${entry.compressionMethod}`;
    return { kind: 'refused', name, reason: `compressed with ${method}: unpack it first` };
  }
  const place = await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch(() => undefined);
  if (place === undefined) return { kind: 'refused', name, reason: 'its bytes are not where the directory says' };
  return { kind: 'member', name, source: zipMember(name, entry, place.fileDataStart, source, budget) };
}

/** UTF-8 where it says so, or reads so: most programs write it without saying so. Else code page 437. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const flag = isUtf8(fileNameRaw) ? generalPurposeBitFlag | UTF8 : generalPurposeBitFlag;
  return getFileNameLowLevel(flag, fileNameRaw, extraFields, false);
}

/** What the library says of a damaged archive, in other words. */
function meaningOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (/End of central directory/.test(message))
    return 'its directory is missing: it was cut off. Fetch it again, or repair it with zip -FF';
  if (/comment/.test(message)) return 'bytes that do not belong to it follow its end';
  if (/multi-disk/.test(message)) return 'one part of several: join them first, with zip -s 0';
  if (/strong encryption/.test(message)) return 'its directory is encrypted';
  return 'its directory is damaged';
}
