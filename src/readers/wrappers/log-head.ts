import { type Moment, momentOf } from '../../core/time.ts';

/** What stands before the message in a line of syslog or of the journal. */
export interface LogHead {
  readonly time: Moment | undefined;
  readonly host: string | undefined;
  readonly program: string | undefined;
  readonly pid: string | undefined;
  /** Characters up to the message. */
  readonly length: number;
}

const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;
const DAY = String.raw`\d{4}-\d\d-\d\d`;
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const WEEKDAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';

/** Times in the forms of RFC 3164 (no year), RFC 3339, and `journalctl -o short*`. */
const TIME = [
  String.raw`${MONTH} [ \d]?\d(?: \d{4})? ${CLOCK}`,
  String.raw`${DAY}[T ]${CLOCK}(?:Z|[+-]\d\d:?\d\d)?`,
  String.raw`${WEEKDAY} ${DAY} ${CLOCK}(?: [A-Z]{2,5}|[ ]?[+-]\d\d:?\d\d)`,
  String.raw`\d{9,11}\.\d{1,6}`,
  String.raw`\[ *\d{1,10}\.\d{1,6}\]`,
].join('|');

/** A host has no brackets and no colon at its end; a tag ends in a colon. `CEF:` and `LEEF:` begin a message. */
const HOST = String.raw`[^\s:[\]{}"]{1,255}(?::[^\s:[\]{}"]{0,64}){0,9}`;
const TAG = String.raw`(?!(?:CEF|LEEF):)([^\s:[\]{}"]{1,255})(?:\[([^\]\s]{0,64})\])?:(?: |(?=\{)|$)`;
const HEAD = new RegExp(`(${TIME}) (?:(${HOST}) (?=\\S|$))??(?:${TAG})`, 'y');
const HEAD_WITHOUT_TAG = new RegExp(`(${TIME}) (?:(${HOST}) )?`, 'y');

/** @param from where the time begins. @param tagged whether the name of a program must stand there */
export function logHead(line: string, from: number, tagged: boolean): LogHead | undefined {
  return headBy(HEAD, line, from) ?? (tagged ? undefined : headBy(HEAD_WITHOUT_TAG, line, from));
}

/** A time without year or zone is none: nobody knows them. */
function headBy(pattern: RegExp, line: string, from: number): LogHead | undefined {
  pattern.lastIndex = from;
  const [head, time, host, program, pid] = pattern.exec(line) ?? [];
  if (head === undefined || time === undefined) return undefined;
  const plain = time.replace(/^[A-Z][a-z]{2} (?=\d{4})/, '');
  return { time: momentOf(plain), host, program, pid, length: head.length };
}
