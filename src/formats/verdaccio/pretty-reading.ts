import type { Reading } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { parseTime } from '../../core/time.ts';
import { RequestFold } from './fold.ts';
import type { Line } from './line.ts';
import { type PrettyHead, type PrettyTime, prettyHead, prettyLine } from './pretty-line.ts';

/**
 * Reads a log for people.
 * @param stamped its lines begin with a time, which has no zone
 * @param zone offset of the server's clock. Where it is not known, or the lines have no time, that of the wrapper counts
 */
export function prettyReading(stamped: boolean, zone: string | undefined): Reading {
  const fold = new RequestFold();
  let begun = false;
  const lineOf = (record: EvidenceRecord): Line => {
    const head = prettyHead(record.text, stamped);
    if (head === undefined) return otherLine(record, begun);
    begun = true;
    return prettyLine(record, head, timeOf(record, head, zone));
  };
  return { push: (record) => fold.take(lineOf(record)), end: () => fold.end() };
}

/** A message may hold line ends: stack traces, bodies of answers. */
function otherLine({ number }: EvidenceRecord, begun: boolean): Line {
  if (begun) return { kind: 'ignored', number, rule: 'continuation' };
  return { kind: 'problem', number, code: 'unknown-shape', message: 'the start of this entry is not in the log' };
}

function timeOf({ wrapped }: EvidenceRecord, { time }: PrettyHead, zone: string | undefined): PrettyTime {
  if (wrapped?.time !== undefined && (time === undefined || zone === undefined)) {
    return { ok: true, moment: wrapped.time, clock: wrapped.by, host: wrapped.host };
  }
  return time === undefined ? { ok: false, code: 'no-time' } : parseTime(time, zone);
}
