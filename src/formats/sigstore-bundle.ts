import type { Format, Out, Sample } from '../core/format.ts';
import { isObject, type JsonObject, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { readAttestation } from './npm/attestation.ts';
import { type DocumentReading, eachMember, firstDocument, readingPerDocument } from './npm/documents.ts';
import { readOut } from './npm/read-out.ts';

/**
 * A sigstore bundle by itself: an attestation, or the signature of an artifact (`widget.tgz.sigstore.json`).
 * Form: sigstore/protobuf-specs `sigstore_bundle.proto`, v0.1 to v0.3.
 */
const format: Format = {
  id: 'sigstore-bundle',
  title: 'sigstore bundle',
  revision: 1,
  about: {
    export: 'gh attestation download <file> --repo <owner>/<name>; or the .sigstore.json beside a file of a release',
    lifetime: 'as long as its file; the transparency log keeps an entry of it for ever',
    proves:
      'that a CI run or a person signed an artifact, and when the log took it in; the run as the certificate has it',
    cannotProve: 'that the artifact was published; that the run was honest. Signatures: see verify',
    tried: 'real',
  },
  framing: eachMember,
  signs: { members: ['mediaType', 'verificationMaterial', 'dsseEnvelope', 'messageSignature'] },
  recognise: (sample: Sample) => (isBundle(firstDocument(sample)) ? 80 : 0),
  open: (context) => readingPerDocument(context, () => new BundleReading()),
};

export default format;

function isBundle(document: JsonObject | undefined): boolean {
  const signed = ['dsseEnvelope', 'messageSignature'].some((name) => isObject(member(document, name)));
  if (signed && isObject(member(document, 'verificationMaterial'))) return true;
  return text(member(document, 'mediaType'))?.includes('sigstore.bundle') ?? false;
}

/** Gathers the members of a bundle; the event stands where the signature does. */
class BundleReading implements DocumentReading {
  readonly #members = new Map<string, EvidenceRecord>();
  readonly #records: number[] = [];

  push(record: EvidenceRecord): readonly Out[] {
    this.#members.set(String(record.path?.at(-1)), record);
    this.#records.push(record.number);
    return [];
  }

  end(): readonly Out[] {
    if (this.#records.length === 0) return [];
    const bundle = Object.fromEntries([...this.#members].map(([name, { json }]) => [name, json ?? null]));
    const first = (this.#members.get('dsseEnvelope') ?? this.#members.get('messageSignature'))?.number;
    const others = this.#records.filter((number) => number !== first);
    return [readOut(readAttestation(bundle), first === undefined ? others : [first, ...others])];
  }
}
