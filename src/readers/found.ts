import type { Sha256 } from '../core/digest.ts';
import type { Tarball } from '../core/format.ts';
import type { Moment } from '../core/time.ts';
import type { Source } from './source.ts';

/** One file that may be evidence, or one member of an archive. */
export interface Found {
  readonly path: string;
  /** The path as the user would write it; for a member `archive.zip!path/in/it`. */
  readonly name: string;
  readonly source: Source;
  /** Set where the bytes were read already. */
  readonly digest?: { readonly sha256: Sha256; readonly bytes: number };
  readonly member?: FoundMember;
}

export interface FoundMember {
  /** Digest of the archive that lies there. */
  readonly archive: Sha256;
  /** Its name in the archive; through archives in it, `inner.tar.gz!path`. A label: it names nothing on this machine. */
  readonly path: string;
  /** When it was collected, as a `collected.tsv` in the same archive says. */
  readonly collected?: Moment;
  /** The tarball, for the manifest of an npm package. */
  readonly tarball?: Tarball;
}
