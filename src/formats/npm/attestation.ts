import type { EventDraft, Identity } from '../../core/event.ts';
import { at, type Json, member, scalar, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { packageName } from '../../registry/names.ts';
import type { Signer } from './certificate.ts';
import { readLogEntry } from './log-entry.ts';
import { type Run, readRun } from './provenance.ts';
import { runMembers } from './run-members.ts';
import { integrityOf, signatureEvent, signerMembers, signerOf } from './signature.ts';
import { readStatement, type Statement, type Subject } from './statement.ts';
import type { Unreadable } from './times.ts';

const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\//;
/** npm's own word that it published: github.com/npm/attestation, specs/publish. */
const PUBLISH = /^https:\/\/github\.com\/npm\/attestation\/.*\/publish\//;

/** A statement that a transparency log took in. */
export interface Logged {
  readonly statement: Statement;
  readonly moment: Moment;
  /** The log entry: `rekor:<log id>:<index>`. */
  readonly key: string | undefined;
  readonly signer: Signer | undefined;
}

/** The act that a sigstore bundle attests, or why it cannot be told. Nothing is verified here. */
export function readAttestation(bundle: Json | undefined): EventDraft | Unreadable {
  const envelope = member(bundle, 'dsseEnvelope');
  if (envelope === undefined && member(bundle, 'messageSignature') === undefined)
    return { code: 'unknown-shape', message: 'a bundle without `dsseEnvelope` or `messageSignature` attests nothing' };
  const statement = readStatement(envelope);
  if (statement === undefined && envelope !== undefined)
    return { code: 'bad-json', message: '`dsseEnvelope.payload` is not base64 of a JSON object' };
  const material = member(bundle, 'verificationMaterial');
  const { key, at: moment, problem } = readLogEntry(material);
  if (moment === undefined) return problem ?? { code: 'no-time', message: 'no time' };
  const logged = { moment, key, signer: signerOf(material) };
  return statement === undefined ? messageEvent(bundle, logged) : attestationEvent({ ...logged, statement });
}

/** The act that a statement tells. */
export function attestationEvent(logged: Logged): EventDraft | Unreadable {
  const type = logged.statement.predicateType ?? '';
  if (PROVENANCE.test(type)) return provenanceEvent(logged, readRun(logged.statement.predicate));
  return PUBLISH.test(type) ? publishEvent(logged) : otherEvent(logged);
}

/** A signature over an artifact itself, such as a file of a release. */
function messageEvent(bundle: Json | undefined, { moment, key, signer }: Omit<Logged, 'statement'>): EventDraft {
  const message = member(bundle, 'messageSignature');
  const algorithm = scalar(at(message, 'messageDigest', 'algorithm')) ?? '';
  const digest = text(at(message, 'messageDigest', 'digest')) ?? '';
  const integrity = integrityOf(algorithm.toLowerCase().replace(/^sha2_/, 'sha'), Buffer.from(digest, 'base64'));
  const values = ['signature', algorithm, digest, text(member(message, 'signature')), moment.text];
  const identity: Identity = key === undefined ? { by: 'fields', values } : { by: 'native', key };
  const keyId = text(at(bundle, 'verificationMaterial', 'publicKey', 'hint'));
  return signatureEvent({ signer, at: moment, identity, kind: 'message signature', integrity, keyId });
}

/** A CI run signed where an artifact comes from. */
function provenanceEvent(logged: Logged, run: Run): EventDraft {
  const { statement } = logged;
  return {
    ...attested(logged, identityOf(logged, run.url)),
    action: 'ci.step',
    actor: run.actor,
    actor_id: run.actorId,
    actor_type: 'oidc',
    auth_method: 'oidc',
    provenance: statement.predicateType,
    ...runMembers(run),
  };
}

/** npm signs each publish of a version that has provenance: a second witness of it, with the log's clock. */
function publishEvent(logged: Logged): EventDraft | Unreadable {
  const { subject, predicate } = logged.statement;
  const name = subject.package ?? packageName(text(member(predicate, 'name')) ?? '');
  const version = subject.version ?? text(member(predicate, 'version'));
  if (name === undefined || version === undefined) {
    return { code: 'missing-field', message: 'neither subject nor predicate names a package and its version' };
  }
  const identity: Identity = { by: 'native', key: `npm-publish-attestation:${name}@${version}` };
  return { ...attested(logged, identity), action: 'package.published', package: name, version };
}

/** Any other claim: a bill of materials, a test result. Whoever signed it stands in the certificate only. */
function otherEvent(logged: Logged): EventDraft {
  const { signer } = logged;
  return { ...attested(logged, identityOf(logged)), ...(signer && signerMembers(signer)), action: 'other' };
}

/** What all attestations say. The log server recorded the time. */
function attested({ statement, moment }: Logged, identity: Identity): EventDraft {
  return {
    action: 'other',
    grade: 'server',
    outcome: 'success',
    identity,
    at: moment,
    native_action: statement.predicateType,
    ...subjectMembers(statement.subject),
  };
}

function subjectMembers(subject: Subject): Partial<EventDraft> {
  const { version, integrity } = subject;
  const resource = subject.package === undefined ? subject.name : undefined;
  return { package: subject.package, version, integrity, resource };
}

function identityOf({ statement, moment, key }: Logged, url?: string): Identity {
  if (key !== undefined) return { by: 'native', key };
  return { by: 'fields', values: ['attestation', statement.predicateType, statement.subject.name, url, moment.text] };
}
