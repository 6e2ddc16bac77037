import { randomBytes } from 'node:crypto';
import { canonical } from '../core/canonical.ts';
import type { EvidenceEntry } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import type { Format, Taken } from '../core/format.ts';
import type { SealKind } from '../core/seal-members.ts';
import { MASK_REVISION } from '../core/secrets.ts';
import type { Moment } from '../core/time.ts';
import type { Skipped } from '../readers/discover.ts';
import type { Found } from '../readers/found.ts';
import { type Sniffed, sniff } from '../readers/sniff.ts';
import { hashSource } from '../readers/source.ts';
import { takenAt } from '../readers/taken.ts';
import { CaseWriter } from '../store/case-writer.ts';
import type { Receipt } from '../store/receipts.ts';
import { asKnown, NO_COUNTS } from './counts.ts';
import type { FileResult, IngestResult } from './file-result.ts';
import { declaredOptions, ingestEvidence, type ReadingOptions, readingOptions } from './ingest-evidence.ts';
import { mappingNote, misfit } from './mapping.ts';
import { checkOrigin } from './origin.ts';
import { type Pieces, readPieces } from './pieces.ts';
import { hasProof, proofOf } from './proof/proof.ts';
import { proofWarnings } from './proof/warnings.ts';
import type { Candidate } from './reading/extract.ts';
import { progressOf } from './reading-progress.ts';
import { receiptNames } from './receipt-names.ts';
import { closest, namedInside, type Recognised, recogniseInside, titleInside } from './recognise.ts';
import { redactedBefore } from './redact/before.ts';
import { refusedArchive } from './refused-archive.ts';
import { sealedCase, sealOf } from './seal.ts';
import { giveUpUnfinished, unfinished } from './unfinished.ts';
import { recordUnread, unreadCounts } from './unread.ts';
import { TOOL } from './version.ts';
import { warningsOf, withheldWarning } from './warnings.ts';

export interface IngestOptions extends Omit<ReadingOptions, 'progress' | 'tool'> {
  readonly db: string;
  readonly origin?: string;
  readonly taken?: Moment;
  /** What a new case seals; of one that is there, what it must seal. */
  readonly seal?: readonly SealKind[];
  /** `collected.tsv` of the folders: file -> when it was collected. */
  readonly collected: ReadonlyMap<string, Moment>;
  readonly formats: readonly Format[];
  /** Why a file is not to be read, as the user wishes. */
  readonly leftOut: (name: string) => string | undefined;
  readonly progress: (line: string) => void;
}

const WHOLE_FILE_IS_BAD = unreadCounts(1);

/** Reads files into the case, one after the other, in one pass each. */
export async function ingestFiles(found: readonly Found[], options: IngestOptions): Promise<IngestResult> {
  const { entry, key } = sealedCase(
    {
      entry: 'case',
      origin: options.origin ?? `case-${randomBytes(16).toString('hex')}`,
      recorded_at: options.recordedAt,
      ...(options.recordedBy !== undefined && { recorded_by: options.recordedBy }),
      tool: TOOL,
    },
    options.seal,
  );
  const writer = CaseWriter.open(options.db, () => entry, key);
  writer.by = options.recordedBy;
  try {
    checkOrigin(writer, options.origin);
    const sealed = sealOf(writer, options.seal);
    const read = (file: Found): Promise<FileResult | Skipped> => ingestFile(file, writer, options);
    const { file: begun, first } = (await unfinishedFile(found, writer)) ?? {};
    const ordered = begun === undefined ? found : [begun, ...found.filter((other) => other !== begun)];
    const results = new Map<Found, Pieces>();
    for (const file of ordered) {
      const pieces = await readPieces(file, {
        read,
        signal: options.signal,
        leftOut: options.leftOut,
        first: file === begun ? first : undefined,
      });
      if (pieces.refused.length > 0)
        pieces.files.push(await refusedArchive(file, pieces.refused, writer, options.recordedAt));
      results.set(file, pieces);
      if (options.signal.aborted || stopped(pieces, options)) break;
    }
    await writer.commit();
    const all = found.map((file) => results.get(file)).filter((pieces) => pieces !== undefined);
    return {
      files: all.flatMap(({ files }) => files),
      failed: all.flatMap(({ failed }) => failed),
      passed: all.flatMap(({ passed }) => passed),
      ...writer.head(),
      sealed,
      interrupted: options.signal.aborted,
    };
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    if (writer.db.open) await writer.close();
  }
}

/** Whether a problem ends the whole ingest, as `--on-error stop` asks for. */
function stopped({ files }: Pieces, { stopAtProblem }: IngestOptions): boolean {
  return stopAtProblem && files.some(({ problems, status }) => problems > 0 || status === 'refused');
}

/** The file whose reading was interrupted, or the archive and the member of it: its entries must stay together. */
async function unfinishedFile(
  found: readonly Found[],
  writer: CaseWriter,
): Promise<{ readonly file: Found; readonly first: string | undefined } | undefined> {
  const open = unfinished(writer)?.evidence;
  if (open === undefined) return undefined;
  for (const file of found) {
    const { sha256 } = await hashSource(file.source);
    if (sha256 === open.sha256) return { file, first: undefined };
    if (sha256 === open.archive) return { file, first: open.sha256 };
  }
  return undefined;
}

async function ingestFile(file: Found, writer: CaseWriter, options: IngestOptions): Promise<FileResult | Skipped> {
  options.progress(`${file.name}: hashing`);
  const { sha256, bytes } = file.digest ?? (await hashSource(file.source));
  const sniffed = await sniff(file.source);
  const note = mappingNote(sniffed);
  if (note !== undefined) return { name: file.name, reason: note };
  const recognised =
    options.as === undefined
      ? recogniseInside(options.formats, sniffed)
      : namedInside(options.formats, options.as, sniffed);
  const earlier = writer.receipts().filter(({ evidence }) => evidence.sha256 === sha256);
  const base = { name: file.name, sha256, events: 0, problems: 0, named: [], masked: 0, taken: '' };
  const isSame = ({ evidence }: Receipt) => recognised !== undefined && sameReading(evidence, recognised, options);
  if (writer.withheld()?.hasEvidence(sha256) === true && !earlier.some(isSame)) return redactedBefore(base, earlier);
  if (recognised === undefined) {
    const near = sniffed.notText ?? closest(options.formats, sniffed.sample, sniffed.wrappers);
    return unknownFormat(base, file, writer, { bytes, near, sniffed }, options);
  }
  const refusal = refusalOf(recognised, options) ?? (await misfit(recognised, file.source));
  const named = { ...base, ...namesOf(recognised) };
  if (refusal !== undefined) return { ...named, status: 'refused', counts: WHOLE_FILE_IS_BAD, remark: refusal };
  const candidate: Candidate = {
    source: file.source,
    ...receiptNames(file),
    sha256,
    bytes,
    ...recognised,
    taken: takenOfFile(file, options, sniffed.answered),
    ...(file.member?.tarball && { tarball: file.member.tarball }),
  };
  return readCandidate(candidate, named, earlier, writer, options);
}

function namesOf({ format, sniffed: { wrappers } }: Recognised) {
  const names = { format: format.id, title: titleInside(format, wrappers) };
  return wrappers.length === 0 ? names : { ...names, wrappers };
}

type Base = Pick<
  FileResult,
  'name' | 'sha256' | 'format' | 'title' | 'wrappers' | 'events' | 'problems' | 'named' | 'masked' | 'taken'
>;

/** Reads a recognised file, unless the case has it already; goes on with it where an earlier reading stopped. */
async function readCandidate(
  candidate: Candidate,
  named: Base,
  earlier: readonly Receipt[],
  writer: CaseWriter,
  options: IngestOptions,
): Promise<FileResult> {
  const { sha256, name } = candidate;
  const known = earlier.find(
    (receipt) => receipt.end?.complete === true && sameReading(receipt.evidence, candidate, options),
  );
  if (known?.end !== undefined)
    return {
      ...named,
      status: 'known',
      counts: asKnown(known.end.counts),
      problems: known.end.problems,
      ...spanOf(known.end),
      ...takenOf(candidate),
    };
  const open = unfinished(writer);
  const goesOn = open?.evidence.sha256 === sha256 && sameReading(open.evidence, candidate, options);
  if (!goesOn) giveUpUnfinished(writer);
  const line = progressOf(name, candidate.bytes, () => performance.now());
  const progress = (records: number, bytes: number): void => options.progress(line(records, bytes));
  const examined = !goesOn && hasProof(candidate.format.id, options);
  if (examined) options.progress(`${name}: looking at what it says for itself`);
  const proof = goesOn ? undefined : await proofOf(candidate.source, candidate.sniffed, candidate.format.id, options);
  if (examined && options.signal.aborted) return { ...named, status: 'interrupted', counts: NO_COUNTS };
  const reading = await ingestEvidence(
    writer,
    candidate,
    { ...options, tool: TOOL, progress, proof },
    open !== undefined && goesOn ? open.seq + 1 : undefined,
  );
  const { counts, events, problems, named: first, masked } = reading;
  return {
    ...named,
    status: reading.interrupted ? 'interrupted' : 'read',
    counts,
    events,
    problems,
    named: first,
    masked,
    warnings: [
      ...warningsOf(candidate.format, reading.span, options.recordedAt),
      ...withheldWarning(reading),
      ...proofWarnings(proof),
    ],
    ...spanOf(reading.span),
    ...takenOf(candidate),
  };
}

/**
 * What is known of when a file was taken. A member is asked for its own name, and for what its archive says of it; the
 * manifest of an npm package for its tarball, which is what was saved.
 */
function takenOfFile(
  { name, member }: Found,
  { taken, collected }: IngestOptions,
  answered: Moment | undefined,
): Taken {
  if (member === undefined) return takenAt(name, taken, collected, answered);
  if (member.tarball !== undefined) return takenAt(name.slice(0, name.lastIndexOf('!')), taken, collected, answered);
  const own = member.path.split('!').at(-1) ?? member.path;
  return takenAt(own, taken, new Map(member.collected && [[own, member.collected]]), answered);
}

function refusalOf({ format, sniffed }: Recognised, options: IngestOptions): string | undefined {
  if (format.takesWrapperTime === true && sniffed.timed) return undefined;
  if (format.refuse !== undefined) return format.refuse;
  if (format.needsZone !== true || options.assumeTz !== undefined) return undefined;
  return 'its times have no zone; nothing was written. Say which zone the server kept: --assume-tz +02:00';
}

function sameReading(
  evidence: EvidenceEntry,
  candidate: Pick<Candidate, 'format' | 'sniffed'>,
  options: IngestOptions,
): boolean {
  const { format } = candidate;
  const same = canonical(evidence.options) === canonical(readingOptions(options, candidate));
  return (
    same &&
    evidence.format === format.id &&
    evidence.format_revision === format.revision &&
    evidence.mask_revision === MASK_REVISION
  );
}

function takenOf({ taken }: Candidate): { readonly taken?: string; readonly takenBasis?: string } {
  return taken.at === undefined ? {} : { taken: taken.at.text, takenBasis: taken.basis };
}

/** Days that a log covers. */
export function spanOf({ first, last }: { readonly first?: string | undefined; readonly last?: string | undefined }): {
  readonly taken?: string;
} {
  if (first === undefined || last === undefined) return {};
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  return { taken: from === to ? from : `${from} to ${to}` };
}

const UNKNOWN = 'unknown';

/** A file of no known format still leaves a receipt: that it was offered, and what its bytes were. */
async function unknownFormat(
  base: Pick<FileResult, 'name' | 'sha256' | 'events' | 'problems' | 'named' | 'masked' | 'taken'>,
  file: Found,
  writer: CaseWriter,
  { bytes, near, sniffed }: { readonly bytes: number; readonly near: string; readonly sniffed: Sniffed },
  options: IngestOptions,
): Promise<FileResult> {
  if (options.as !== undefined)
    throw new AppError('usage', `there is no format "${options.as}"`, 'see `audit-timeline formats`');
  const { signal: _, ...declared } = options;
  const proof = await proofOf(file.source, sniffed, undefined, declared);
  const remark = [`no known format: ${near}`, ...proofWarnings(proof)].join('. ');
  const result: FileResult = {
    ...base,
    status: 'unknown',
    format: UNKNOWN,
    title: 'not recognised',
    counts: WHOLE_FILE_IS_BAD,
    problems: 1,
    remark,
  };
  const unread = { ...receiptNames(file), sha256: base.sha256, bytes, kind: UNKNOWN, code: 'unknown-format' } as const;
  const said = { reasons: [near], options: declaredOptions(options), proof };
  recordUnread(writer, { ...unread, ...said }, options.recordedAt);
  return result;
}
