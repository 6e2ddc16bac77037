import { randomBytes } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { Counts, EvidenceEntry } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import type { Format } from '../core/format.ts';
import { MASK_REVISION, maskSecrets } from '../core/secrets.ts';
import type { Moment } from '../core/time.ts';
import type { Found } from '../readers/discover.ts';
import { sniff } from '../readers/sniff.ts';
import { hashSource } from '../readers/source.ts';
import { takenAt } from '../readers/taken.ts';
import { CaseWriter } from '../store/case-writer.ts';
import type { Receipt } from '../store/receipts.ts';
import { ingestEvidence, type ReadingOptions, readingOptions } from './ingest-evidence.ts';
import type { Candidate } from './reading/extract.ts';
import { closest, recognise } from './recognise.ts';
import type { NamedProblem } from './recorder.ts';
import { giveUpUnfinished, unfinished } from './unfinished.ts';
import { TOOL } from './version.ts';

export interface IngestOptions extends Omit<ReadingOptions, 'progress' | 'tool'> {
  readonly db: string;
  readonly origin?: string;
  readonly taken?: Moment;
  /** `collected.tsv` of the folders: file -> when it was collected. */
  readonly collected: ReadonlyMap<string, Moment>;
  readonly formats: readonly Format[];
  readonly progress: (line: string) => void;
}

/** What became of one file. */
export interface FileResult {
  readonly name: string;
  readonly sha256: string;
  readonly status: 'read' | 'known' | 'refused' | 'unknown' | 'interrupted';
  readonly format: string;
  readonly title: string;
  readonly counts: Counts;
  readonly events: number;
  readonly problems: number;
  /** The first of them. */
  readonly named: readonly NamedProblem[];
  readonly masked: number;
  /** When the snapshot was taken, or the days that the log covers; empty: not known. */
  readonly taken: string;
  /** How that is known, for a snapshot. */
  readonly takenBasis?: string;
  readonly remark?: string;
}

/** A file that the system refused to read, and what it said. What was read of it before is kept. */
export interface Failed {
  readonly name: string;
  readonly reason: string;
}

export interface IngestResult {
  readonly files: readonly FileResult[];
  readonly failed: readonly Failed[];
  readonly size: number;
  readonly root: Buffer;
  readonly interrupted: boolean;
}

const NOTHING: Counts = { read: 0, recorded: 0, folded: 0, known: 0, problem: 0, ignored: 0 };
const WHOLE_FILE_IS_BAD: Counts = { ...NOTHING, read: 1, problem: 1 };

/** Reads files into the case, one after the other, in one pass each. */
export async function ingestFiles(found: readonly Found[], options: IngestOptions): Promise<IngestResult> {
  const writer = CaseWriter.open(options.db, () => ({
    entry: 'case',
    origin: options.origin ?? `case-${randomBytes(16).toString('hex')}`,
    recorded_at: options.recordedAt,
    tool: TOOL,
  }));
  try {
    const files: FileResult[] = [];
    const failed: Failed[] = [];
    const ordered = await unfinishedFirst(found, writer);
    for (const file of ordered) {
      try {
        files.push(await ingestFile(file, writer, options));
      } catch (error) {
        failed.push({ name: file.name, reason: refusalToRead(error) });
      }
      if (options.signal.aborted) break;
    }
    const places = new Map(found.map(({ name }, place) => [name, place]));
    files.sort((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0));
    await writer.commit();
    return { files, failed, ...writer.head(), interrupted: options.signal.aborted };
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    if (writer.db.open) await writer.close();
  }
}

/** What the system said of a file. A file that fails never costs the others. @throws anything else */
function refusalToRead(error: unknown): string {
  if (error instanceof AppError && error.code === 'path-unreadable') return error.message;
  throw error;
}

/** Evidence whose reading was interrupted goes first: its entries must stay together. */
async function unfinishedFirst(found: readonly Found[], writer: CaseWriter): Promise<readonly Found[]> {
  const open = unfinished(writer);
  if (open === undefined) return found;
  for (const file of found) {
    const { sha256 } = await hashSource(file.source);
    if (sha256 === open.evidence.sha256) return [file, ...found.filter((other) => other !== file)];
  }
  return found;
}

async function ingestFile(file: Found, writer: CaseWriter, options: IngestOptions): Promise<FileResult> {
  options.progress(`${file.name}: hashing`);
  const { sha256, bytes } = await hashSource(file.source);
  const sniffed = await sniff(file.source);
  const format =
    options.as === undefined
      ? recognise(options.formats, sniffed.sample)
      : options.formats.find(({ id }) => id === options.as);
  const earlier = writer.receipts().filter(({ evidence }) => evidence.sha256 === sha256);
  const base = { name: file.name, sha256, events: 0, problems: 0, named: [], masked: 0, taken: '' };
  if (format === undefined)
    return unknownFormat(
      base,
      earlier,
      writer,
      bytes,
      sniffed.notText ?? closest(options.formats, sniffed.sample),
      options,
    );
  const refusal = refusalOf(format, options);
  const named = { ...base, format: format.id, title: format.title };
  if (refusal !== undefined) return { ...named, status: 'refused', counts: WHOLE_FILE_IS_BAD, remark: refusal };
  const taken = takenAt(file.name, options.taken, options.collected);
  const candidate: Candidate = {
    source: file.source,
    name: receiptName(file.name),
    sha256,
    bytes,
    sniffed,
    format,
    taken,
  };
  return readCandidate(candidate, { ...base, format: format.id, title: format.title }, earlier, writer, options);
}

type Base = Pick<
  FileResult,
  'name' | 'sha256' | 'format' | 'title' | 'events' | 'problems' | 'named' | 'masked' | 'taken'
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
  const progress = (records: number): void => options.progress(`${name}: ${records.toLocaleString('en')} records`);
  const reading = await ingestEvidence(
    writer,
    candidate,
    { ...options, tool: TOOL, progress },
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
    ...spanOf(reading.span),
    ...takenOf(candidate),
  };
}

/** An absolute path would tell more of this machine than of the evidence: its last two steps are kept. */
function receiptName(name: string): string {
  return maskSecrets(isAbsolute(name) ? name.split(/[\\/]/).slice(-2).join('/') : name);
}

function refusalOf(format: Format, options: IngestOptions): string | undefined {
  if (format.refuse !== undefined) return format.refuse;
  if (format.needsZone !== true || options.assumeTz !== undefined) return undefined;
  return 'its times have no zone; nothing was written. Say which zone the server kept: --assume-tz +02:00';
}

function sameReading(evidence: EvidenceEntry, { format }: Candidate, options: IngestOptions): boolean {
  const same = JSON.stringify(evidence.options) === JSON.stringify(readingOptions(options, format));
  return (
    same &&
    evidence.format === format.id &&
    evidence.format_revision === format.revision &&
    evidence.mask_revision === MASK_REVISION
  );
}

/** The same bytes again: what was recorded is known now; the rest fell as it did. */
function asKnown(counts: Counts): Counts {
  return { ...counts, recorded: 0, known: counts.known + counts.recorded };
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
function unknownFormat(
  base: Pick<FileResult, 'name' | 'sha256' | 'events' | 'problems' | 'named' | 'masked' | 'taken'>,
  earlier: readonly Receipt[],
  writer: CaseWriter,
  bytes: number,
  near: string,
  options: IngestOptions,
): FileResult {
  const remark = `no known format: ${near}`;
  const result: FileResult = {
    ...base,
    status: 'unknown',
    format: UNKNOWN,
    title: 'not recognised',
    counts: WHOLE_FILE_IS_BAD,
    problems: 1,
    remark,
  };
  if (options.as !== undefined)
    throw new AppError('usage', `there is no format "${options.as}"`, 'see `audit-timeline formats`');
  if (earlier.some(({ evidence }) => evidence.format === UNKNOWN)) return result;
  giveUpUnfinished(writer);
  const { sha256 } = base;
  const name = receiptName(base.name);
  const format = {
    format: UNKNOWN,
    format_revision: 0,
    mask_revision: MASK_REVISION,
    options: {},
    taken_basis: 'unknown',
    tool: TOOL,
  };
  writer.append({ entry: 'evidence', bytes, name, recorded_at: options.recordedAt, sha256, ...format });
  writer.append({ entry: 'problem', at: [`0-${bytes}`], code: 'unknown-format', evidence: sha256, message: near });
  writer.append({
    entry: 'evidence-end',
    complete: true,
    counts: WHOLE_FILE_IS_BAD,
    events: 0,
    evidence: sha256,
    ignored: {},
    masked: 0,
    problems: 1,
    sightings: 0,
    states: 0,
  });
  return result;
}
