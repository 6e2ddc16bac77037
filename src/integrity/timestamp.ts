import { hash, verify, X509Certificate } from 'node:crypto';
import { type Der, derContent, derInside, derOid, derValues, TAG } from './der.ts';
import { NoteError } from './note-error.ts';
import { authorityOf } from './timestamp-authority.ts';

/** What a time stamp authority says: this was there then. */
export interface Timestamp {
  /** Seconds since 1970, fractions cut off. */
  readonly time: number;
  /** Subject of the authority's certificate, in one line. */
  readonly authority: string;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';

/** Digests by object identifier; SHA-1 proves nothing any more. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** RSA with the digest that the signer names, RSA and ECDSA with the one of their name. */
const SIGNATURES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.1', ''],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
]);

/**
 * Checks an RFC 3161 response, or its token alone, over some bytes: the digest in it, the signature (RFC 5652), and that
 * the certificate that signed is for time stamps, was valid then, and leads to a trusted one.
 * @throws {NoteError} `malformed`; `signature` where it is of other bytes or altered; `key` where nobody trusted signed
 */
export function verifyTimestamp(token: Buffer, data: Uint8Array, trusted: readonly X509Certificate[]): Timestamp {
  try {
    return stamped(token, data, trusted);
  } catch (error) {
    if (error instanceof NoteError) throw error;
    // What OpenSSL says of certificates and keys that are none.
    throw fault(error instanceof Error ? error.message : String(error));
  }
}

function stamped(token: Buffer, data: Uint8Array, trusted: readonly X509Certificate[]): Timestamp {
  const { content, certificates, signer } = signedData(token);
  const { time } = checkContent(content, data);
  const attributes = checkAttributes(signer, content);
  const certificate = authorityOf({ attributes, certificates, trusted, time });
  if (!verify(signer.digest, asSet(signer.attributes), certificate.publicKey, signer.signature))
    throw new NoteError('signature', 'the signature of the time stamp does not verify');
  return { time, authority: certificate.subject.replaceAll('\n', ', ') };
}

/** The certificates in a PEM file. @throws {NoteError} `key` where there is none, or one cannot be read */
export function parseCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw new NoteError('key', 'a certificate in it cannot be read');
  }
  throw new NoteError('key', 'no certificate in PEM form');
}

interface SignerInfo {
  readonly attributes: Der;
  readonly digestOfContent: string;
  readonly digest: string;
  readonly signature: Buffer;
}

interface SignedData {
  readonly content: Buffer;
  readonly certificates: readonly X509Certificate[];
  readonly signer: SignerInfo;
}

function signedData(bytes: Buffer): SignedData {
  const [type, wrapped] = derInside(tokenIn(bytes), TAG.sequence);
  if (derOid(type) !== SIGNED_DATA) throw fault('no signed data');
  const [, , capsule, ...rest] = derInside(derInside(wrapped, TAG.context0)[0], TAG.sequence);
  const [kind, inner] = derInside(capsule, TAG.sequence);
  if (derOid(kind) !== TST_INFO) throw fault('no time stamp in it');
  const content = derContent(derInside(inner, TAG.context0)[0], TAG.octets);
  const certificates = rest.find(({ tag }) => tag === TAG.context0);
  const [signer, ...more] = derInside(rest.at(-1), TAG.set);
  if (more.length > 0) throw fault('more than one signer');
  return { content, certificates: certificatesIn(certificates), signer: signerInfo(signer) };
}

/** The token of a response that was granted, or the token itself. */
function tokenIn(bytes: Buffer): Der | undefined {
  const [whole, ...more] = derValues(bytes);
  const parts = derInside(whole, TAG.sequence);
  const [first, token] = parts;
  if (more.length > 0 || first === undefined) throw fault('not one value');
  if (first.tag === TAG.oid) return whole;
  const [status] = derInside(first, TAG.sequence);
  if (token === undefined || (status?.content.at(-1) ?? 2) > 1) throw fault('the authority refused');
  return token;
}

function certificatesIn(set: Der | undefined): readonly X509Certificate[] {
  return (set === undefined ? [] : derValues(set.content)).flatMap(({ raw }) => {
    try {
      return [new X509Certificate(raw)];
    } catch {
      return [];
    }
  });
}

function signerInfo(signer: Der | undefined): SignerInfo {
  const [, , digest, attributes, algorithm, signature] = derInside(signer, TAG.sequence);
  if (attributes?.tag !== TAG.context0) throw fault('no signed attributes');
  const digestOfContent = digestNamed(digest);
  const named = SIGNATURES.get(derOid(derInside(algorithm, TAG.sequence)[0]));
  if (named === undefined) throw fault('a kind of signature that is not known');
  return {
    attributes,
    digestOfContent,
    digest: named === '' ? digestOfContent : named,
    signature: derContent(signature, TAG.octets),
  };
}

function digestNamed(algorithm: Der | undefined): string {
  const name = DIGESTS.get(derOid(derInside(algorithm, TAG.sequence)[0]));
  if (name === undefined) throw fault('a kind of digest that is not known');
  return name;
}

/** TSTInfo: the digest of what was stamped, and when. */
function checkContent(content: Buffer, data: Uint8Array): { readonly time: number } {
  const [info] = derValues(content);
  const [, , imprint, , time] = derInside(info, TAG.sequence);
  const [algorithm, digest] = derInside(imprint, TAG.sequence);
  const computed = hash(digestNamed(algorithm), data, 'hex');
  if (derContent(digest, TAG.octets).toString('hex') !== computed)
    throw new NoteError('signature', 'the time stamp is of other bytes');
  return { time: secondsOf(derContent(time, TAG.generalizedTime).toString('latin1')) };
}

function secondsOf(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?Z$/.exec(text);
  const [year = 0, month = 0, ...rest] = (match ?? []).slice(1).map(Number);
  const [day, hour, minute, second] = rest;
  const time = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  if (match === null || !Number.isSafeInteger(time)) throw fault('a time that is none');
  return time;
}

/** Values of the signed attributes by type; among them the digest of the content and what it is. */
function checkAttributes(signer: SignerInfo, content: Buffer): ReadonlyMap<string, Der> {
  const attributes = new Map<string, Der>();
  for (const attribute of derValues(signer.attributes.content)) {
    const [type, values] = derInside(attribute, TAG.sequence);
    const [value, ...more] = derInside(values, TAG.set);
    if (value === undefined || more.length > 0 || attributes.has(derOid(type))) throw fault('an attribute twice');
    attributes.set(derOid(type), value);
  }
  if (derOid(attributes.get(CONTENT_TYPE)) !== TST_INFO) throw fault('signed as something else');
  const digest = derContent(attributes.get(MESSAGE_DIGEST), TAG.octets);
  if (digest.toString('hex') !== hash(signer.digestOfContent, content, 'hex'))
    throw new NoteError('signature', 'the time stamp was altered');
  return attributes;
}

/** What is signed: the attributes under the tag of a set (RFC 5652 section 5.4). */
function asSet({ raw }: Der): Buffer {
  return Buffer.concat([Buffer.of(TAG.set), raw.subarray(1)]);
}

function fault(message: string): NoteError {
  return new NoteError('malformed', `not a time stamp: ${message}`);
}
