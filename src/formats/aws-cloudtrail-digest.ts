import type { ProblemCode } from '../core/errors.ts';
import type { Format, Out } from '../core/format.ts';
import { isObject, member } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { readTime } from '../core/time.ts';
import { DIGEST_MEMBERS, digestEvent, isDigest } from './cloudtrail/digest.ts';

/** Digest files that CloudTrail puts beside its log files, one an hour: which files it delivered, with their hashes. */
const format: Format = {
  id: 'aws-cloudtrail-digest',
  title: 'AWS CloudTrail digest',
  revision: 1,
  about: {
    export:
      'aws s3 cp --recursive s3://BUCKET/AWSLogs/ACCOUNT/CloudTrail-Digest/ . , with head-object of the newest one and list-public-keys',
    lifetime: 'as long as the bucket keeps it',
    proves: 'which log files CloudTrail delivered in an hour and what their SHA-256 was; which digest came before',
    cannotProve:
      'without its signature, which stands in the metadata of the object or in the next digest, that it is genuine; what was not logged',
    tried: 'real',
  },
  framing: 'records',
  signs: { members: [...DIGEST_MEMBERS] },
  recognise: ({ values }) => (values.some(isDigest) && values.filter(isDigest).length * 2 > values.length ? 92 : 0),
  open: () => ({ push: (record) => [answer(record)], end: () => [] }),
};

export default format;

const TIME_PROBLEMS = {
  'unreadable-time': 'digestEndTime cannot be read',
  'time-out-of-range': 'digestEndTime lies before 2009 or after 2099',
  'no-zone': 'digestEndTime has no zone; CloudTrail writes UTC',
};

function answer(record: EvidenceRecord): Out {
  const { json } = record;
  if (!isObject(json)) return problem(record, 'unknown-shape', 'a digest is a JSON object');
  if (!Array.isArray(member(json, 'logFiles')))
    return problem(record, 'missing-field', 'the digest has no list logFiles');
  const written = member(json, 'digestEndTime');
  if (written === undefined) return problem(record, 'missing-field', 'the digest has no digestEndTime');
  const time = readTime(written);
  if (!time.ok) return problem(record, time.code, TIME_PROBLEMS[time.code]);
  return { kind: 'event', event: digestEvent(json, time.moment), records: [record.number] };
}

function problem({ number }: EvidenceRecord, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message, records: [number] };
}
