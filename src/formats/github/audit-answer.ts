import type { ProblemCode } from '../../core/errors.ts';
import type { Out } from '../../core/format.ts';
import { text } from '../../core/json.ts';
import { auditAction } from './audit-actions.ts';
import { auditEvent } from './audit-event.ts';
import type { AuditRecord } from './audit-record.ts';
import { auditTime } from './audit-time.ts';

/** Where a record of an audit log stands. */
export interface AuditSource {
  /** The record's own text. */
  readonly text: string;
  readonly records: readonly number[];
  /** Offset for times of copies that lost their zone. */
  readonly zone: string | undefined;
  /** Stands before what is said of the record: `line 17: `. */
  readonly where?: string;
}

const TIME_PROBLEMS = {
  'unreadable-time': 'neither @timestamp nor at_sign_timestamp nor created_at holds a time to the second',
  'time-out-of-range': 'the time lies before 2009 or after 2099',
  'no-zone': 'the time has no zone; GitHub writes UTC, but this is a copy: say which with --assume-tz',
};

/** The event a record tells, or what is wrong with it. The same for all exports of a log. */
export function auditAnswer(from: AuditRecord, source: AuditSource): Out {
  const native = text(from['action']);
  if (native === undefined) return auditProblem(source, 'missing-field', 'the record has no action');
  const known = auditAction(native);
  if (known === undefined) return auditProblem(source, 'unknown-shape', 'the action is not of the form family.act');
  const time = auditTime(from, source.text, source.zone);
  if (time === undefined) return auditProblem(source, 'missing-field', 'the record has no time');
  if (!time.ok) return auditProblem(source, time.code, TIME_PROBLEMS[time.code]);
  return { kind: 'event', event: auditEvent(from, native, known, time.moment), records: source.records };
}

export function auditProblem({ where = '', records }: AuditSource, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message: `${where}${message}`, records };
}
