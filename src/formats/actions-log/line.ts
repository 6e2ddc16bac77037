import type { ProblemCode } from '../../core/errors.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { type Moment, parseTime } from '../../core/time.ts';

/** One line of a job's log, taken apart. */
export interface ActionsLine {
  readonly record: number;
  readonly at: Moment;
  /** Name of the job, in what `gh run view --log` prints: that stands before the time, with the name of the step. */
  readonly job: string | undefined;
  /** What was printed, without colours; secrets are masked. */
  readonly text: string;
}

/** A line whose time is none. */
export interface UntimedLine {
  readonly record: number;
  readonly code: ProblemCode;
  readonly stamp: string;
}

/**
 * Seven decimals, always UTC. A byte order mark stands before the first line of each job. The names before the time are
 * the last to be looked for: behind a time they are what a step printed.
 */
const STAMPED =
  /^\ufeff?(?:([^\t]{0,300})\t[^\t]{0,300}\t\ufeff?)??(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z)(?: (.*))?$/s;

/** Undefined for what is no start of a line of the runner. */
export function actionsLine(record: EvidenceRecord): ActionsLine | UntimedLine | undefined {
  const [, job, stamp, printed = ''] = STAMPED.exec(record.text) ?? [];
  if (stamp === undefined) return undefined;
  const time = parseTime(stamp);
  if (!time.ok) return { record: record.number, code: time.code, stamp };
  return { record: record.number, at: time.moment, job, text: plain(printed) };
}

/** Whether a line begins as the runner writes it, and what it says. */
export function printedIn(line: string): string | undefined {
  const match = STAMPED.exec(line);
  return match === null ? undefined : plain(match[3] ?? '');
}

/** Escapes of colours are removed only to look at the text; the record keeps them. */
export function plain(text: string): string {
  return text.replace(/\x1b\[[\d;]*[A-Za-z]/g, '').trimEnd();
}
