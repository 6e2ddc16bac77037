import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** A trail of CloudTrail as AWS would deliver it, signed with a key of this test run. */
export const ACCOUNT = '123456789012';
export const FINGERPRINT = '47aaa19f7eec22e9bd0b5e58cfade8cb';

export interface TestKey {
  readonly key: KeyObject;
  /** As `aws cloudtrail list-public-keys` prints it. */
  readonly listed: Readonly<Record<string, string>>;
}

export function testKey(fingerprint = FINGERPRINT): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const listed = {
    Value: publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'),
    ValidityStartTime: '2026-01-01T00:00:00+00:00',
    ValidityEndTime: '2026-12-31T00:00:00+00:00',
    Fingerprint: fingerprint,
  };
  return { key: privateKey, listed };
}

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One hour of a trail: the digest as text, its signature, and the log files it names. */
export interface Hour {
  readonly name: string;
  readonly place: { readonly bucket: string; readonly object: string };
  readonly text: string;
  readonly signature: string;
  readonly logs: readonly { readonly name: string; readonly text: string }[];
}

/** How an hour differs from the usual. */
export interface HourOptions {
  readonly hour: number;
  /** The digest before; none begins a trail. */
  readonly before?: Hour | undefined;
  readonly bucket?: string;
  readonly logs?: number;
  readonly key: TestKey;
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Of the name, before `.json.gz`. */
  readonly suffix?: string;
}

/** `2026-03-31T05:00:00Z` */
function clock(hour: number): string {
  return new Date(Date.UTC(2026, 2, 31, hour)).toISOString().replace('.000Z', 'Z');
}

export function hourOf({
  hour,
  before,
  bucket = 'trail-bucket',
  logs = 1,
  key,
  changes = {},
  suffix = '',
}: HourOptions): Hour {
  const stamp = clock(hour + 1).replaceAll(/[-:]/g, '');
  const name = `${ACCOUNT}_CloudTrail-Digest_us-east-1_test_us-east-1_${stamp}${suffix}.json.gz`;
  const folder = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/2026/03/31`;
  const place = { bucket, object: `${folder}/${name}` };
  const files = Array.from({ length: logs }, (_, index) => logFile(hour, index));
  const digest = {
    awsAccountId: ACCOUNT,
    digestStartTime: clock(hour),
    digestEndTime: clock(hour + 1),
    digestS3Bucket: bucket,
    digestS3Object: place.object,
    digestPublicKeyFingerprint: FINGERPRINT,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: clock(hour),
    oldestEventTime: clock(hour),
    previousDigestS3Bucket: before?.place.bucket ?? null,
    previousDigestS3Object: before?.place.object ?? null,
    previousDigestHashValue: before === undefined ? null : sha256(before.text),
    previousDigestHashAlgorithm: before === undefined ? null : 'SHA-256',
    previousDigestSignature: before?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: bucket,
      s3Object: `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2026/03/31/${file.name}`,
      hashValue: sha256(file.text),
      hashAlgorithm: 'SHA-256',
      newestEventTime: clock(hour),
      oldestEventTime: clock(hour),
    })),
    ...changes,
  };
  const text = JSON.stringify(digest);
  return { name, place, text, signature: signatureOf(digest, text, key), logs: files };
}

function signatureOf(digest: Readonly<Record<string, unknown>>, text: string, { key }: TestKey): string {
  const signed = [
    digest['digestEndTime'],
    `${String(digest['digestS3Bucket'])}/${String(digest['digestS3Object'])}`,
    sha256(text),
    digest['previousDigestSignature'] ?? 'null',
  ];
  return sign('sha256', Buffer.from(signed.join('\n')), key).toString('hex');
}

function logFile(hour: number, index: number): { readonly name: string; readonly text: string } {
  const record = {
    eventVersion: '1.08',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ci`, accountId: ACCOUNT, userName: 'ci' },
    eventTime: clock(hour),
    eventSource: 'codeartifact.amazonaws.com',
    eventName: 'ReadFromRepository',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    requestParameters: { domainName: 'acme', repositoryName: 'npm', packageName: 'axios', packageVersion: '1.14.1' },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(hour * 1000 + index).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
  };
  const stamp = clock(hour).replaceAll(/[-:]/g, '').replace('00Z', 'Z');
  return {
    name: `${ACCOUNT}_CloudTrail_us-east-1_${stamp}_log${index}.json.gz`,
    text: JSON.stringify({ Records: [record] }),
  };
}

/** Hours that follow each other, from 0 on. */
export function hoursOf(count: number, key: TestKey, logs = 1): Hour[] {
  const hours: Hour[] = [];
  for (let hour = 0; hour < count; hour++) hours.push(hourOf({ hour, before: hours.at(-1), key, logs }));
  return hours;
}

/** Writes the files of a trail as a collector has them: digests, log files, the metadata of the newest digest, the keys. */
export function writeTrail(folder: string, hours: readonly Hour[], keys: readonly TestKey[]): void {
  mkdirSync(folder, { recursive: true });
  for (const hour of hours) {
    writeFileSync(join(folder, hour.name), gzipSync(hour.text));
    for (const log of hour.logs) writeFileSync(join(folder, log.name), gzipSync(log.text));
  }
  const last = hours.at(-1);
  if (last !== undefined) writeMetadata(folder, last);
  if (keys.length === 0) return;
  const list = { PublicKeyList: keys.map(({ listed }) => listed) };
  writeFileSync(join(folder, 'cloudtrail-keys.json'), JSON.stringify(list, undefined, 4));
}

/** What `aws s3api head-object` prints. */
export function writeMetadata(folder: string, { name, signature }: Pick<Hour, 'name' | 'signature'>): void {
  const head = {
    AcceptRanges: 'bytes',
    LastModified: '2026-03-31T08:00:00+00:00',
    ContentLength: 1234,
    ETag: '"0123456789abcdef0123456789abcdef"',
    ContentEncoding: 'gzip',
    ContentType: 'application/json',
    Metadata: { signature, 'signature-algorithm': 'SHA256withRSA' },
  };
  writeFileSync(join(folder, `${name}.metadata.json`), JSON.stringify(head, undefined, 4));
}

/** Changes what is in the compression of a file. */
export function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, gzipSync(change(gunzipSync(readFileSync(path)).toString())));
}
