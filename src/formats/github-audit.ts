import type { ProblemCode } from '../core/errors.ts';
import type { Format, Out, Sample } from '../core/format.ts';
import { isObject, type Json, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { auditAction } from './github/audit-actions.ts';
import { auditEvent } from './github/audit-event.ts';
import { auditRecord } from './github/audit-record.ts';
import { auditTime } from './github/audit-time.ts';

/** Any one of them, beside a dotted `action`, makes a record one of these logs. */
const TELLING = ['@timestamp', 'created_at', '_document_id', 'at_sign_timestamp', 'actor', 'org'];

/**
 * Audit log of an organisation or enterprise and security log of a user, from the web, the API or a stream: one JSON
 * object a record. Fields: GitHub's list of audit log events.
 */
const format: Format = {
  id: 'github-audit',
  title: 'GitHub audit log',
  revision: 1,
  about: {
    export:
      'gh api --paginate "orgs/ORG/audit-log?include=all&per_page=100"; a single account: Settings, Security log, Export, JSON',
    lifetime: 'organisation 180 days, its git events 7 days; account 90 days',
    proves:
      'who did what when at GitHub, with which token, from which country; from which address, if the organisation shows it',
    cannotProve:
      'anything done at the package registry; pushes made in the browser; downloads; that the export is complete',
    tried: 'real',
  },
  framing: 'records',
  recognise,
  open: (context) => ({ push: (record) => [answer(record, context.assumeTz)], end: () => [] }),
};

export default format;

const TIME_PROBLEMS = {
  'unreadable-time': 'neither @timestamp nor at_sign_timestamp nor created_at holds a time to the second',
  'time-out-of-range': 'the time lies before 2009 or after 2099',
  'no-zone': 'the time has no zone; GitHub writes UTC, but this is a copy: say which with --assume-tz',
};

function answer(record: EvidenceRecord, zone: string | undefined): Out {
  const { json } = record;
  if (!isObject(json)) return problem(record, 'unknown-shape', 'an audit log record is a JSON object');
  const from = auditRecord(json);
  const native = text(from['action']);
  if (native === undefined) return problem(record, 'missing-field', 'the record has no action');
  const known = auditAction(native);
  if (known === undefined) return problem(record, 'unknown-shape', 'the action is not of the form family.act');
  const time = auditTime(from, record.text, zone);
  if (time === undefined) return problem(record, 'missing-field', 'the record has no time');
  if (!time.ok) return problem(record, time.code, TIME_PROBLEMS[time.code]);
  return { kind: 'event', event: auditEvent(from, native, known, time.moment), records: [record.number] };
}

function problem(record: EvidenceRecord, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message, records: [record.number] };
}

/** The more of the telling fields, the surer; a webhook body has an `action` too, and a `sender`. */
function recognise(sample: Sample): number {
  const found = sample.values.map(tellingFields).filter((count) => count > 0);
  if (found.length * 2 <= sample.values.length) return 0;
  return 50 + 5 * Math.max(...found);
}

function tellingFields(value: Json): number {
  const action = member(value, 'action');
  if (typeof action !== 'string' || isObject(member(value, 'sender'))) return 0;
  if (auditAction(action) === undefined) return 0;
  return TELLING.filter((name) => member(value, name) !== undefined && !isObject(member(value, name))).length;
}
