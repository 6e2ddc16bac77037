import { hash, type X509Certificate } from 'node:crypto';
import { type Der, derContent, derInside, TAG } from './der.ts';
import { NoteError } from './note-error.ts';

/** Attributes that name the certificate of the signer by its digest: RFC 2634 (SHA-1) and RFC 5816. */
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** No public authority has a longer way to its root. */
const LONGEST_CHAIN = 6;
/** More come with no time stamp: each is tried as the issuer of each. */
const MOST_CERTIFICATES = 32;

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
  if (certificates.length > MOST_CERTIFICATES)
    throw new NoteError('malformed', `over ${MOST_CERTIFICATES} certificates came with the time stamp`);
  const isNamed = namedBy(attributes);
  const signer = [...trusted, ...certificates].find(isNamed);
  if (signer === undefined) throw new NoteError('key', 'the certificate of its authority is not there');
  const subject = signer.subject.replaceAll('\n', ', ');
  if (!(signer.keyUsage ?? []).includes(TIME_STAMPING)) throw new NoteError('key', `${subject} is not for time stamps`);
  if (leadsToTrusted(signer, { certificates, trusted, time })) return signer;
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

/** Step by step, each certificate once: those that came may all issue each other. */
function leadsToTrusted(signer: X509Certificate, { certificates, trusted, time }: Omit<Claim, 'attributes'>): boolean {
  const isTrusted = ({ raw }: X509Certificate): boolean => trusted.some((one) => one.raw.equals(raw));
  const left = new Set([...trusted, ...certificates]);
  let reached: readonly X509Certificate[] = [signer];
  for (let step = 0; step < LONGEST_CHAIN && reached.length > 0; step++) {
    const valid = reached.filter((certificate) => isValidAt(certificate, time));
    if (valid.some(isTrusted)) return true;
    reached = [...left].filter((issuer) => valid.some((certificate) => issued(issuer, certificate)));
    for (const certificate of reached) left.delete(certificate);
  }
  return false;
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isValidAt({ validFrom, validTo }: X509Certificate, time: number): boolean {
  return Date.parse(validFrom) / 1000 <= time && time <= Date.parse(validTo) / 1000;
}
