import { isUtf8 } from 'node:buffer';
import { isLogEnd, isRedaction, LOG_ENTRY } from '../../core/audit-log.ts';
import { isCanonical } from '../../core/canonical.ts';
import { type Sha256, sha256 } from '../../core/digest.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { LogFault } from './fault.ts';
import { AT, BETWEEN, DIGITS, isHex, type LogEnd, objectIn, readEnd } from './layout.ts';

/** What stands in the line of an entry that has the layout. */
export interface EntryParts {
  readonly seq: number;
  readonly hash: Sha256;
  readonly leaf: Sha256;
  readonly prev: Sha256;
  /** A record was taken out: its leaf hash cannot be computed. */
  readonly isRedacted: boolean;
  /** The record in the line. */
  readonly from: number;
  readonly to: number;
}

export type LineSays =
  | { readonly kind: 'entry'; readonly parts: EntryParts }
  | { readonly kind: 'end'; readonly end: LogEnd }
  | { readonly kind: 'fault'; readonly fault: LogFault; readonly message: string };

const COLON = 0x3a;

/** Leaf hash of the record in a line, without a copy of it: the byte before it is a NUL meanwhile. */
export function leafIn(line: Buffer, { from, to }: EntryParts): Sha256 {
  line[from - 1] = 0;
  const leaf = sha256(line.subarray(from - 1, to));
  line[from - 1] = COLON;
  return leaf;
}

/** What a line after the header says. @param next number of the entry that should stand there */
export function readLine(line: Buffer, next: number): LineSays {
  const parts = partsOf(line, next);
  return parts !== undefined && isSound(line, parts) ? { kind: 'entry', parts } : examined(line);
}

/** The parts of the entry of this number, by their offsets alone. */
function partsOf(line: Buffer, seq: number): EntryParts | undefined {
  const head = line.toString('latin1', 0, AT.redacted);
  const isRedacted = head.startsWith(BETWEEN.redacted, AT.prev + DIGITS);
  const from = isRedacted ? AT.redacted : AT.record;
  const tail = `,"seq":${seq}}`;
  const to = line.length - tail.length;
  const fits =
    head.startsWith(BETWEEN.start) &&
    head.startsWith(BETWEEN.leaf, AT.hash + DIGITS) &&
    head.startsWith(BETWEEN.prev, AT.leaf + DIGITS) &&
    (isRedacted || head.startsWith(BETWEEN.record, AT.prev + DIGITS)) &&
    to > from &&
    line.toString('latin1', to) === tail;
  if (!fits) return undefined;
  const digest = (at: number): string => head.slice(at, at + DIGITS);
  return { seq, hash: digest(AT.hash), leaf: digest(AT.leaf), prev: digest(AT.prev), isRedacted, from, to };
}

/** Whether the line is canonical and has digests and an object where they belong. */
function isSound(line: Buffer, { hash, leaf, prev, isRedacted, from, to }: EntryParts): boolean {
  const value = line.subarray(from, to);
  if (!isHex(hash) || !isHex(leaf) || !isHex(prev) || !isUtf8(value)) return false;
  const text = value.toString();
  return text.startsWith('{') && isCanonical(text) && (!isRedacted || isRedaction(JSON.parse(text) as Json));
}

/** The same with a parser, which tells what is wrong. */
function examined(line: Buffer): LineSays {
  if (!isUtf8(line)) return fault('utf8', 'not valid UTF-8');
  const text = line.toString();
  if (!isCanonical(text)) return fault('not-canonical', 'not the canonical JSON (RFC 8785) of what it says');
  const value = objectIn(text);
  if (value !== undefined && isLogEnd(value)) {
    const end = readEnd(value, text);
    return end === undefined ? fault('entry', 'an end line of another form') : { kind: 'end', end };
  }
  return value === undefined ? fault('entry', 'not an object') : examinedEntry(line, value);
}

function examinedEntry(line: Buffer, value: JsonObject): LineSays {
  const names = Object.keys(value);
  const content = isObject(value['record']) || isRedaction(value['redacted']);
  if (names.length !== LOG_ENTRY.length + 1 || !content || !LOG_ENTRY.every((name) => Object.hasOwn(value, name)))
    return fault('entry', 'not the members of an entry: hash, leaf_hash, prev_hash, seq, and record or redacted');
  const wrong = ['hash', 'leaf_hash', 'prev_hash'].find((name) => !isHex(value[name]));
  if (wrong !== undefined) return fault('hex', `${wrong} is not 64 lower-case hex digits`);
  const { seq } = value;
  const parts = typeof seq === 'number' && seq >= 0 ? partsOf(line, seq) : undefined;
  return parts === undefined ? fault('entry', 'seq is not the number of an entry') : { kind: 'entry', parts };
}

function fault(name: LogFault, message: string): LineSays {
  return { kind: 'fault', fault: name, message };
}
