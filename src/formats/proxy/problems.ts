import type { ProblemCode } from '../../core/errors.ts';
import type { Out } from '../../core/format.ts';
import type { TimeResult } from '../../core/time.ts';

const TIME_MESSAGES = {
  'unreadable-time': 'the time of the line cannot be read',
  'time-out-of-range': 'the time of the line lies before 2009 or after 2099',
  'no-zone': 'the time of the line has no zone; say which with --assume-tz',
};

/** The answer to a record whose time cannot be used. */
export function timeProblem(code: Extract<TimeResult, { ok: false }>['code'], record: number): Out {
  return problem(code, TIME_MESSAGES[code], record);
}

/** Longer than any URL and agent that servers take. A hostile line is not worth the time to take it apart. */
export const LONGEST_LINE = 20_000;

/** The answer to a record that cannot be understood. */
export function problem(code: ProblemCode, message: string, record: number): Out {
  return { kind: 'problem', code, message, records: [record] };
}
