import { type Moment, momentOf } from '../../core/time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HTTP_DATE = /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/;

/** A date as HTTP servers write it (RFC 9110, IMF-fixdate). */
export function readHttpDate(value: string): Moment | undefined {
  const [, day, name = '', year, clock] = HTTP_DATE.exec(value) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  return month === 0 ? undefined : momentOf(`${year}-${String(month).padStart(2, '0')}-${day}T${clock}Z`);
}
