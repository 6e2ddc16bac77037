import type { Context, Format, Out, Sample } from '../core/format.ts';
import { isObject, type Json, type JsonObject, list, member, scalar, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { readAttestation } from './npm/attestation.ts';
import { type DocumentReading, firstDocument, inEachDocument, type Path, readingPerDocument } from './npm/documents.ts';
import { ignoredOut, problemOut } from './npm/outs.ts';
import { readOut } from './npm/read-out.ts';

/** Members of the answers whose elements are records. */
const LISTS: ReadonlySet<unknown> = new Set(['attestations', 'verified', 'invalid', 'missing']);

/**
 * Attestations of a version: the registry's answer (`/-/npm/v1/attestations/<name>@<version>`), or what
 * `npm audit signatures --json --include-attestations` prints. Form: npm/cli `lib/utils/verify-signatures.js`.
 */
const format: Format = {
  id: 'npm-attestations',
  title: 'npm attestations',
  revision: 1,
  about: {
    export: 'curl -s https://registry.example/-/npm/v1/attestations/<name>@<version> -o <name>.attestations.json',
    lifetime: 'the registry drops them with the version; the transparency log keeps its entry',
    proves: 'that a CI run signed a build, or npm a publish, and when the log took it in; the commit and run it claims',
    cannotProve: 'that the run was honest; anything of versions without attestations. Signatures: see verify',
    tried: 'real',
  },
  framing: inEachDocument((path) => {
    const inside = path.length === 0 || (path.length === 1 && LISTS.has(path[0]));
    return inside ? 'enter' : 'take';
  }),
  signs: { members: ['attestations', 'verified', 'invalid', 'missing'] },
  recognise: (sample: Sample) => specificity(firstDocument(sample)),
  open: (context) => readingPerDocument(context, () => new AttestationsReading(context)),
};

export default format;

function specificity(document: JsonObject | undefined): number {
  if (Array.isArray(member(document, 'invalid')) && Array.isArray(member(document, 'missing'))) return 75;
  const attestations = member(document, 'attestations');
  if (!Array.isArray(attestations)) return 0;
  return attestations.some((attestation: Json) => isObject(member(attestation, 'bundle'))) ? 80 : 55;
}

class AttestationsReading implements DocumentReading {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  push(record: EvidenceRecord, [name]: Path): readonly Out[] {
    if (name === 'attestations') return [attestationOut(record.json, record)];
    if (name === 'verified') return verifiedOuts(record);
    if (name === 'invalid') return [this.#invalid(record)];
    if (name === 'missing') return [ignoredOut('no-registry-signature', record)];
    return [problemOut('unknown-shape', 'a member that holds no attestations', record)];
  }

  /** npm's verdict on a signature. It has no time but that of the audit. */
  #invalid(record: EvidenceRecord): Out {
    const { json } = record;
    const [name, version, code] = ['name', 'version', 'code'].map((key) => scalar(member(json, key)));
    const before = this.#context.taken.at;
    const message = `npm found the signature of ${name}@${version} invalid (${code}); when it was asked is unknown`;
    if (before === undefined) return problemOut('no-time', message, record);
    const identity = { by: 'evidence' } as const;
    const about = { action: 'other', grade: 'client', outcome: 'failure', basis: 'snapshot_range' } as const;
    const said = { native_action: 'npm audit signatures: invalid', text: text(member(json, 'message')), error: code };
    const event = { ...about, ...said, identity, before, package: name, version };
    return { kind: 'event', event, records: [record.number] };
  }

  end(): readonly Out[] {
    return [];
  }
}

function attestationOut(attestation: Json | undefined, record: EvidenceRecord): Out {
  return readOut(readAttestation(member(attestation, 'bundle')), [record.number]);
}

function verifiedOuts(record: EvidenceRecord): readonly Out[] {
  const bundles = list(member(record.json, 'attestationBundles'));
  if (bundles.length === 0) return [ignoredOut('verified-without-attestations', record)];
  return bundles.map((attestation) => attestationOut(attestation, record));
}
