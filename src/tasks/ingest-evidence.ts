import type { Sha256 } from '../core/digest.ts';
import type { Counts, EvidenceEndEntry, EvidenceEntry } from '../core/entry.ts';
import type { Context, Format, Taken, Tarball } from '../core/format.ts';
import type { JsonObject } from '../core/json.ts';
import { MASK_REVISION, maskSecrets } from '../core/secrets.ts';
import { type ReadItem, readRecords, surveyDocuments } from '../readers/read.ts';
import type { Sniffed } from '../readers/sniff.ts';
import type { Source } from '../readers/source.ts';
import type { CaseWriter } from '../store/case-writer.ts';
import { type NamedProblem, Recorder } from './recorder.ts';

/** One piece of evidence, found and recognised. */
export interface Candidate {
  readonly source: Source;
  readonly name: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly sniffed: Sniffed;
  readonly format: Format;
  readonly taken: Taken;
  /** For a member of an archive: digest of that, and its name in it. */
  readonly archive?: Sha256;
  readonly member?: string;
  readonly tarball?: Tarball;
}

export interface ReadingOptions {
  readonly assumeTz?: string;
  readonly as?: string;
  readonly maxRecord: number;
  readonly recordedAt: string;
  readonly tool: string;
  readonly signal: AbortSignal;
  readonly progress: (records: number) => void;
}

export interface Reading {
  readonly counts: Counts;
  readonly events: number;
  readonly problems: number;
  readonly named: readonly NamedProblem[];
  readonly masked: number;
  readonly span: { readonly first: string | undefined; readonly last: string | undefined };
  readonly interrupted: boolean;
}

const MASKS = /\[(?:[a-z-]+ sha\d+:[^\]]+|secret|private key)\]/g;

/**
 * Reads one piece of evidence into the case: receipt, entries, closing receipt. `resumeAt` is the number of the entry
 * after its receipt where an earlier reading was interrupted.
 */
export async function ingestEvidence(
  writer: CaseWriter,
  candidate: Candidate,
  options: ReadingOptions,
  resumeAt?: number,
): Promise<Reading> {
  if (resumeAt === undefined) writer.append(receipt(candidate, options));
  const recorder = new Recorder(writer, candidate, resumeAt ?? writer.size);
  const reading = candidate.format.open(await contextOf(candidate, options));
  let masked = 0;
  const mask = (text: string): string => {
    const clean = maskSecrets(text);
    if (clean !== text) masked += (clean.match(MASKS)?.length ?? 0) - (text.match(MASKS)?.length ?? 0);
    return clean;
  };
  let read = 0;
  for await (const batch of readRecords(candidate.source, candidate.sniffed, candidate.format.framing, {
    maxRecord: options.maxRecord,
    mask,
  })) {
    for (const item of batch) take(item, recorder, reading, candidate.format);
    read += batch.length;
    options.progress(read);
    await writer.pause();
    if (options.signal.aborted) return interrupted(recorder, masked);
  }
  recorder.answer(reading.end());
  recorder.finish();
  const { counts, ignored } = recorder.accounts.close();
  const { events, sightings, states, problems } = recorder.tally;
  const end: EvidenceEndEntry = {
    entry: 'evidence-end',
    complete: true,
    counts,
    events,
    evidence: candidate.sha256,
    first: recorder.span.first,
    last: recorder.span.last,
    ignored,
    masked,
    problems,
    sightings,
    states,
  };
  writer.append(end);
  return { counts, events, problems, named: recorder.named, masked, span: recorder.span, interrupted: false };
}

/** What was read of evidence before Ctrl-C; without a closing receipt, so that the next ingest goes on. */
function interrupted({ accounts, tally, named, span }: Recorder, masked: number): Reading {
  const { events, problems } = tally;
  return { counts: accounts.soFar(), events, problems, named, masked, span, interrupted: true };
}

function take(item: ReadItem, recorder: Recorder, reading: ReturnType<Format['open']>, format: Format): void {
  if (item.kind === 'record') {
    const { number, at, text, base64 } = item.record;
    recorder.accounts.opened(number, base64 === undefined ? { at, text } : { at, text, base64 });
    recorder.answer(
      item.unterminated === true && format.whole?.(text) !== true ? [cut(number)] : reading.push(item.record),
    );
    return;
  }
  const { number, at, text } = item;
  recorder.accounts.opened(
    number,
    item.kind === 'noise' || item.base64 === undefined ? { at, text } : { at, text, base64: item.base64 },
  );
  if (item.kind === 'noise') {
    recorder.answer([{ kind: 'ignored', rule: item.rule ?? 'message-around-json', records: [number] }]);
  } else {
    recorder.damaged();
    recorder.answer([{ kind: 'problem', code: item.code, message: item.message, records: [number] }]);
  }
}

function cut(number: number) {
  return {
    kind: 'problem',
    code: 'cut-in-record',
    message: 'cut in mid-line; the records before it are kept',
    records: [number],
  } as const;
}

async function contextOf(
  { source, sniffed, format, name, taken, member, tarball }: Candidate,
  options: ReadingOptions,
): Promise<Context> {
  const limits = { maxRecord: options.maxRecord, mask: maskSecrets };
  const survey = format.survey === undefined ? [] : await surveyDocuments(source, sniffed, format.survey, limits);
  const own = member?.split('!').at(-1) ?? name;
  const base = own.split(/[\\/]/).at(-1) ?? own;
  const { assumeTz } = options;
  return { name: base, taken, survey, ...(assumeTz !== undefined && { assumeTz }), ...(tarball && { tarball }) };
}

/** What changes what the same bytes give, besides the format; a file is skipped only if it is the same. */
export function readingOptions(
  options: Pick<ReadingOptions, 'as' | 'assumeTz'>,
  { format, sniffed: { wrappers } }: Pick<Candidate, 'format' | 'sniffed'>,
): JsonObject {
  const assumed = format.needsZone === true && options.assumeTz !== undefined ? { assume_tz: options.assumeTz } : {};
  const named = options.as === undefined ? assumed : { as: options.as, ...assumed };
  return wrappers.length === 0 ? named : { ...named, wrappers };
}

function receipt(candidate: Candidate, options: ReadingOptions): EvidenceEntry {
  const { sha256, bytes, name, format, taken, archive, member } = candidate;
  return {
    entry: 'evidence',
    ...(archive !== undefined && { archive }),
    bytes,
    format: format.id,
    format_revision: format.revision,
    mask_revision: MASK_REVISION,
    ...(member !== undefined && { member }),
    name,
    options: readingOptions(options, candidate),
    recorded_at: options.recordedAt,
    sha256,
    taken_basis: taken.basis,
    ...(taken.at === undefined ? {} : { taken: taken.at.text }),
    tool: options.tool,
  };
}
