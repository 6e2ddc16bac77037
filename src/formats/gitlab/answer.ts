import type { ProblemCode } from '../../core/errors.ts';
import type { Out } from '../../core/format.ts';
import { isObject, type JsonObject, member, scalar } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { readTime } from '../../core/time.ts';
import { gitlabEvent } from './event.ts';
import { auditRecord } from './record.ts';

const TIME_PROBLEMS = {
  'unreadable-time': 'the time cannot be read',
  'time-out-of-range': 'the time lies before 2009 or after 2099',
  'no-zone': 'the time has no zone; GitLab writes one, but this is a copy: say which with --assume-tz',
};

/** @param times members that may hold the time, the best first: when it happened, then when it was written */
export function gitlabAnswer(record: EvidenceRecord, times: readonly string[], zone: string | undefined): Out {
  const { json } = record;
  if (!isObject(json)) return problem(record, 'unknown-shape', 'an audit event is a JSON object');
  const missing = ['author_id', 'entity_type'].find((name) => scalar(member(json, name)) === undefined);
  if (missing !== undefined) return problem(record, 'missing-field', `the audit event has no ${missing}`);
  const written = firstOf(json, times);
  if (written === undefined) return problem(record, 'missing-field', 'the audit event has no time');
  const time = readTime(written, zone);
  if (!time.ok) return problem(record, time.code, TIME_PROBLEMS[time.code]);
  return { kind: 'event', event: gitlabEvent(auditRecord(json), time.moment), records: [record.number] };
}

function firstOf(json: JsonObject, names: readonly string[]) {
  return names.map((name) => member(json, name) ?? undefined).find((value) => value !== undefined);
}

function problem({ number }: EvidenceRecord, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message, records: [number] };
}
