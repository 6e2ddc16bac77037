import { maskSecrets } from '../core/secrets.ts';
import type { Skipped } from '../readers/discover.ts';
import type { Found } from '../readers/found.ts';
import { hashSource } from '../readers/source.ts';
import type { CaseWriter } from '../store/case-writer.ts';
import type { FileResult } from './file-result.ts';
import { receiptNames } from './receipt-names.ts';
import { recordUnread, unreadCounts } from './unread.ts';

/** Members that are recorded one by one, and of these the first that are told at the terminal. */
const MOST_REASONS = 100;
const NAMED = 3;

/** An archive of which something could not be read leaves a receipt that says what, and why. */
export async function refusedArchive(
  file: Found,
  refused: readonly Skipped[],
  writer: CaseWriter,
  recordedAt: string,
): Promise<FileResult> {
  const { sha256, bytes } = await hashSource(file.source);
  const reasons = refused.slice(0, MOST_REASONS).map((each) => reasonOf(each, file));
  const more = refused.length - reasons.length;
  if (more > 0) reasons.push(`and ${more} more members`);
  recordUnread(
    writer,
    { ...receiptNames(file), sha256, bytes, kind: 'archive', code: 'not-unpacked', reasons },
    recordedAt,
  );
  return {
    name: file.name,
    sha256,
    status: 'refused',
    format: 'archive',
    title: 'archive',
    counts: unreadCounts(reasons.length),
    events: 0,
    problems: reasons.length,
    named: reasons.slice(0, NAMED).map((message) => ({ place: '', message })),
    masked: 0,
    taken: '',
  };
}

/** The name within the archive is enough. */
function reasonOf({ name, reason }: Skipped, file: Found): string {
  return name === file.name ? reason : `${maskSecrets(name.slice(file.name.length + 1))}: ${reason}`;
}
