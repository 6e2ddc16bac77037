import type { EvidenceEntry } from '../../../../core/entry.ts';
import { placeText } from '../../../../core/record.ts';
import { isNumberingFault } from '../../../../formats/debug-log/numbering.ts';
import { baseName } from '../../../../integrity/cloudtrail/digest.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { Receipt } from '../../../../store/receipts.ts';
import type { SourceVerdict } from '../../source-check.ts';
import { entriesOf } from './entries.ts';
import { namedEvidence, sortedReceipts } from './receipts.ts';

/** Faults of one log that are named one by one. */
const NAMED = 20;

/** npm numbers the lines of its debug logs without a gap, and after 50,000 goes on in the next file. */
export function* debugLogGaps(reader: CaseReader): Generator<SourceVerdict> {
  const logs = new Map<string, Receipt[]>();
  for (const receipt of sortedReceipts(reader)) {
    const { format, sha256 } = receipt.evidence;
    if (format === 'npm-debug-log') logs.set(sha256, [...(logs.get(sha256) ?? []), receipt]);
  }
  const readings = [...logs.values()];
  for (const receipts of readings) yield* linesMissing(reader, receipts);
  yield* partsMissing(readings.flatMap(([first]) => (first === undefined ? [] : [first.evidence])));
}

/** The format found them when it read the log: what it passed by does not stand in the case. */
function* linesMissing(reader: CaseReader, receipts: readonly Receipt[]): Generator<SourceVerdict> {
  const told = new Set<string>();
  for (const receipt of receipts) {
    for (const entry of entriesOf(reader, receipt)) {
      if (entry.entry !== 'problem' || !isNumberingFault(entry.message)) continue;
      told.add(`${namedEvidence(receipt.evidence)} ${placeText(entry.at)}: ${entry.message}`);
    }
  }
  const [...all] = told;
  for (const message of all.slice(0, NAMED)) yield { code: 'I-GAP', message };
  if (all.length > NAMED) yield { code: 'I-GAP', message: `and ${all.length - NAMED} more gaps in the same log` };
}

const PART = /^(.*-debug-)(\d{1,3})\.log(?:\.gz)?$/;

/** A log of several files of which one is not there. */
function* partsMissing(logs: readonly EvidenceEntry[]): Generator<SourceVerdict> {
  const names = new Set(logs.map(({ name }) => baseName(name).replace(/\.gz$/, '')));
  for (const evidence of logs) {
    const [, stem = '', digits = '0'] = PART.exec(baseName(evidence.name)) ?? [];
    const before = `${stem}${Number(digits) - 1}.log`;
    if (Number(digits) === 0 || names.has(before)) continue;
    yield { code: 'I-GAP', message: `${namedEvidence(evidence)}: goes on from ${before}, which is not in the case` };
  }
}
