import type { EventDraft } from '../../core/event.ts';
import { at, isObject, type Json, type JsonObject, list, member, scalar, text } from '../../core/json.ts';
import { maskSecrets } from '../../core/secrets.ts';
import type { Moment } from '../../core/time.ts';
import { attestationEvent } from './attestation.ts';
import { readSigner, type Signer } from './certificate.ts';
import { integrityOf, signatureEvent } from './signature.ts';
import { readStatement } from './statement.ts';
import { readStamp, type Unreadable, unreadable } from './times.ts';

/** An entry of the transparency log, in whichever of its two printed forms. */
interface Entry {
  readonly uuid: string | undefined;
  /** Id of the log: SHA-256 of its key, as hex. */
  readonly log: string | undefined;
  readonly index: string | undefined;
  readonly time: Json | undefined;
  /** `hashedrekord`, `dsse`, `intoto` … */
  readonly kind: string;
  readonly spec: JsonObject;
  /** The statement, where the log keeps it: base64 of its JSON. */
  readonly attestation: string | undefined;
}

/** An entry as the API answers: `{body, integratedTime, logID, logIndex, attestation?}`, its UUID beside it. */
export function readApiEntry(uuid: string, json: Json | undefined): EventDraft | Unreadable {
  const body = decodedBody(member(json, 'body'));
  const spec = member(body, 'spec');
  if (!isObject(spec)) return { code: 'bad-json', message: '`body` is not base64 of a log entry' };
  return eventOf({
    uuid,
    log: text(member(json, 'logID')),
    index: scalar(member(json, 'logIndex')),
    time: member(json, 'integratedTime'),
    kind: text(member(body, 'kind')) ?? 'unknown',
    spec,
    attestation: text(at(json, 'attestation', 'data')),
  });
}

/** An entry as `rekor-cli get --format json` prints it: `{Body: {HashedRekordObj: {…}}, IntegratedTime, LogID …}`. */
export function readCliEntry(json: Json | undefined): EventDraft | Unreadable {
  const body = member(json, 'Body');
  const [name = '', spec] = isObject(body) ? (Object.entries(body)[0] ?? []) : [];
  if (!isObject(spec)) return { code: 'unknown-shape', message: '`Body` does not hold one log entry' };
  const attestation = text(member(json, 'Attestation'));
  return eventOf({
    uuid: text(member(json, 'UUID')),
    log: text(member(json, 'LogID')),
    index: scalar(member(json, 'LogIndex')),
    time: member(json, 'IntegratedTime'),
    kind: name.replace(/Obj$/, '').toLowerCase(),
    spec,
    attestation: attestation?.startsWith('{') ? Buffer.from(attestation).toString('base64') : attestation,
  });
}

function decodedBody(body: Json | undefined): Json | undefined {
  if (typeof body !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined;
  try {
    return JSON.parse(maskSecrets(Buffer.from(body, 'base64').toString())) as Json;
  } catch {
    return undefined;
  }
}

function eventOf(entry: Entry): EventDraft | Unreadable {
  const time = readStamp(entry.time);
  if (!time.ok) return unreadable('integratedTime', time.code, entry.time);
  const key = keyOf(entry);
  if (key === undefined) return { code: 'missing-field', message: 'an entry without the id of its log, or its index' };
  const statement = readStatement({ payload: entry.attestation ?? null });
  if (statement?.predicateType === undefined) return bareEvent(entry, key, time.moment);
  return attestationEvent({ statement, moment: time.moment, key: `rekor:${key}`, signer: signerIn(entry.spec) });
}

/**
 * What the log knows by itself: who signed something of this digest. Another witness than the attestation, and it says
 * less, so it must not stand in for it: another id.
 */
function bareEvent({ kind, spec, uuid }: Entry, key: string, moment: Moment): EventDraft {
  return signatureEvent({
    signer: signerIn(spec),
    at: moment,
    identity: { by: 'native', key: `rekor-entry:${key}` },
    kind: `rekor ${kind}`,
    nativeId: uuid,
    ...signedIn(spec),
    keyId: text(member(firstSignature(spec), 'keyid')),
  });
}

/** `<log id in base64>:<index>`, as a bundle has them. */
function keyOf({ log, index }: Entry): string | undefined {
  if (log === undefined || index === undefined || !/^[0-9a-f]{64}$/i.test(log)) return undefined;
  return `${Buffer.from(log, 'hex').toString('base64')}:${index}`;
}

/** Where the types of entry have the digest of the artifact. */
const ARTIFACTS = ['data', 'archive', 'package', 'chart'];

/** An envelope's digest is that of a statement: the digest of its artifact is inside. */
function signedIn(spec: JsonObject): {
  readonly integrity?: string | undefined;
  readonly resource?: string | undefined;
} {
  const hash = ARTIFACTS.map((name) => at(spec, name, 'hash')).find((found) => found !== undefined);
  if (hash !== undefined) {
    const digest = text(member(hash, 'value')) ?? '';
    return { integrity: integrityOf(text(member(hash, 'algorithm')) ?? '', Buffer.from(digest, 'hex')) };
  }
  const payload = member(spec, 'payloadHash') ?? at(spec, 'content', 'payloadHash');
  const [algorithm, value] = [text(member(payload, 'algorithm')), text(member(payload, 'value'))];
  return { resource: algorithm === undefined || value === undefined ? undefined : `payload ${algorithm}:${value}` };
}

/** Of a DSSE envelope, in both types of entry that hold one. */
function firstSignature(spec: JsonObject): Json | undefined {
  return list(member(spec, 'signatures') ?? at(spec, 'content', 'envelope', 'signatures'))[0];
}

/** The certificate stands in base64 of its PEM. A bare public key names nobody. */
function signerIn(spec: JsonObject): Signer | undefined {
  const signature = firstSignature(spec);
  const pem = [
    at(spec, 'signature', 'publicKey', 'content'),
    member(signature, 'verifier'),
    member(signature, 'publicKey'),
    member(spec, 'publicKey'),
    at(spec, 'publicKey', 'content'),
  ].find((found) => typeof found === 'string');
  return typeof pem === 'string' ? readSigner(Buffer.from(pem, 'base64').toString('latin1')) : undefined;
}
