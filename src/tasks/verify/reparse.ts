import type { Sha256 } from '../../core/digest.ts';
import type { EvidenceEntry, RedactEntry } from '../../core/entry.ts';
import { AppError } from '../../core/errors.ts';
import { MASK_REVISION } from '../../core/secrets.ts';
import { unpack } from '../../readers/archives/unpack.ts';
import type { Found } from '../../readers/found.ts';
import { fileSource } from '../../readers/source.ts';
import { type Db, openForReading } from '../../store/open.ts';
import { Replay, ReplayEnded } from '../../store/replay.ts';
import type { Findings } from '../../store/verify/finding.ts';
import type { Notable } from '../../store/verify/range.ts';
import { extract } from '../reading/extract.ts';
import { Recorder } from '../recorder.ts';
import { candidateAgain, extractOptionsAgain, formatAgain, type NotedTimes, notedTimes } from './read-again.ts';

/**
 * Check 14: the originals read again give the entries that stand in the case, one after the other. Only where format
 * and masking are of the revision that read them; otherwise, and where something was redacted since, that is said.
 */
export async function reparse(
  db: string,
  notable: readonly Notable[],
  files: ReadonlyMap<Sha256, string>,
  findings: Findings,
  progress: (line: string) => void,
): Promise<void> {
  const open = openForReading(db);
  try {
    const redactions = notable.filter((each): each is Redaction => each.entry.entry === 'redact');
    const noted = await notedTimes(files.values());
    for (const reading of readingsIn(notable)) {
      const { archive, sha256, name } = reading.evidence;
      const path = files.get(sha256) ?? files.get(archive ?? '');
      if (path === undefined) continue;
      progress(`${name}: reading again`);
      const told = await readAgain(open, reading, path, noted).catch(unreadable);
      if (told === undefined) continue;
      const what = `EV-${sha256.slice(0, 8)} ${name}: ${told.message}`;
      if (told.code === 'F-REPARSE' && redactions.some((redaction) => concerns(redaction, reading)))
        findings.add('I-REVISION', `${what}; the case was redacted since, which may be why`);
      else findings.add(told.code, what);
    }
  } finally {
    open.close();
  }
}

type Redaction = Notable & { readonly entry: RedactEntry };

/**
 * Whether a redaction can be why a reading gives something else: it took entries of it away, or values beside them, or
 * was there before, and kept out what it had removed. Its ranges are sound, or it is named by the check of redactions.
 */
function concerns(
  { seq, entry: { seqs = [], sealed = [], key_erased: erased } }: Redaction,
  { start, end }: FinishedReading,
): boolean {
  if (erased === true || seq < start) return true;
  return [...seqs, ...sealed].some(([first, last]) => first <= end && last >= start);
}

/** A reading that came to its end, with the numbers of its first and last entry. */
interface FinishedReading {
  readonly evidence: EvidenceEntry;
  readonly start: number;
  readonly end: number;
}

function readingsIn(notable: readonly Notable[]): readonly FinishedReading[] {
  const open = new Map<Sha256, Omit<FinishedReading, 'end'>>();
  return notable.flatMap(({ seq, entry }) => {
    if (entry.entry === 'evidence') open.set(entry.sha256, { evidence: entry, start: seq });
    if (entry.entry !== 'evidence-end' || !entry.complete || entry.counts.read === 0) return [];
    const begun = open.get(entry.evidence);
    open.delete(entry.evidence);
    return begun === undefined ? [] : [{ ...begun, end: seq }];
  });
}

interface Told {
  readonly code: 'F-REPARSE' | 'I-REVISION' | 'I-NOT-CHECKED';
  readonly message: string;
}

/** What is damaged ends the reading of one piece of evidence, and no other check. */
function unreadable(error: unknown): Told {
  if (error instanceof AppError) return { code: 'I-NOT-CHECKED', message: `not read again: ${error.message}` };
  throw error;
}

async function readAgain(db: Db, reading: FinishedReading, path: string, noted: NotedTimes): Promise<Told | undefined> {
  const { evidence } = reading;
  const format = formatAgain(evidence);
  if (format === undefined || format.revision !== evidence.format_revision)
    return { code: 'I-REVISION', message: `read by revision ${evidence.format_revision} of ${evidence.format}` };
  if (evidence.mask_revision !== MASK_REVISION)
    return { code: 'I-REVISION', message: `masked by revision ${evidence.mask_revision}` };
  const file: Found = { path, name: evidence.name, source: fileSource(path, evidence.name) };
  if (evidence.member === undefined) return compare(db, reading, file, noted);
  for await (const piece of unpack(file)) {
    // Awaited here: what was unpacked is gone when the next one is asked for.
    if (piece.kind === 'evidence' && piece.file.digest?.sha256 === evidence.sha256)
      return await compare(db, reading, piece.file, noted);
  }
  return { code: 'F-REPARSE', message: 'is not in its archive any more' };
}

async function compare(db: Db, reading: FinishedReading, file: Found, noted: NotedTimes): Promise<Told | undefined> {
  const { evidence, start, end } = reading;
  const target = new Replay(db, end);
  const recorder = new Recorder(target, evidence.sha256, start + 1);
  try {
    const candidate = await candidateAgain(file, evidence, noted);
    for await (const batch of extract(candidate, extractOptionsAgain(evidence), async () => undefined)) {
      recorder.write(batch);
    }
    recorder.finish();
    return undefined;
  } catch (error) {
    const message = difference(error, target);
    if (message === undefined) throw error;
    if (evidence.taken_basis === 'collected' && !noted.has(evidence.taken ?? ''))
      return { code: 'I-REVISION', message: `${message}; the list that says when it was collected was not read` };
    return { code: 'F-REPARSE', message };
  }
}

/** What differs, where an error says that something does. */
function difference(error: unknown, { asked, size }: Replay): string | undefined {
  if (error instanceof ReplayEnded) return `seq ${size}: read again it gives more than stands before this entry`;
  if (error instanceof AppError && error.code === 'resume-mismatch')
    return `seq ${asked}: read again it gives something else`;
  return undefined;
}
