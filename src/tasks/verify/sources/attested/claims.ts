import { type Json, member } from '../../../../core/json.ts';
import type { Moment } from '../../../../core/time.ts';
import { readLogEntry } from '../../../../formats/npm/log-entry.ts';
import { type Run, readRun } from '../../../../formats/npm/provenance.ts';
import { signerOf } from '../../../../formats/npm/signature.ts';
import { readStatement } from '../../../../formats/npm/statement.ts';
import type { StoredBundle } from './bundles.ts';

/** What a bundle says, read by the same code that made the event of it. Proven only if the bundle verifies. */
export interface Claims {
  readonly predicateType: string | undefined;
  /** `provenance`, `publish attestation`, or the type of any other predicate. */
  readonly kind: string;
  readonly package: string | undefined;
  readonly version: string | undefined;
  /** `sha512-…` of the artifact. */
  readonly integrity: string | undefined;
  /** The run as the authority saw it. Early certificates lack its number: then as the statement has it. */
  readonly run: Run | undefined;
  /** Whom the certificate names, where it is no workflow. */
  readonly signer: string | undefined;
  readonly logged: Moment | undefined;
  /** Where certificate and statement, or statement and what stands beside it, tell different things. */
  readonly contradictions: readonly string[];
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/slsa\.dev\/provenance\//, 'provenance'],
  [/^https:\/\/github\.com\/npm\/attestation\/.*\/publish\//, 'publish attestation'],
];

export function readClaims({ bundle, beside }: StoredBundle): Claims {
  const statement = readStatement(member(bundle, 'dsseEnvelope'));
  const material = member(bundle, 'verificationMaterial');
  const type = statement?.predicateType;
  const kind = KINDS.find(([pattern]) => pattern.test(type ?? ''))?.[1] ?? `attestation (${type ?? 'no statement'})`;
  const signer = signerOf(material);
  const { subject } = statement ?? {};
  const said = kind === 'provenance' ? readRun(statement?.predicate) : undefined;
  return {
    predicateType: type,
    kind,
    package: subject?.package,
    version: subject?.version,
    integrity: subject?.integrity,
    run: signer?.run && { ...signer.run, id: signer.run.id ?? said?.id, attempt: signer.run.attempt ?? said?.attempt },
    signer: signer?.email ?? signer?.uri,
    logged: readLogEntry(material).at,
    contradictions: [
      ...differing(signer?.run, said),
      ...different('beside it stands the type', beside.predicateType, type),
      ...different('beside it stands the package', beside.name, subject?.package),
      ...different('beside it stands the version', beside.version, subject?.version),
      ...publishDiffers(kind, statement?.predicate, subject),
    ],
  };
}

const COMPARED = ['repo', 'commit', 'id'] as const;
const COMPARED_NAMES = { repo: 'repository', commit: 'commit', id: 'run' } as const;

/** A run can write what it likes into its statement; its certificate it cannot. */
function differing(seen: Run | undefined, said: Run | undefined): readonly string[] {
  return COMPARED.flatMap((name) =>
    different(`the certificate names the ${COMPARED_NAMES[name]}`, seen?.[name], said?.[name]),
  );
}

/** npm names the version again in its statement of the publish. */
function publishDiffers(kind: string, predicate: Json | undefined, subject: Subject | undefined): readonly string[] {
  if (kind !== 'publish attestation') return [];
  return (['name', 'version'] as const).flatMap((name) => {
    const said = member(predicate, name);
    const of = name === 'name' ? subject?.package : subject?.version;
    return different(`its predicate names the ${name}`, typeof said === 'string' ? said : undefined, of);
  });
}

type Subject = { readonly package: string | undefined; readonly version: string | undefined };

function different(what: string, one: string | undefined, other: string | undefined): readonly string[] {
  return one === undefined || other === undefined || one === other ? [] : [`${what} ${one}, the statement ${other}`];
}
