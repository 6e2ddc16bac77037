import type { EventDraft, Identity } from '../../core/event.ts';
import { type Json, member, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { packageName } from '../../registry/names.ts';
import { readLogEntry } from './log-entry.ts';
import { type Run, readRun } from './provenance.ts';
import { readStatement, type Statement, type Subject } from './statement.ts';
import type { Unreadable } from './times.ts';

const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\//;
/** npm's own word that it published: github.com/npm/attestation, specs/publish. */
const PUBLISH = /^https:\/\/github\.com\/npm\/attestation\/.*\/publish\//;

interface Logged {
  readonly statement: Statement;
  readonly moment: Moment;
  readonly key: string | undefined;
}

/** The act that a sigstore bundle attests, or why it cannot be told. Nothing is verified here. */
export function readAttestation(bundle: Json | undefined): EventDraft | Unreadable {
  const envelope = member(bundle, 'dsseEnvelope');
  if (envelope === undefined)
    return { code: 'unknown-shape', message: 'a bundle without `dsseEnvelope` attests no statement' };
  const statement = readStatement(envelope);
  if (statement === undefined)
    return { code: 'bad-json', message: '`dsseEnvelope.payload` is not base64 of a JSON object' };
  const { key, at: moment, problem } = readLogEntry(member(bundle, 'verificationMaterial'));
  if (moment === undefined) return problem ?? { code: 'no-time', message: 'no time' };
  return eventOf({ statement, moment, key });
}

function eventOf(logged: Logged): EventDraft | Unreadable {
  const type = logged.statement.predicateType ?? '';
  if (PROVENANCE.test(type)) return provenanceEvent(logged, readRun(logged.statement.predicate));
  return PUBLISH.test(type) ? publishEvent(logged) : otherEvent(logged);
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
    repo: run.repo,
    commit: run.commit,
    ref: run.ref,
    workflow: run.workflow,
    run_id: run.id,
    run_attempt: run.attempt,
    reference: run.url,
    text: runText(run),
  };
}

function runText({ trigger, builder }: Run): string | undefined {
  const parts = [trigger && `event ${trigger}`, builder && `builder ${builder}`];
  return text(parts.filter((part) => part !== undefined && part !== '').join(', '));
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

function otherEvent(logged: Logged): EventDraft {
  return { ...attested(logged, identityOf(logged)), action: 'other' };
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
