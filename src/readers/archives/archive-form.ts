import { decompress, newDecompression } from '../gunzip.ts';
import type { Source } from '../source.ts';
import { isTar } from './tar-header.ts';

/** What an archive is, by its first bytes. */
export interface ArchiveForm {
  readonly kind: 'zip' | 'tar';
  /** How often it is compressed with gzip or Zstandard: tar.gz has 1. */
  readonly levels: number;
}

/** Enough to see a tar header. */
export const ARCHIVE_HEAD = 4096;

/** Members, an empty archive, and one that was written in parts. */
const ZIP = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08PK\x03\x04', 'PK00PK\x03\x04'];

/** Nothing where a source is no archive. */
export async function archiveForm(source: Source): Promise<ArchiveForm | undefined> {
  const decompression = newDecompression();
  const { head, close } = await decompress(() => source.chunks(), ARCHIVE_HEAD, decompression);
  await close();
  const { levels } = decompression;
  if (ZIP.some((magic) => head.toString('latin1', 0, magic.length) === magic)) return { kind: 'zip', levels };
  return isTar(head) ? { kind: 'tar', levels } : undefined;
}
