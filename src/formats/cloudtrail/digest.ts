import type { EventDraft } from '../../core/event.ts';
import { isObject, type Json, type JsonObject, list, member, scalar, text } from '../../core/json.ts';
import { type Moment, momentOf } from '../../core/time.ts';

/** A log file as a digest names it. */
interface NamedFile {
  readonly name: string | undefined;
  readonly hash: string | undefined;
}

/** The event of one digest file: what CloudTrail says it delivered in an hour. */
export function digestEvent(digest: JsonObject, end: Moment): EventDraft {
  const said = (name: string) => text(member(digest, name));
  const place = placeOf(said('digestS3Bucket'), said('digestS3Object'));
  const account = scalar(member(digest, 'awsAccountId'));
  return {
    identity:
      place === undefined
        ? {
            by: 'fields',
            values: [account, String(end.micros), said('digestStartTime'), said('previousDigestHashValue')],
          }
        : { by: 'native', key: `aws-cloudtrail-digest:${place}` },
    at: end,
    grade: 'server',
    action: 'other',
    outcome: 'success',
    native_action: 'digest',
    native_id: said('digestS3Object'),
    actor_type: 'system',
    org: account,
    count: list(member(digest, 'logFiles')).length,
    resource: place,
    text: sentences(digest, end).join('; '),
  };
}

function placeOf(bucket: string | undefined, object: string | undefined): string | undefined {
  return object === undefined ? undefined : `s3://${bucket ?? ''}/${object}`;
}

/** In the order of how much depends on it: a long text is cut at its end. */
function sentences(digest: JsonObject, end: Moment): string[] {
  const files = list(member(digest, 'logFiles')).map(namedFile);
  const start = momentOf(member(digest, 'digestStartTime'))?.text;
  return [
    `what was delivered from ${start ?? 'an unreadable time'} to ${end.text}`,
    ...[previousOf(digest), ...filesDoubt(files)].filter((doubt) => doubt !== undefined),
    files.length === 0
      ? 'names no log file'
      : `names ${files.map(({ name, hash }) => `${name ?? '?'} ${hash ?? '?'}`).join(', ')}`,
  ];
}

function namedFile(file: Json): NamedFile {
  const object = text(member(file, 's3Object'));
  return { name: object?.slice(object.lastIndexOf('/') + 1), hash: text(member(file, 'hashValue')) };
}

/** The digest before this one; the first of a trail has none. */
function previousOf(digest: JsonObject): string {
  const said = (name: string) => text(member(digest, name));
  const [object, hash] = [said('previousDigestS3Object'), said('previousDigestHashValue')];
  if (object === undefined && hash === undefined) return 'names no digest before it';
  const doubt = isHash(hash) ? '' : ' (not a SHA-256 of 64 hex digits)';
  return `follows ${placeOf(said('previousDigestS3Bucket'), object) ?? '?'} ${hash ?? '?'}${doubt}`;
}

function filesDoubt(files: readonly NamedFile[]): (string | undefined)[] {
  const doubtful = files.filter(({ name, hash }) => name === undefined || !isHash(hash)).length;
  return [doubtful === 0 ? undefined : `${doubtful} of ${files.length} log files without name or SHA-256`];
}

function isHash(value: Json | undefined): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value);
}

/** Members by which a digest is told from everything else. */
export const DIGEST_MEMBERS = ['digestStartTime', 'digestEndTime', 'logFiles', 'digestSignatureAlgorithm'] as const;

export function isDigest(value: Json): boolean {
  return isObject(value) && DIGEST_MEMBERS.every((name) => member(value, name) !== undefined);
}
