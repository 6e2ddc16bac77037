import { isObject, type Json, list, member, text } from '../../core/json.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { packageName, percentDecoded } from '../../registry/names.ts';

/** What an attestation speaks of. */
export interface Subject {
  /** As the statement names it: `pkg:npm/%40acme/widget@1.1.0`. */
  readonly name: string | undefined;
  readonly package: string | undefined;
  readonly version: string | undefined;
  /** Subresource Integrity of the artifact, from its SHA-512. */
  readonly integrity: string | undefined;
}

/** An in-toto statement, v0.1 or v1, as it stands in a DSSE envelope. Its signature is not checked here. */
export interface Statement {
  readonly predicateType: string | undefined;
  readonly predicate: Json | undefined;
  readonly subject: Subject;
}

const PURL = 'pkg:npm/';

/** Undefined where the payload is not base64 of a JSON object. */
export function readStatement(envelope: Json | undefined): Statement | undefined {
  const statement = decoded(member(envelope, 'payload'));
  if (statement === undefined) return undefined;
  return {
    predicateType: text(member(statement, 'predicateType')),
    predicate: member(statement, 'predicate'),
    subject: readSubject(member(statement, 'subject')),
  };
}

function decoded(payload: Json | undefined): Json | undefined {
  if (typeof payload !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(payload)) return undefined;
  try {
    const value = JSON.parse(maskSecrets(Buffer.from(payload, 'base64').toString('utf8'))) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readSubject(json: Json | undefined): Subject {
  const subjects = list(json);
  const found = subjects.find((subject) => text(member(subject, 'name'))?.startsWith(PURL)) ?? subjects[0];
  const name = text(member(found, 'name'));
  return { name, ...readPurl(name ?? ''), integrity: readDigest(member(found, 'digest')) };
}

/** `pkg:npm/%40acme/widget@1.1.0`, with or without qualifiers behind. */
function readPurl(name: string): Pick<Subject, 'package' | 'version'> {
  const match = /^pkg:npm\/(.+)@([^@?#]+)/.exec(name);
  const [, packagePart = '', versionPart = ''] = match ?? [];
  const found = packageName(packagePart);
  return { package: found, version: found === undefined ? undefined : text(percentDecoded(versionPart)) };
}

/** npm's `dist.integrity` is the base64 of the same digest that the statement has in hex. */
function readDigest(digest: Json | undefined): string | undefined {
  const hex = member(digest, 'sha512');
  if (typeof hex !== 'string' || !/^[0-9a-f]{128}$/i.test(hex)) return undefined;
  return `sha512-${Buffer.from(hex, 'hex').toString('base64')}`;
}
