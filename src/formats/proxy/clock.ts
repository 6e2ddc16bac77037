import { parseTime, type TimeResult } from '../../core/time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CLF = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** Reads the time of the common log format: `31/Mar/2026:00:40:01 +0000`. */
export function clfTime(text: string): TimeResult {
  const [, day = '', month = '', year = '', clock = '', offset = ''] = CLF.exec(text) ?? [];
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return withRaw(parseTime(`${year}-${number}-${day}T${clock}${offset}`), text);
}

/** Reads `20260331004001`, a local time. @param zone offset of the clock that wrote it, such as `+02:00` */
export function compactTime(text: string, zone: string | undefined): TimeResult {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = COMPACT.exec(text) ?? [];
  return withRaw(parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}`, zone), text);
}

function withRaw(result: TimeResult, raw: string): TimeResult {
  return result.ok ? { ok: true, moment: { ...result.moment, raw } } : result;
}
