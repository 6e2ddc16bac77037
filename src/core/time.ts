import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';

export type Precision = 'ns' | 'us' | 'ms' | 's' | 'min' | 'day';

/** What a time means. */
export type Basis =
  | 'event'
  | 'request_end'
  | 'ingest'
  | 'log_window'
  | 'snapshot_range'
  | 'file_name'
  | 'vcs_commit'
  | 'reported';

/** A time as the source states it, and what we make of it. */
export interface Moment {
  /** UTC, RFC 3339, `Z`, with the source's digits but at least three: `2026-03-31T00:21:58.168Z`. */
  readonly text: string;
  /** Microseconds since 1970, rounded down. */
  readonly micros: number;
  readonly precision: Precision;
  /** The source's own text, where it is not `text`. */
  readonly raw?: string;
}

/** 2009-01-01, before npm: nothing earlier is a registry event. */
const EARLIEST = Date.UTC(2009, 0, 1) * 1000;
/** 2100-01-01. The clock of this machine is not asked: the same evidence gives the same events on any day. */
const LATEST = Date.UTC(2100, 0, 1) * 1000;

export type TimeResult =
  | { readonly ok: true; readonly moment: Moment }
  | { readonly ok: false; readonly code: 'unreadable-time' | 'time-out-of-range' | 'no-zone' };

const ISO =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?)? ?(Z|z|UTC|[+-](?:0\d|1[0-8])(?::?[0-5]\d)?)?$/;

/**
 * Reads ISO 8601 in the forms logs use (`T` or a space, `.` or `,`, `Z`, `+00:00`, `-0500`, `+01`).
 * @param zone offset to assume where the text has none, such as `+02:00`; without it such a text is `no-zone`.
 */
export function parseTime(value: string, zone?: string): TimeResult {
  const match = ISO.exec(value);
  if (match === null) return { ok: false, code: 'unreadable-time' };
  const [, day = '', minutes, seconds, fraction, stated] = match;
  const offset = stated ?? (minutes === undefined ? 'Z' : zone);
  if (offset === undefined) return { ok: false, code: 'no-zone' };
  const clock = `${minutes ?? '00:00'}:${seconds === '60' ? '59' : (seconds ?? '00')}`;
  const base = parseISO(`${day}T${clock}${isoOffset(offset)}`);
  if (!isValid(base)) return { ok: false, code: 'unreadable-time' };
  return moment(base.getTime(), fraction ?? '', isoPrecision(minutes, seconds, fraction), value);
}

function isoPrecision(minutes?: string, seconds?: string, fraction?: string): Precision {
  if (minutes === undefined) return 'day';
  if (seconds === undefined) return 'min';
  return fractionPrecision(fraction?.length ?? 0);
}

function isoOffset(offset: string): string {
  if (/^(?:Z|UTC)$/i.test(offset)) return 'Z';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function fractionPrecision(digits: number): Precision {
  if (digits === 0) return 's';
  if (digits <= 3) return 'ms';
  return digits <= 6 ? 'us' : 'ns';
}

/** Reads an epoch number, or its digits; the unit follows from the magnitude (s, ms, µs, ns). */
export function parseEpoch(value: number | string): TimeResult {
  const raw = String(value);
  const match = /^(\d{1,20})(?:\.(\d{1,9}))?$/.exec(raw);
  if (match === null) return { ok: false, code: 'unreadable-time' };
  const [, whole = '', part = ''] = match;
  const unit = epochUnit(whole);
  const digits = whole.slice(0, whole.length - unit.digits) || '0';
  const fraction = unit.digits === 0 ? part : whole.slice(-unit.digits).padStart(unit.digits, '0');
  const result = moment(
    Number(digits) * 1000,
    fraction,
    unit.digits === 0 ? fractionPrecision(part.length) : unit.name,
    raw,
  );
  return result;
}

function epochUnit(whole: string): { readonly digits: number; readonly name: Precision } {
  const size = whole.replace(/^0+/, '').length;
  if (size <= 11) return { digits: 0, name: 's' };
  if (size <= 14) return { digits: 3, name: 'ms' };
  return size <= 17 ? { digits: 6, name: 'us' } : { digits: 9, name: 'ns' };
}

function moment(millisOfSecond: number, fraction: string, precision: Precision, raw: string): TimeResult {
  const micros = millisOfSecond * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
  if (!(micros >= EARLIEST && micros < LATEST)) return { ok: false, code: 'time-out-of-range' };
  const digits = fraction.padEnd(3, '0');
  const text = `${new Date(millisOfSecond).toISOString().slice(0, 19)}.${digits}Z`;
  return { ok: true, moment: text === raw ? { text, micros, precision } : { text, micros, precision, raw } };
}

/** A time from either form: digits are an epoch, anything else ISO. */
export function readTime(value: unknown, zone?: string): TimeResult {
  if (typeof value === 'number') return parseEpoch(value);
  if (typeof value !== 'string') return { ok: false, code: 'unreadable-time' };
  return /^\d{9,20}(?:\.\d+)?$/.test(value) ? parseEpoch(value) : parseTime(value, zone);
}

/** As `readTime`, for callers that treat an unreadable time as absent. */
export function momentOf(value: unknown, zone?: string): Moment | undefined {
  const result = readTime(value, zone);
  return result.ok ? result.moment : undefined;
}

/** Microseconds of a canonical UTC text as `Moment.text` holds it; NaN for anything else. */
export function microsOf(text: string): number {
  if (text.length === 24 && text[19] === '.' && text[23] === 'Z') return Date.parse(text) * 1000;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{3,9})Z$/.exec(text);
  if (match === null) return Number.NaN;
  return Date.parse(`${match[1]}Z`) * 1000 + Number((match[2] ?? '').slice(0, 6).padEnd(6, '0'));
}

/** UTC text of microseconds: three digits, or six where they are needed. */
export function momentText(micros: number): string {
  // One flat text of 24 characters, not a rope of pieces four times its size: cases hold hundreds of thousands.
  if (micros % 1000 === 0) return new Date(micros / 1000).toISOString();
  const seconds = Math.floor(micros / 1_000_000);
  const rest = String(micros - seconds * 1_000_000).padStart(6, '0');
  const head = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${head}.${rest.endsWith('000') ? rest.slice(0, 3) : rest}Z`;
}

/** A length of time in words, largest unit first: `2 h 53 min 32 s`, `40 d 7 h`, `22 min 46 s`. */
export function durationText(micros: number): string {
  const total = Math.round(Math.abs(micros) / 1_000_000);
  const [days, hours, minutes, seconds] = [
    Math.floor(total / 86400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  const parts = [hours > 0 ? `${hours} h` : '', hours > 0 || minutes > 0 ? `${minutes} min` : '', `${seconds} s`];
  return parts.filter((part) => part !== '').join(' ');
}
