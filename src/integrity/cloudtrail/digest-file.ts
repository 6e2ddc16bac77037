import { momentOf } from '../../core/time.ts';
import { baseName, placeText, type TrailDigest } from './digest.ts';

/** A digest in evidence. */
export interface DigestFile {
  /** `EV-1a2b3c4d`. */
  readonly evidence: string;
  /** Name of the file; absent where several digests stand in one. */
  readonly name: string | undefined;
  readonly digest: TrailDigest;
  /** SHA-256 of its bytes: of what is in the compression of the file, and of the digest as it stands in it. */
  readonly hashes: readonly string[];
  /** What is wrong with the compressed data. */
  readonly damage?: string;
}

/** A digest without the files it names: a year of them is kept in memory. */
export type DigestNode = Omit<TrailDigest, 'logs'> &
  Pick<DigestFile, 'evidence' | 'hashes'> & {
    readonly place: TrailDigest['place'];
    /** Microseconds, where they can be read. */
    readonly from: number | undefined;
    readonly until: number | undefined;
  };

export function nodeOf({ evidence, hashes, digest }: DigestFile): DigestNode {
  const { logs: _, ...rest } = digest;
  const micros = (text: string): number | undefined => momentOf(text)?.micros;
  return { ...rest, evidence, hashes, from: micros(digest.start), until: micros(digest.end) };
}

/** As sentences name a digest. */
export function whoIs({ evidence, place }: Pick<DigestNode, 'evidence' | 'place'>): string {
  return `${evidence} ${placeText(place)}`;
}

const DIGEST_NAME = /_CloudTrail-Digest_.*_\d{8}T\d{6}Z(?:_backfill)?\.json(?:\.gz)?$/;

/**
 * Whether the file lies elsewhere than where CloudTrail put it. A name that someone gave it says nothing; the name of
 * another digest, or the folders of another one, do.
 */
export function wasMoved({ name, digest }: DigestFile): boolean {
  if (name === undefined || !DIGEST_NAME.test(baseName(name))) return false;
  const tail = (path: string): string => {
    const folders = path.indexOf('AWSLogs/');
    return (folders === -1 ? baseName(path) : path.slice(folders)).replace(/\.gz$/, '');
  };
  const { object } = digest.place;
  return tail(name) !== (name.includes('AWSLogs/') ? tail(object) : baseName(tail(object)));
}
