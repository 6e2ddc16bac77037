import { parseTime, type TimeResult } from './time.ts';

/** `Tue, 31 Mar 2026 00:22:05 -0700 (PDT)`, `Tuesday, 31-Mar-26 07:22:05 GMT`; weekday, seconds and zone may be missing. */
const DATE =
  /^(?:[A-Za-z]{3,9},? +)?(\d{1,2})[ -]+([A-Za-z]{3})[A-Za-z]{0,6}[ -]+(\d{4}|\d\d) +(\d{1,2}):(\d\d)(?::(\d\d))?(?: +([+-]\d{4}|[A-Za-z]{1,4}))?(?: *\([^()]*\))?$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zones by name, RFC 5322 section 4.3. Any other name says nothing of the offset. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ...['GMT', 'UT', 'UTC', 'Z'].map((name) => [name, 'Z'] as const),
  ...[
    ['EDT', '-0400'],
    ['EST', '-0500'],
    ['CDT', '-0500'],
    ['CST', '-0600'],
    ['MDT', '-0600'],
    ['MST', '-0700'],
    ['PDT', '-0700'],
    ['PST', '-0800'],
  ].map(([name = '', offset = '']) => [name, offset] as const),
]);

/** Reads a date as mails (RFC 5322) and HTTP (RFC 9110) write it. `raw` is that text. */
export function parseMailTime(value: string): TimeResult {
  const text = value.trim();
  const match = DATE.exec(text);
  if (match === null) return { ok: false, code: 'unreadable-time' };
  const [, day = '', name = '', year = '', hours = '', minutes = '', seconds, zone] = match;
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  if (month === 0) return { ok: false, code: 'unreadable-time' };
  const date = `${fullYear(year)}-${twoDigits(month)}-${day.padStart(2, '0')}`;
  const clock = `${hours.padStart(2, '0')}:${minutes}${seconds === undefined ? '' : `:${seconds}`}`;
  const result = parseTime(`${date}T${clock}${offsetOf(zone)}`);
  return result.ok ? { ok: true, moment: { ...result.moment, raw: text } } : result;
}

function offsetOf(zone: string | undefined): string {
  if (zone === undefined) return '';
  return /^[+-]/.test(zone) ? zone : (ZONES.get(zone.toUpperCase()) ?? '');
}

/** RFC 5322: two digits below 50 are of this century. */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  return Number(year) < 50 ? `20${year}` : `19${year}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
