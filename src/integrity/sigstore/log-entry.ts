import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256 } from '../../core/digest.ts';
import { at, integer, type Json, type JsonObject, list, member, text } from '../../core/json.ts';
import { strictBase64 } from '../base64.ts';
import { verifyP256 } from '../npm-signatures.ts';
import type { BundleCheck } from './bundle-check.ts';

/**
 * Checks an entry of the transparency log as its API answers: the log's signed promise that it took this body in at
 * this time. Source: sigstore/rekor `openapi.yaml`: the signature is over RFC 8785 JSON of four members. The name of
 * an entry ends in the leaf hash of its body, and the statement beside it has the digest that the body names.
 */
export function checkLogEntry(uuid: string, entry: Json, root: JsonObject): BundleCheck {
  const [body, logID] = [text(member(entry, 'body')), text(member(entry, 'logID'))];
  const [integratedTime, logIndex] = [integer(member(entry, 'integratedTime')), integer(member(entry, 'logIndex'))];
  const promise = text(at(entry, 'verification', 'signedEntryTimestamp'));
  if (body === undefined || logID === undefined || promise === undefined)
    return { verdict: 'unchecked', why: 'it does not hold the promise that the log signed' };
  const log = list(member(root, 'tlogs')).find((one) => hexOf(at(one, 'logId', 'keyId')) === logID.toLowerCase());
  if (log === undefined) return { verdict: 'unknown', why: `the trusted root has no transparency log ${logID}` };
  const odd = oddity(uuid, Buffer.from(body, 'base64'), text(at(entry, 'attestation', 'data')));
  if (odd !== undefined) return { verdict: 'failed', why: odd };
  const signed = Buffer.from(JSON.stringify({ body, integratedTime, logID, logIndex }));
  const key = keyOf(log);
  const signature = strictBase64(promise);
  const isSigned = key !== undefined && signature !== undefined && verifyP256(key, signed, signature);
  if (isSigned && isValidAt(log, integratedTime ?? 0)) return { verdict: 'verified' };
  return { verdict: 'failed', why: isSigned ? "the log's key was not valid then" : 'the log did not promise this' };
}

/** What is not covered by the signature itself, and yet must agree with it. */
function oddity(uuid: string, body: Buffer, statement: string | undefined): string | undefined {
  if (!uuid.toLowerCase().endsWith(sha256(Buffer.concat([Buffer.of(0), body]))))
    return 'its name is that of another entry';
  const logged = payloadDigest(body);
  if (statement === undefined || logged === undefined) return undefined;
  const plain = Buffer.from(statement, 'base64');
  // One type of entry keeps the statement in base64, which the answer then has twice.
  const forms = [plain, Buffer.from(plain.toString('latin1'), 'base64')];
  return forms.some((form) => sha256(form) === logged) ? undefined : 'its statement is not the one that was logged';
}

/** Undefined where the body is of a type that logs no statement, or none at all. */
function payloadDigest(body: Buffer): string | undefined {
  try {
    const spec = member(JSON.parse(body.toString('utf8')) as Json, 'spec');
    return text(at(spec, 'content', 'payloadHash', 'value')) ?? text(at(spec, 'payloadHash', 'value'));
  } catch {
    return undefined;
  }
}

function hexOf(json: Json | undefined): string | undefined {
  return typeof json === 'string' ? Buffer.from(json, 'base64').toString('hex') : undefined;
}

/** Logs of the first generation sign on P-256. */
function keyOf(log: Json): KeyObject | undefined {
  const der = strictBase64(text(at(log, 'publicKey', 'rawBytes')) ?? '');
  const isP256 = at(log, 'publicKey', 'keyDetails') === 'PKIX_ECDSA_P256_SHA_256';
  return der !== undefined && isP256 ? createPublicKey({ key: der, format: 'der', type: 'spki' }) : undefined;
}

/** @param seconds since 1970 */
function isValidAt(log: Json, seconds: number): boolean {
  const bound = (name: string): number => Date.parse(text(at(log, 'publicKey', 'validFor', name)) ?? '');
  const [start, end] = [bound('start'), bound('end')];
  return !(seconds * 1000 < start) && !(seconds * 1000 > end);
}
