import { FaultList } from '../../core/faults.ts';
import type { ChecksumProof } from '../../core/proof.ts';
import { placeText, positionText } from '../../core/record.ts';
import { readIndexLine } from '../../formats/cacache/line.ts';
import { DEFAULT_MAX_RECORD, readRecords } from '../../readers/read.ts';
import type { Sniffed } from '../../readers/sniff.ts';
import type { Source } from '../../readers/source.ts';

const CHECKSUM = /^[0-9a-f]{40}\t/;
const UNMASKED = { maxRecord: DEFAULT_MAX_RECORD, mask: (text: string): string => text };

/** The checksums of npm's cache index, over the lines as they are: npm 6 writes tokens into them. */
export async function cacheIndexProof(source: Source, sniffed: Sniffed): Promise<ChecksumProof> {
  const faults = new FaultList();
  let lines = 0;
  for await (const items of readRecords(source, sniffed, 'lines', UNMASKED)) {
    for (const item of items) {
      if (item.kind !== 'record' || !CHECKSUM.test(item.record.text)) continue;
      lines++;
      const line = readIndexLine(item.record);
      // Whoever masked the file before has changed its lines, too.
      if (line?.intact === true) continue;
      const why = line === undefined ? 'the line is not whole' : 'the line does not match its checksum';
      faults.add(placeText([positionText(item.record.at)]), why);
    }
  }
  return { lines, faults: faults.faults() };
}
