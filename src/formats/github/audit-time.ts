import type { Json } from '../../core/json.ts';
import { type Moment, parseEpoch, parseTime, type TimeResult } from '../../core/time.ts';
import type { AuditRecord } from './audit-record.ts';

/** Where a record's time stands, the most telling first. Copies in other systems keep only one of them. */
const TIME_FIELDS = ['@timestamp', 'at_sign_timestamp', 'created_at'] as const;

const DAY_MS = 86_400_000;
const EARLIEST_MS = Date.UTC(2009, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** A decimal number, perhaps in scientific notation: `1774917600123`, `1.774917600123E+12`. */
const NUMBER = /^(\d+)(?:\.(\d+))?(?:[eE]\+?(\d{1,2}))?$/;

/** Digits of an epoch in seconds; anything shorter or longer is another unit or a rounded number. */
const SECOND_DIGITS = 10;

/**
 * The time of a record: the first of its time fields that can be read. If none can, the reason of the first that is there.
 * @param source the record's own text: only it shows whether a number was rounded
 */
export function auditTime(from: AuditRecord, source: string, zone: string | undefined): TimeResult | undefined {
  let failure: TimeResult | undefined;
  for (const name of TIME_FIELDS) {
    const value = from[name];
    if (value === undefined || value === null || value === '') continue;
    const result = readField(name, value, source, zone);
    if (result.ok) return result;
    failure ??= result;
  }
  return failure;
}

function readField(
  name: (typeof TIME_FIELDS)[number],
  value: Json,
  source: string,
  zone: string | undefined,
): TimeResult {
  if (typeof value === 'number') return wholeMillis(value, name, source) ?? readNumber(String(value));
  if (typeof value !== 'string') return UNREADABLE;
  if (NUMBER.test(value)) return readNumber(value);
  // Panther's name for `@timestamp`; it converts to UTC and drops the zone.
  return parseTime(value, name === 'at_sign_timestamp' ? 'Z' : zone);
}

/**
 * The common case, three times as fast as `parseEpoch` and with the same answer. A multiple of ten seconds may stand
 * rounded in the text (`1.77492E+12`), which the parsed number no longer shows.
 */
function wholeMillis(value: number, name: string, source: string): TimeResult | undefined {
  if (!(Number.isInteger(value) && value >= EARLIEST_MS && value < LATEST_MS)) return undefined;
  if (value % 10_000 === 0) {
    const written = source.match(new RegExp(`"${name}"\\s*:\\s*([\\d.]+[eE]\\+?\\d+)`))?.[1];
    if (written !== undefined && Number(written) === value) return readNumber(written);
  }
  const moment: Moment = {
    text: isoMillis(value),
    micros: value * 1000,
    precision: 'ms',
    raw: String(value),
  };
  return { ok: true, moment };
}

let lastDay = Number.NaN;
let lastDate = '';

/** Same as `Date.toISOString`, which is slow; the records of a log are mostly of one day. */
function isoMillis(value: number): string {
  const day = Math.floor(value / DAY_MS);
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().slice(0, 11);
    lastDay = day;
  }
  const rest = value - day * DAY_MS;
  const [hours, minutes] = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60];
  const [seconds, millis] = [Math.floor(rest / 1000) % 60, rest % 1000];
  return `${lastDate}${pad2(hours)}:${pad2(minutes)}:${pad2(seconds)}.${millis < 100 ? `0${pad2(millis)}` : millis}Z`;
}

function pad2(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/**
 * An epoch number. Spreadsheets round a long number to a few digits (`1.77492E+12`): refused unless its digits reach at
 * least the second. A fraction of a millisecond is not a time this log has.
 */
function readNumber(text: string): TimeResult {
  const match = NUMBER.exec(text);
  if (match === null) return UNREADABLE;
  const [, whole = '', fraction = '', exponent] = match;
  if (exponent === undefined)
    return whole.length > SECOND_DIGITS && /[1-9]/.test(fraction) ? UNREADABLE : parseEpoch(text);
  const shift = Number(exponent);
  const digits = `${whole}${fraction}`;
  const exact = digits.length >= SECOND_DIGITS && !/[1-9]/.test(fraction.slice(shift));
  if (!exact) return UNREADABLE;
  const result = parseEpoch(`${whole}${fraction.slice(0, shift).padEnd(shift, '0')}`);
  return result.ok ? { ok: true, moment: { ...result.moment, raw: text } } : result;
}

const UNREADABLE: TimeResult = { ok: false, code: 'unreadable-time' };
