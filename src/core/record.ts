import type { Json } from './json.ts';
import type { Moment } from './time.ts';

/** Where a record stands: bytes of the decompressed evidence before charset decoding, and a line or a JSON Pointer. */
export interface Position {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line?: number;
  /** RFC 6901, for a part of a document: `/versions/1.14.1`. */
  readonly pointer?: string;
}

/** What a log driver or a collector says of a record that it carried. */
export interface Wrapped {
  /** Who says so, and whose `time` it is: `Docker`. */
  readonly by: string;
  /** When it took or wrote the record. */
  readonly time?: Moment | undefined;
  readonly host?: string | undefined;
  readonly process?: string | undefined;
}

/** One unit of evidence as it stands there, before anyone says what it means. Secrets in it are already masked. */
export interface EvidenceRecord {
  /** Ordinal within the evidence, from 0. */
  readonly number: number;
  readonly at: Position;
  /** The record's own text, masked: a line without its line end, or a slice of a JSON document. */
  readonly text: string;
  /** Set where the source bytes are not UTF-8: those bytes (masked), base64. `text` then holds replacement characters. */
  readonly base64?: string;
  /** The parsed value, where the framing is JSON. */
  readonly json?: Json;
  /** Names and indexes that lead to `json` within its document; empty for a whole document. */
  readonly path?: readonly (string | number)[];
  /** Which document of the evidence, from 0 (concatenated objects, NDJSON). */
  readonly document?: number;
  /** Set where the record came in a wrapper: `at` is the place of the wrapper's own entries then. */
  readonly wrapped?: Wrapped;
}

/** Compact form used in the ledger: `120-480:17`, `120-480#/versions/1.14.1`. */
export function positionText(at: Position): string {
  const bytes = `${at.start}-${at.end}`;
  if (at.pointer !== undefined) return `${bytes}#${at.pointer}`;
  return at.line === undefined ? bytes : `${bytes}:${at.line}`;
}

/** Inverse of `positionText`. @throws {RangeError} for a text that it cannot have made */
export function parsePosition(text: string): Position {
  const dash = text.indexOf('-');
  const mark = endOfDigits(text, dash + 1);
  const start = Number(text.slice(0, dash));
  const end = Number(text.slice(dash + 1, mark));
  const rest = text.slice(mark + 1);
  if (dash < 1 || mark === dash + 1 || !Number.isSafeInteger(start)) throw new RangeError(`not a position: ${text}`);
  if (mark === text.length) return { start, end };
  if (text[mark] === '#') return { start, end, pointer: rest };
  if (text[mark] !== ':' || !/^\d+$/.test(rest)) throw new RangeError(`not a position: ${text}`);
  return { start, end, line: Number(rest) };
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end;
}

/** `:17+19`, `#/versions/1.14.1`: positions of a ledger entry as tables cite them. */
export function placeText(at: readonly string[]): string {
  const [first, ...rest] = at.map(parsePosition);
  if (first === undefined) return '';
  if (first.pointer !== undefined) return `#${first.pointer}`;
  if (first.line === undefined) return `@${positionText(first)}`;
  return `:${[first, ...rest].map(({ line }) => line).join('+')}`;
}

/** RFC 6901 pointer of a path. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
