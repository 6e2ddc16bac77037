import type { ProblemCode } from '../core/errors.ts';
import type { Format, Out, Reading, Sample } from '../core/format.ts';
import { at, isObject, type Json, type JsonObject, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type Moment, readTime, type TimeResult } from '../core/time.ts';
import { type AuditEntry, auditEntry } from './gcp/entry.ts';
import { auditEvents } from './gcp/event.ts';
import { OperationFold } from './gcp/operation-fold.ts';

/** Cloud Audit Logs: log entries with an `AuditLog` as payload. Fields: the vendor's reference of both. */
const format: Format = {
  id: 'gcp-audit',
  title: 'Google Cloud audit log',
  revision: 1,
  about: {
    export: `gcloud logging read 'logName:"cloudaudit.googleapis.com"' --format=json; or the files of a log sink`,
    lifetime: 'what administrators do 400 days; reads and writes of data 30 days, and only if logging them is on',
    proves: 'who called what when, from which address; whether it was allowed; which roles were given and taken',
    cannotProve: 'downloads and publishes, where data access logs are off; addresses inside the cloud',
    tried: 'real',
  },
  framing: 'records',
  signs: { members: ['protoPayload', 'logName', 'insertId', 'timestamp', 'receiveTimestamp', 'severity'] },
  recognise,
  open: ({ assumeTz }) => reading(assumeTz),
};

export default format;

const TIME_PROBLEMS = {
  'unreadable-time': 'the timestamp cannot be read',
  'time-out-of-range': 'the timestamp lies before 2009 or after 2099',
  'no-zone': 'the timestamp has no zone; the log is in UTC, but this is a copy: say which with --assume-tz',
};

function reading(zone: string | undefined): Reading {
  const fold = new OperationFold();
  return { push: (record) => answers(record, fold, zone), end: () => fold.end() };
}

function answers(record: EvidenceRecord, fold: OperationFold, zone: string | undefined): readonly Out[] {
  const { json, number } = record;
  if (!isObject(json)) return [problem(number, 'unknown-shape', 'a log entry is a JSON object')];
  if (!isObject(member(json, 'protoPayload'))) return [withoutPayload(json, number)];
  const entry = auditEntry(json);
  if (entry === undefined) return [problem(number, 'missing-field', 'the entry has no methodName')];
  const [time, received] = timeOf(json, zone);
  if (time === undefined) return [problem(number, 'missing-field', 'the entry has no timestamp')];
  if (!time.ok) return [problem(number, time.code, TIME_PROBLEMS[time.code])];
  return eventsOf(entry, number, time.moment, received, fold);
}

/** Other logs of a project hold texts, or JSON of the program that wrote it. */
function withoutPayload(json: JsonObject, number: number): Out {
  const isOther = ['textPayload', 'jsonPayload', 'httpRequest'].some((name) => member(json, name) !== undefined);
  if (isOther) return { kind: 'ignored', rule: 'not-an-audit-entry', records: [number] };
  return problem(number, 'missing-field', 'the entry has no protoPayload');
}

/** Copies keep now and then only when the entry was stored. */
function timeOf(json: JsonObject, zone: string | undefined): readonly [TimeResult | undefined, boolean] {
  const [written, received] = [member(json, 'timestamp') ?? null, member(json, 'receiveTimestamp') ?? null];
  if (written !== null) return [readTime(written, zone), false];
  return [received === null ? undefined : readTime(received, zone), true];
}

function eventsOf(
  entry: AuditEntry,
  record: number,
  moment: Moment,
  received: boolean,
  fold: OperationFold,
): readonly Out[] {
  const events = auditEvents(entry, moment, received);
  const operation = member(entry.all, 'operation');
  const [id, [event]] = [text(member(operation, 'id')), events];
  const [first, last] = [member(operation, 'first') === true, member(operation, 'last') === true];
  if (id !== undefined && first !== last && event !== undefined && events.length === 1)
    return fold.take({ id, part: first ? 'first' : 'last', event, record });
  return events.map((one) => ({ kind: 'event', event: one, records: [record] }));
}

function problem(number: number, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message, records: [number] };
}

function recognise({ values }: Sample): number {
  const found = values.filter(isAuditEntry).length;
  return found > 0 && found * 2 > values.filter(isObject).length - others(values) ? 88 : 0;
}

function isAuditEntry(value: Json): boolean {
  return (
    typeof at(value, 'protoPayload', 'methodName') === 'string' &&
    (member(value, 'logName') !== undefined || member(value, 'insertId') !== undefined)
  );
}

/** Entries of other logs in the same export. */
function others(values: readonly Json[]): number {
  return values.filter((value) => member(value, 'logName') !== undefined && !isAuditEntry(value)).length;
}
