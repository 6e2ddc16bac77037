import { isObject, type Json, list, member, text } from '../../core/json.ts';

/**
 * A digest file of AWS CloudTrail, as far as its proof needs it. Members and the text that is signed: the vendor's page
 * on the structure of digest files, and aws/aws-cli `awscli/customizations/cloudtrail/validation.py`.
 */
export interface TrailDigest {
  /** As it stands there: the text is signed. */
  readonly start: string;
  readonly end: string;
  readonly place: Place;
  /** The digest before; absent for the first one of a trail, or after its validation was switched off for a time. */
  readonly previous: Place | undefined;
  readonly previousHash: string | undefined;
  readonly previousSignature: string | undefined;
  /** Of the key that signed it. */
  readonly fingerprint: string;
  readonly algorithm: string;
  readonly logs: readonly NamedLog[];
}

/** Where an object lay when CloudTrail wrote it. */
export interface Place {
  readonly bucket: string;
  readonly object: string;
}

/** A log file that was delivered. */
export interface NamedLog {
  readonly place: Place;
  /** SHA-256 of what is in its compression, lower-case hex. */
  readonly sha256: string | undefined;
}

/** Without these a digest proves nothing; `previousDigestSignature` must be there too, but may be null. */
const REQUIRED = ['digestStartTime', 'digestEndTime', 'digestS3Bucket', 'digestS3Object', 'digestPublicKeyFingerprint'];

/** @returns the digest, or what it lacks */
export function readDigest(value: Json | undefined): TrailDigest | string {
  if (!isObject(value)) return 'it is not a JSON object';
  const said = (name: string): string => text(member(value, name)) ?? '';
  const lacking = REQUIRED.find((name) => said(name) === '');
  if (lacking !== undefined) return `${lacking} is missing`;
  const signature = member(value, 'previousDigestSignature');
  if (signature === undefined) return 'previousDigestSignature is missing';
  if (!Array.isArray(member(value, 'logFiles'))) return 'logFiles is missing';
  return {
    start: said('digestStartTime'),
    end: said('digestEndTime'),
    place: { bucket: said('digestS3Bucket'), object: said('digestS3Object') },
    previous: placeOf(said('previousDigestS3Bucket'), said('previousDigestS3Object')),
    previousHash: text(member(value, 'previousDigestHashValue')),
    previousSignature: isText(signature) ? signature : undefined,
    fingerprint: said('digestPublicKeyFingerprint'),
    algorithm: said('digestSignatureAlgorithm'),
    logs: list(member(value, 'logFiles')).map(namedLog),
  };
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}

function placeOf(bucket: string, object: string): Place | undefined {
  return bucket === '' && object === '' ? undefined : { bucket, object };
}

function namedLog(value: Json): NamedLog {
  const said = (name: string): string => text(member(value, name)) ?? '';
  const hash = said('hashValue').toLowerCase();
  const isKnown = said('hashAlgorithm') === 'SHA-256' && /^[0-9a-f]{64}$/.test(hash);
  return {
    place: { bucket: said('s3Bucket'), object: said('s3Object') },
    sha256: isKnown ? hash : undefined,
  };
}

/** `s3://bucket/object`. */
export function placeText({ bucket, object }: Place): string {
  return `s3://${bucket}/${object}`;
}

/** The last step of a path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!'), path.lastIndexOf('\\')) + 1);
}

/**
 * Whether it is a digest of log files that were delivered late. These are a chain of their own, made when there is
 * something to tell, and signed long after the hour they speak of.
 */
export function isBackfill({ object }: Place): boolean {
  return /_backfill\.json(?:\.gz)?$/.test(object);
}

/** `account_CloudTrail-Digest_region_trail_region`: a trail has one digest an hour under this name. */
export function trailOf({ object }: Place): string {
  return baseName(object).replace(/_\d{8}T\d{6}Z(|_backfill)\.json(?:\.gz)?$/, '$1');
}

/** The text that CloudTrail signs. @param hash SHA-256 of what is in the compression of the digest, hex */
export function signedText(digest: Pick<TrailDigest, 'end' | 'place' | 'previousSignature'>, hash: string): string {
  const { end, place, previousSignature } = digest;
  return `${end}\n${place.bucket}/${place.object}\n${hash}\n${previousSignature ?? 'null'}`;
}
