import { AUDIT_LOG } from '../../core/audit-log.ts';
import { isCanonical } from '../../core/canonical.ts';
import { type Sha256, sha256 } from '../../core/digest.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { base64Hash } from '../base64.ts';

/**
 * Where things stand in the line of an entry: RFC 8785 fixes the order of its members, and digests have one length.
 * So whoever has no JSON parser can check a log with offsets alone.
 */
export const AT = { hash: 9, leaf: 88, prev: 167, record: 242, redacted: 244 } as const;

/** Hex digits of a digest. */
export const DIGITS = 64;

/** What stands between the digests of an entry, and before its record. */
export const BETWEEN = {
  start: '{"hash":"',
  leaf: '","leaf_hash":"',
  prev: '","prev_hash":"',
  record: '","record":',
  redacted: '","redacted":',
} as const;

const HEX = /^[0-9a-f]{64}$/;

/** 64 lower-case hex digits. */
export function isHex(value: Json | undefined): value is Sha256 {
  return typeof value === 'string' && HEX.test(value);
}

/** What the first line of a log says. */
export interface LogHeader {
  /** Name of the log: no blanks, no `+`; the same as in its checkpoints. */
  readonly origin: string;
  /** Number of the first entry: 0, or that of a slice. */
  readonly firstSeq: number;
  /** Of a slice: hash of the entry before its first one. An assertion, nothing here proves it. */
  readonly prevHash?: Sha256;
}

/** The first line of a log, without its line end. */
export function headerText({ origin, firstSeq, prevHash }: LogHeader): string {
  const slice = prevHash === undefined ? '' : `,"prev_hash":"${prevHash}"`;
  return `{"first_seq":${firstSeq},"format":"${AUDIT_LOG}","hash_alg":"sha-256","origin":${JSON.stringify(origin)}${slice}}`;
}

/** What a signed note can have as the name of a key (C2SP signed-note): neither blanks nor `+`, no controls. */
const ORIGIN = /^[^\s+\p{Cc}]+$/u;

/** Whether a text can be the name of a log. */
export function isOrigin(value: string): boolean {
  return ORIGIN.test(value);
}

/** The header that a line holds; nothing where it is not exactly what `headerText` writes. */
export function readHeader(line: string): LogHeader | undefined {
  if (!isCanonical(line)) return undefined;
  const value = JSON.parse(line) as Json;
  const [origin, firstSeq, prevHash] = [
    text(member(value, 'origin')) ?? '',
    member(value, 'first_seq'),
    member(value, 'prev_hash'),
  ];
  if (!isOrigin(origin) || typeof firstSeq !== 'number' || firstSeq < 0) return undefined;
  const header = { origin, firstSeq, ...(isHex(prevHash) && { prevHash }) };
  const isSlice = firstSeq > 0;
  return isSlice === (header.prevHash !== undefined) && headerText(header) === line ? header : undefined;
}

/** What the first entry of a log follows: the digest of the first line, so that a chain belongs to its origin. */
export function genesis(origin: string): Sha256 {
  return sha256(headerText({ origin, firstSeq: 0 }));
}

/** The hash of an entry: over its number, the hash of the entry before it and its leaf hash, a line each. */
export function entryHash(seq: number, prev: Sha256, leaf: Sha256): Sha256 {
  return sha256(`${seq}\n${prev}\n${leaf}\n`);
}

/** The line of an entry; `member` is `"record":…` or `"redacted":…`, canonical. */
export function entryLine(hash: Sha256, leaf: Sha256, prev: Sha256, seq: number, member: string): string {
  return `{"hash":"${hash}","leaf_hash":"${leaf}","prev_hash":"${prev}",${member},"seq":${seq}}`;
}

/** What the last line of a finished log says. */
export interface LogEnd {
  /** Size of the log: entries up to here, those before a slice too. */
  readonly count: number;
  /** Of the last entry; of what the first one would follow where there is none. */
  readonly hash: Sha256;
  /** Base64 of the Merkle tree root over the leaf hashes of all `count` entries. */
  readonly root: string;
}

export function endLine({ count, hash, root }: LogEnd): string {
  return `{"count":${count},"end":true,"hash":"${hash}","root":"${root}"}`;
}

/** What the last line says; nothing where it is not exactly what `endLine` writes. The line is canonical. */
export function readEnd(value: JsonObject, line: string): LogEnd | undefined {
  const [count, hash, root] = [value['count'], value['hash'], text(value['root']) ?? ''];
  if (typeof count !== 'number' || count < 0 || !isHex(hash)) return undefined;
  if (base64Hash(root) === undefined) return undefined;
  const end = { count, hash, root };
  return endLine(end) === line ? end : undefined;
}

/** The value in a line that is canonical. */
export function objectIn(line: string): JsonObject | undefined {
  const value = JSON.parse(line) as Json;
  return isObject(value) ? value : undefined;
}
