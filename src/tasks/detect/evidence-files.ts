import type { EvidenceFile } from '../../core/rule.ts';
import { microsOf } from '../../core/time.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import type { Receipt } from '../../store/receipts.ts';

/** What evidence there is and what time it covers, by digest; read several times, it is one file. */
export function evidenceFiles(reader: CaseReader): readonly EvidenceFile[] {
  const files = reader.receipts().map(fileOf);
  const byDigest = new Map(files.map((file) => [`${file.sha256} ${file.format}`, file]));
  return [...byDigest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}

function fileOf({ evidence, end }: Receipt): EvidenceFile {
  return {
    sha256: evidence.sha256,
    name: evidence.name,
    format: evidence.format,
    ...(evidence.taken !== undefined && { taken: evidence.taken }),
    ...(end?.first !== undefined && { first: microsOf(end.first) }),
    ...(end?.last !== undefined && { last: microsOf(end.last) }),
  };
}
