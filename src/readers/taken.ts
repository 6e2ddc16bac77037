import { basename } from 'node:path';
import type { Taken } from '../core/format.ts';
import { type Moment, parseTime } from '../core/time.ts';

/**
 * A UTC stamp in a name: `20260331T043000Z`, `20260331T0430Z`, `2026-11-21T22_30_58_312Z`, `2026-03-31T04-30-00Z`.
 * It must end in `Z`; a stamp without a zone is no evidence.
 */
const STAMP =
  /(?<![0-9A-Za-z])(\d{4})-?(\d\d)-?(\d\d)T(\d\d)[-_:]?(\d\d)(?:[-_:]?(\d\d)(?:[-_.]?(\d{3}))?)?Z(?![0-9A-Za-z])/g;

/**
 * When a snapshot was taken: as stated, as the server said that answered, as its collector noted, or as its name says.
 * The file's own dates say when it was copied, and are never asked.
 * @param collected time by file name, as `discover` gives it.
 * @param answered the `Date` of the HTTP answer, where its head was saved with it.
 */
export function takenAt(
  name: string,
  stated: Moment | undefined,
  collected: ReadonlyMap<string, Moment>,
  answered?: Moment,
): Taken {
  if (stated !== undefined) return { at: stated, basis: 'taken-at' };
  if (answered !== undefined) return { at: answered, basis: 'http-date' };
  const noted = collected.get(name) ?? collected.get(basename(name));
  if (noted !== undefined) return { at: noted, basis: 'collected' };
  const stamped = stampOf(basename(name));
  return stamped === undefined ? { basis: 'unknown' } : { at: stamped, basis: 'file-name' };
}

/** The stamp in a file name; none where two differ. */
function stampOf(name: string): Moment | undefined {
  const moments = [...name.matchAll(STAMP)].map(momentOfStamp).filter((moment) => moment !== undefined);
  const [first] = moments;
  return moments.every(({ text }) => text === first?.text) ? first : undefined;
}

function momentOfStamp([raw, year, month, day, hours, minutes, seconds, millis]: RegExpMatchArray): Moment | undefined {
  const clock = [hours, minutes, seconds].filter((part) => part !== undefined).join(':');
  const result = parseTime(`${year}-${month}-${day}T${clock}${millis === undefined ? '' : `.${millis}`}Z`);
  return result.ok ? { ...result.moment, raw } : undefined;
}
