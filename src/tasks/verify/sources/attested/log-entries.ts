import type { JsonObject } from '../../../../core/json.ts';
import { printable } from '../../../../core/printable.ts';
import { parsePosition } from '../../../../core/record.ts';
import { checkLogEntry } from '../../../../integrity/sigstore/log-entry.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { SourceVerdict } from '../../source-check.ts';
import { recordsIn, type StoredRecord } from './records.ts';

const FORMATS: ReadonlySet<string> = new Set(['rekor-entry']);

const CODES = { failed: 'F-ATTESTATION', unknown: 'I-UNKNOWN-KEY', unchecked: 'I-NOT-CHECKED' } as const;

/** Entries of the transparency log that came by themselves. Gives whether any was proven. */
export function* logEntryVerdicts(reader: CaseReader, root: JsonObject): Generator<SourceVerdict, boolean> {
  let proven = 0;
  for (const record of recordsIn(reader, FORMATS)) {
    const verdict = judge(record, root);
    if (verdict === undefined) proven++;
    else yield verdict;
  }
  const count = proven === 1 ? '1 entry' : `${proven} entries`;
  if (proven > 0)
    yield { message: `${count} of the transparency log verified: the log promised to hold this, from that time` };
  return proven > 0;
}

/** Nothing where it verifies. */
function judge({ citation, at, values, isMasked }: StoredRecord, root: JsonObject): SourceVerdict | undefined {
  // The command line prints an entry decoded, as several members: what was signed is not in it.
  const entry = at.length === 1 ? values?.[0] : undefined;
  const uuid =
    parsePosition(at[0] ?? '0-0')
      .pointer?.split('/')
      .at(-1) ?? '';
  const result = entry === undefined ? UNSIGNED : checkLogEntry(uuid, entry, root);
  if (result.verdict === 'verified') return undefined;
  const code = isMasked && result.verdict === 'failed' ? 'I-NOT-CHECKED' : CODES[result.verdict];
  return { code, message: `${citation} log entry does not verify: ${printable(result.why, 300)}` };
}

const UNSIGNED = { verdict: 'unchecked', why: 'it does not hold the promise that the log signed' } as const;
