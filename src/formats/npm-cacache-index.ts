import type { ProblemCode } from '../core/errors.ts';
import type { Format, Out, Sample } from '../core/format.ts';
import { member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { entryEvent } from './cacache/entry.ts';
import { readIndexLine } from './cacache/line.ts';
import { readStamp, unreadable } from './npm/times.ts';

/**
 * Index of npm's cache (`_cacache/index-v5/ab/cd/…`): a line for each answer npm kept, with its own checksum. One
 * bucket, or many of them in one file. Form: npm/cacache `lib/entry-index.js`, npm/make-fetch-happen
 * `lib/cache/entry.js`.
 */
const format: Format = {
  id: 'npm-cacache-index',
  title: 'npm cache index',
  revision: 1,
  about: {
    export: 'find ~/.npm/_cacache/index-v5 -type f -exec cat {} + > cache-index.txt',
    lifetime: 'until npm cache clean; an entry that expired stays as a line until npm cache verify',
    proves: 'that this machine fetched this tarball or document, when by its clock and when by that of the server',
    cannotProve: 'that it was installed or run; what came from the cache. Anyone can make the checksums anew',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: '<40 hex digits><tab>{"key":"make-fetch-happen:request-cache:' },
  // A bucket ends without a line end, and a cut line is no JSON.
  whole: (line) => readIndexLine({ text: line }) !== undefined,
  recognise,
  open: () => ({ push: (record) => [answer(record)], end: () => [] }),
};

export default format;

const START = /^[0-9a-f]{40}\t\{"key":/;

function recognise({ lines, shape }: Sample): number {
  const filled = lines.filter((line) => line.trim() !== '');
  return shape === 'lines' && filled.filter((line) => START.test(line)).length * 2 > filled.length ? 85 : 0;
}

const UNCHECKED = 'the checksum is of a line with a secret, which is masked here: not checked';

function answer(record: EvidenceRecord): Out {
  const line = readIndexLine(record);
  if (line === undefined) return problem(record, 'unknown-shape', 'not a checksum, a tab and a JSON object');
  const { entry, intact } = line;
  if (intact === false)
    return problem(record, 'unknown-shape', 'the line does not match its checksum: it was changed or damaged');
  const key = text(member(entry, 'key'));
  if (key === undefined) return problem(record, 'missing-field', 'an entry without `key`');
  const time = readStamp(member(entry, 'time'));
  if (!time.ok) {
    const { code, message } = unreadable('time', time.code, member(entry, 'time'));
    return problem(record, code, message);
  }
  const event = entryEvent(key, entry, time.moment);
  const said =
    intact === 'unknown' ? [event.text, UNCHECKED].filter((part) => part !== undefined).join('; ') : event.text;
  return { kind: 'event', event: { ...event, text: said }, records: [record.number] };
}

function problem(record: EvidenceRecord, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message, records: [record.number] };
}
