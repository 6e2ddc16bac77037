import { type Json, list, member, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import { mostValues, withoutLineEnd } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

function isEntry(value: Json | undefined): boolean {
  return text(member(value, '__REALTIME_TIMESTAMP')) !== undefined;
}

function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  if (!isEntry(json)) return undefined;
  if (member(json, '_PID') === '1') return { kind: 'noise', rule: 'service-manager' };
  const message = messageOf(member(json, 'MESSAGE'));
  if (message === undefined) return { kind: 'fault', code: 'missing-field', message: whyMissing(json) };
  const process = field(json, 'SYSLOG_IDENTIFIER') ?? field(json, '_COMM');
  const says = { time: timeOf(json), host: field(json, '_HOSTNAME'), process };
  const stream = field(json, '_STREAM_ID') ?? field(json, 'CONTAINER_ID');
  if (stream === undefined) return { kind: 'content', text: message, says };
  return { kind: 'content', text: message, says, piece: { stream, last: !isPiece(json) } };
}

/** The time at which the program sent it, where the journal knows that; else when the journal got it. */
function timeOf(json: Json | undefined) {
  return momentOf(member(json, '_SOURCE_REALTIME_TIMESTAMP')) ?? momentOf(member(json, '__REALTIME_TIMESTAMP'));
}

/** The journal cuts lines at 48 KB, Docker at 16 KB. */
function isPiece(json: Json | undefined): boolean {
  return member(json, '_LINE_BREAK') === 'line-max' || member(json, 'CONTAINER_PARTIAL_MESSAGE') === 'true';
}

/** A field may stand there several times; the first one counts. */
function field(json: Json | undefined, name: string): string | undefined {
  const value = member(json, name);
  return text(Array.isArray(value) ? (value as readonly Json[])[0] : value);
}

/** Text; or its bytes as numbers, where it is not printable; or several of these. */
function messageOf(value: Json | undefined): string | Buffer | undefined {
  if (typeof value === 'string') return withoutLineEnd(value);
  const items = list(value);
  if (items.length === 0) return undefined;
  if (items.every(isByte)) return Buffer.from(items as readonly number[]);
  const parts = items.map(messageOf).filter((part) => part !== undefined);
  return parts.length < items.length
    ? undefined
    : Buffer.concat(parts.flatMap((part) => [Buffer.from(part), LINE_END]));
}

const LINE_END = Buffer.from('\n');

function isByte(value: Json): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
}

function whyMissing(json: Json | undefined): string {
  return member(json, 'MESSAGE') === null
    ? 'the journal left out a message that is too long; export it with --all'
    : 'an entry of the journal without a message';
}

/** `journalctl -o json`: fields of the journal, times in microseconds. */
const journal: Wrapper = {
  id: 'journal',
  title: 'the journal',
  framing: (sample) => (mostValues(sample, isEntry) ? 'records' : undefined),
  unwrap,
};

export default journal;
