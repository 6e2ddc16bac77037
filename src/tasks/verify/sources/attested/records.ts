import type { Json } from '../../../../core/json.ts';
import { printable } from '../../../../core/printable.ts';
import { placeText } from '../../../../core/record.ts';
import { citationText } from '../../../../core/step.ts';
import { compareText } from '../../../../registry/history/snapshot.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { Receipt } from '../../../../store/receipts.ts';
import { entriesOf, rawOf } from '../brought/entries.ts';
import { jsonValues } from './json-values.ts';

/** A record of evidence of which events or problems were made, read again from the case. */
export interface StoredRecord {
  /** `EV-1a2b3c4d#/attestations/0` */
  readonly citation: string;
  readonly format: string;
  /** Places of the values in the evidence. */
  readonly at: readonly string[];
  /** Undefined where the case does not have the text as it was: taken out, or not JSON. */
  readonly values: readonly Json[] | undefined;
  /** Whether something in its file was masked: then it may not be what was signed. */
  readonly isMasked: boolean;
}

/** Of a citation, in characters: names of members stand in it, and are hostile. */
const LONGEST = 200;

/** Records of evidence of these formats: by the digest of the evidence, then as they stand in it. */
export function* recordsIn(reader: CaseReader, formats: ReadonlySet<string>): Generator<StoredRecord> {
  const receipts = reader.receipts().filter(({ evidence }) => formats.has(evidence.format));
  receipts.sort((a, b) => compareText(a.evidence.sha256, b.evidence.sha256) || a.seq - b.seq);
  for (const receipt of receipts) yield* recordsOf(reader, receipt);
}

function* recordsOf(reader: CaseReader, receipt: Receipt): Generator<StoredRecord> {
  const { evidence, end } = receipt;
  const { sha256, format } = evidence;
  const isMasked = (end?.masked ?? 1) > 0;
  let last: string | undefined;
  for (const entry of entriesOf(reader, receipt)) {
    if (entry.entry !== 'event' && entry.entry !== 'problem') continue;
    // Several events of one record hold its text each.
    const { at } = entry;
    if (at[0] === last) continue;
    last = at[0];
    const citation = printable(citationText({ evidence: sha256, place: placeText(at) }, 8), LONGEST);
    yield { citation, format, at, isMasked, values: jsonValues(rawOf(reader, entry) ?? '') };
  }
}
