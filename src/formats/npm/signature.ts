import type { EventDraft, Identity } from '../../core/event.ts';
import { at, type Json, list, member, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { readSigner, type Signer } from './certificate.ts';
import { runMembers } from './run-members.ts';

/** A signature that carries no statement: over an artifact, or over something of which only the digest is known. */
export interface Signature {
  readonly signer: Signer | undefined;
  readonly at: Moment;
  readonly identity: Identity;
  /** What signed, in the words of the source. */
  readonly kind: string;
  /** Of the artifact. */
  readonly integrity?: string | undefined;
  /** Digest of what was signed, where that is not the artifact. */
  readonly resource?: string | undefined;
  readonly nativeId?: string | undefined;
  /** Name of the key, where no certificate says who signed. */
  readonly keyId?: string | undefined;
}

/** Who signed what, when. A signature of a workflow is a step of its run. Nothing is verified here. */
export function signatureEvent({ signer, at: moment, identity, kind, ...said }: Signature): EventDraft {
  return {
    action: signer?.run === undefined ? 'other' : 'ci.step',
    grade: 'server',
    outcome: 'success',
    identity,
    at: moment,
    native_action: kind,
    native_id: said.nativeId,
    integrity: said.integrity,
    resource: said.resource,
    actor_id: said.keyId,
    ...(signer && signerMembers(signer)),
  };
}

/** Whom the certificate names. */
export function signerMembers({ email, uri, issuer, visibility, run }: Signer): Partial<EventDraft> {
  const members = run === undefined ? { text: issuer && `identity vouched for by ${issuer}` } : runMembers(run);
  return {
    ...members,
    actor: run === undefined ? (email ?? uri) : undefined,
    actor_email: email,
    actor_type: run === undefined && email !== undefined ? 'user' : 'oidc',
    auth_method: 'oidc',
    visibility,
  };
}

/** The certificate of a bundle's `verificationMaterial`: by itself since bundle v0.3, the first of a chain before. */
export function signerOf(material: Json | undefined): Signer | undefined {
  const [first] = list(at(material, 'x509CertificateChain', 'certificates'));
  const certificate = text(member(member(material, 'certificate') ?? first, 'rawBytes'));
  return certificate === undefined ? undefined : readSigner(certificate);
}

const SRI_LENGTHS: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** Subresource Integrity of a digest; undefined where it is not of the length its algorithm gives. */
export function integrityOf(algorithm: string, digest: Buffer): string | undefined {
  return SRI_LENGTHS[algorithm] === digest.length ? `${algorithm}-${digest.toString('base64')}` : undefined;
}
