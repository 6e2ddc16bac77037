import type { Entry } from '../../../../core/entry.ts';
import type { Json } from '../../../../core/json.ts';
import { placeText } from '../../../../core/record.ts';
import { microsOf } from '../../../../core/time.ts';
import { numberIn } from '../../../../integrity/sequence.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { Receipt } from '../../../../store/receipts.ts';
import { entriesOf, rawOf } from './entries.ts';

/** Places that are named one by one. */
const NAMED = 10;

interface Stamp {
  readonly number: number;
  readonly time: string;
  readonly place: string;
}

/** Where time goes back while the numbers of the records go on, or the other way round. */
export function* timesBack(reader: CaseReader, receipt: Receipt, member: string): Generator<string> {
  let [before, count]: [Stamp | undefined, number] = [undefined, 0];
  for (const entry of entriesOf(reader, receipt)) {
    const stamp = stampOf(reader, entry, member);
    if (stamp === undefined) continue;
    if (before !== undefined && goesBack(before, stamp)) {
      count++;
      if (count <= NAMED) yield `${stamp.place}: time goes back: ${textOf(before)}, ${textOf(stamp)}`;
    }
    before = stamp;
  }
  if (count > NAMED) yield `and ${count - NAMED} more places where time goes back`;
}

function goesBack(before: Stamp, after: Stamp): boolean {
  const numbers = Math.sign(after.number - before.number);
  return numbers * Math.sign(microsOf(after.time) - microsOf(before.time)) < 0;
}

function textOf({ number, time }: Stamp): string {
  return `number ${number} is of ${time}`;
}

function stampOf(reader: CaseReader, entry: Entry, member: string): Stamp | undefined {
  if (entry.entry !== 'event' || entry.event.time === undefined) return undefined;
  const number = numberIn(parsed(rawOf(reader, entry)), member);
  return number === undefined ? undefined : { number, time: entry.event.time, place: placeText(entry.at) };
}

function parsed(raw: string | undefined): Json | undefined {
  try {
    return raw === undefined ? undefined : (JSON.parse(raw) as Json);
  } catch {
    return undefined;
  }
}
