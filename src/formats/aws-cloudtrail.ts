import type { ProblemCode } from '../core/errors.ts';
import type { Format, Out, Sample } from '../core/format.ts';
import { isObject, type Json, member } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { readTime } from '../core/time.ts';
import { trailEvent } from './cloudtrail/event.ts';
import { trailRecord, trailRecordsIn } from './cloudtrail/record.ts';

/** Log files of a trail, the event history, and single records. Fields: the vendor's record reference, version 1.11. */
const format: Format = {
  id: 'aws-cloudtrail',
  title: 'AWS CloudTrail',
  revision: 1,
  about: {
    export: 'aws s3 cp --recursive s3://BUCKET/AWSLogs/ . ; or CloudTrail, Event history, Download events, JSON',
    lifetime: 'event history 90 days; a trail as long as its bucket keeps it',
    proves:
      'who called what when, to the second, from which address, with which access key, with a second factor or not',
    cannotProve:
      'downloads and publishes, where the trail leaves CodeArtifact out; who was behind a role; that no file is missing, without the digests',
    tried: 'real',
  },
  keepsDays: 90,
  framing: 'records',
  signs: { members: ['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'eventID'] },
  recognise,
  open: ({ assumeTz }) => ({ push: (record) => answers(record, assumeTz), end: () => [] }),
};

export default format;

const TIME_PROBLEMS = {
  'unreadable-time': 'eventTime cannot be read',
  'time-out-of-range': 'eventTime lies before 2009 or after 2099',
  'no-zone': 'eventTime has no zone; CloudTrail writes UTC, but this is a copy: say which with --assume-tz',
};

function answers(record: EvidenceRecord, zone: string | undefined): readonly Out[] {
  const { json, number } = record;
  if (!isObject(json)) return [problem(number, 'unknown-shape', 'a record of CloudTrail is a JSON object')];
  const found = trailRecordsIn(json);
  if (found.length === 0) return [{ kind: 'ignored', rule: 'no-events', records: [number] }];
  return found.map((one, index) => answer(one, number, index, zone));
}

function answer(json: Json, number: number, index: number, zone: string | undefined): Out {
  if (!isObject(json)) return problem(number, 'unknown-shape', 'a record of CloudTrail is a JSON object');
  const record = trailRecord(json);
  if (record === undefined) return problem(number, 'missing-field', 'the record has no eventSource or no eventName');
  const written = member(json, 'eventTime');
  if (written === undefined || written === null) return problem(number, 'missing-field', 'the record has no eventTime');
  const time = readTime(written, zone);
  if (!time.ok) return problem(number, time.code, TIME_PROBLEMS[time.code]);
  return { kind: 'event', event: trailEvent(record, time.moment, index), records: [number] };
}

function problem(number: number, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message, records: [number] };
}

function recognise({ values, first }: Sample): number {
  const found = values.flatMap(trailRecordsIn).filter(isRecord).length;
  if (found * 2 > values.length) return 90;
  return values.length === 0 && isHistory(first) ? 40 : 0;
}

/** What `lookup-events` prints of a time without events has an empty list, and may say where the next page begins. */
function isHistory(value: Json | undefined): boolean {
  const names = isObject(value) ? Object.keys(value) : [];
  return Array.isArray(member(value, 'Events')) && names.every((name) => name === 'Events' || name === 'NextToken');
}

function isRecord(value: Json): boolean {
  return ['eventSource', 'eventName', 'eventTime'].every((name) => typeof member(value, name) === 'string');
}
