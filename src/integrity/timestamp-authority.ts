import { hash, type X509Certificate } from 'node:crypto';
import { type Der, derContent, derInside, TAG } from './der.ts';
import { NoteError } from './note-error.ts';

/** Attributes that name the certificate of the signer by its digest: RFC 2634 (SHA-1) and RFC 5816. */
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** No public authority has a longer way to its root. */
const LONGEST_CHAIN = 6;

interface Claim {
  /** Signed attributes by type. */
  readonly attributes: ReadonlyMap<string, Der>;
  /** What came with the time stamp: not trusted, only used to find the way. */
  readonly certificates: readonly X509Certificate[];
  readonly trusted: readonly X509Certificate[];
  /** Seconds since 1970 at which it was signed. */
  readonly time: number;
}

/**
 * The certificate that a time stamp names as its own.
 * @throws {NoteError} `malformed` where it names none; `key` where that is unknown, not for time stamps, or leads to no
 * trusted one by certificates that were valid then
 */
export function authorityOf({ attributes, certificates, trusted, time }: Claim): X509Certificate {
  const isNamed = namedBy(attributes);
  const signer = [...trusted, ...certificates].find(isNamed);
  if (signer === undefined) throw new NoteError('key', 'the certificate of its authority is not there');
  const subject = signer.subject.replaceAll('\n', ', ');
  if (!(signer.keyUsage ?? []).includes(TIME_STAMPING)) throw new NoteError('key', `${subject} is not for time stamps`);
  if (leadsToTrusted(signer, certificates, trusted, time, LONGEST_CHAIN)) return signer;
  throw new NoteError('key', `${subject} is not among the trusted authorities, or was not valid then`);
}

function namedBy(attributes: ReadonlyMap<string, Der>): (certificate: X509Certificate) => boolean {
  const [v1, v2] = [attributes.get(SIGNING_CERTIFICATE), attributes.get(SIGNING_CERTIFICATE_V2)];
  const name = v2 ?? v1;
  const [list] = derInside(name, TAG.sequence);
  const [id] = derInside(list, TAG.sequence);
  const digest = derInside(id, TAG.sequence).find(({ tag }) => tag === TAG.octets);
  const wanted = derContent(digest, TAG.octets).toString('hex');
  // The digest is SHA-256 unless something stands before it; then its length tells.
  const kind = v2 === undefined ? 'sha1' : ({ 64: 'sha256', 96: 'sha384', 128: 'sha512' }[wanted.length] ?? 'sha256');
  return ({ raw }) => hash(kind, raw, 'hex') === wanted;
}

function leadsToTrusted(
  certificate: X509Certificate,
  certificates: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  time: number,
  steps: number,
): boolean {
  if (steps === 0 || !isValidAt(certificate, time)) return false;
  if (trusted.some(({ raw }) => raw.equals(certificate.raw))) return true;
  return [...trusted, ...certificates].some(
    (issuer) => issued(issuer, certificate) && leadsToTrusted(issuer, certificates, trusted, time, steps - 1),
  );
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isValidAt({ validFrom, validTo }: X509Certificate, time: number): boolean {
  return Date.parse(validFrom) / 1000 <= time && time <= Date.parse(validTo) / 1000;
}
