import { X509Certificate } from 'node:crypto';
import { at, type Json, type JsonObject, list, member, text } from '../../core/json.ts';
import type { Keyring, RegistryKey } from '../npm-keyring.ts';
import type { Sigstore } from './library.ts';

/**
 * - `verified`: certificate or key, signature, and the log's proof hold together, up to the trusted root
 * - `failed`: they do not
 * - `unknown`: whoever signed or logged it is not in the trusted root, nor among the keys: nothing can be said
 * - `unchecked`: it needs what is not there, or a form that the library cannot check yet
 */
export type BundleCheck =
  | { readonly verdict: 'verified' /** The registry's key, where no certificate signed. */; readonly key?: RegistryKey }
  | { readonly verdict: 'failed' | 'unknown' | 'unchecked'; readonly why: string };

/** Checks sigstore bundles against one trusted root, offline. */
export class BundleChecker {
  readonly #sigstore: Sigstore;
  readonly #verifier: InstanceType<Sigstore['Verifier']>;
  readonly #keyring: Keyring;
  readonly #authorities: ReadonlySet<string>;
  readonly #logs: ReadonlySet<string>;

  constructor(sigstore: Sigstore, root: JsonObject, keyring: Keyring) {
    this.#sigstore = sigstore;
    this.#keyring = keyring;
    this.#authorities = new Set(authoritiesIn(root).map((certificate) => certificate.subject));
    this.#logs = new Set(list(member(root, 'tlogs')).flatMap((log) => text(at(log, 'logId', 'keyId')) ?? []));
    const keys = (hint: string): ReturnType<typeof usable> => usable(this.#key(hint));
    this.#verifier = new sigstore.Verifier(sigstore.toTrustMaterial(sigstore.root(root), keys));
  }

  /** @param artifact the file that was signed, for a bundle that has only its digest */
  check(bundle: Json, artifact?: Buffer): BundleCheck {
    try {
      const material = member(bundle, 'verificationMaterial');
      const known = this.#unknown(material) ?? misnamed(bundle) ?? uncheckable(bundle, artifact);
      if (known !== undefined) return known;
      this.#verifier.verify(this.#sigstore.toSignedEntity(this.#sigstore.bundle(bundle), artifact));
      const key = this.#key(hintOf(material) ?? '');
      return { verdict: 'verified', ...(key === undefined ? {} : { key }) };
    } catch (error) {
      return { verdict: 'failed', why: reasonOf(error) };
    }
  }

  #key(hint: string): RegistryKey | undefined {
    const keys = this.#keyring.keys(hint, 'npm:attestations');
    return keys.find(({ isPublished }) => isPublished) ?? keys[0];
  }

  #unknown(material: Json | undefined): BundleCheck | undefined {
    const hint = hintOf(material);
    if (hint !== undefined && this.#key(hint) === undefined) return unknown(`nothing is known of the key ${hint}`);
    const certificate = certificateOf(material);
    if (certificate !== undefined && !this.#authorities.has(certificate.issuer))
      return unknown(`the trusted root has no authority ${oneLine(certificate.issuer)}`);
    const log = list(member(material, 'tlogEntries'))
      .map(logOf)
      .find((id) => id !== undefined && !this.#logs.has(id));
    return log === undefined ? undefined : unknown(`the trusted root has no transparency log ${log}`);
  }
}

function unknown(why: string): BundleCheck {
  return { verdict: 'unknown', why };
}

/** Signatures may name their key. It is not signed, but must not be another one than that which they are checked with. */
function misnamed(bundle: Json): BundleCheck | undefined {
  const hint = hintOf(member(bundle, 'verificationMaterial'));
  const names = list(at(bundle, 'dsseEnvelope', 'signatures')).flatMap((one) => text(member(one, 'keyid')) ?? []);
  const other = names.find((name) => name !== hint);
  return other === undefined ? undefined : unknown(`its signature names the key ${other}, of which nothing is known`);
}

/** The library's own sentence; what it did not expect at all is no bundle. */
function reasonOf(error: unknown): string {
  const isUnexpected = error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError;
  return error instanceof Error && !isUnexpected ? error.message : 'it is malformed';
}

/** What the library cannot tell from a forgery. */
function uncheckable(bundle: Json, artifact: Buffer | undefined): BundleCheck | undefined {
  if (member(bundle, 'messageSignature') !== undefined && artifact === undefined)
    return { verdict: 'unchecked', why: 'it signs a file, and the file is not in the case' };
  const kinds = list(at(bundle, 'verificationMaterial', 'tlogEntries')).map((entry) => member(entry, 'kindVersion'));
  const isSecond = kinds.some((kind) => member(kind, 'kind') === 'hashedrekord' && member(kind, 'version') === '0.0.2');
  if (!isSecond || member(bundle, 'dsseEnvelope') === undefined) return undefined;
  const why = 'its log entry is one of the second generation of the log, which this version of sigstore cannot check';
  return { verdict: 'unchecked', why };
}

function hintOf(material: Json | undefined): string | undefined {
  return text(at(material, 'publicKey', 'hint'));
}

function logOf(entry: Json): string | undefined {
  return text(at(entry, 'logId', 'keyId'));
}

function certificateOf(material: Json | undefined): X509Certificate | undefined {
  const [first] = list(at(material, 'x509CertificateChain', 'certificates'));
  const der = text(member(member(material, 'certificate') ?? first, 'rawBytes'));
  return der === undefined ? undefined : new X509Certificate(Buffer.from(der, 'base64'));
}

function authoritiesIn(root: JsonObject): readonly X509Certificate[] {
  const chains = list(member(root, 'certificateAuthorities')).map((ca) => list(at(ca, 'certChain', 'certificates')));
  return chains.flat().map((one) => new X509Certificate(Buffer.from(text(member(one, 'rawBytes')) ?? '', 'base64')));
}

/** Node gives a name as lines. */
function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}

/** The form in which the library takes a key. @throws where there is none */
function usable(key: RegistryKey | undefined): { publicKey: RegistryKey['key']; validFor(date: Date): boolean } {
  if (key === undefined) throw new Error('no such key');
  const { starts = Number.NEGATIVE_INFINITY, expires = Number.POSITIVE_INFINITY } = key;
  return {
    publicKey: key.key,
    validFor: (date) => starts <= date.getTime() * 1000 && date.getTime() * 1000 <= expires,
  };
}
