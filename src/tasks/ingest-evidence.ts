import { canonical } from '../core/canonical.ts';
import { sha256 } from '../core/digest.ts';
import type { Counts, EvidenceEntry } from '../core/entry.ts';
import type { JsonObject } from '../core/json.ts';
import type { SourceProof } from '../core/proof.ts';
import { MASK_REVISION } from '../core/secrets.ts';
import { momentText } from '../core/time.ts';
import { chainText } from '../integrity/chains/profile.ts';
import { sequenceText } from '../integrity/sequence.ts';
import { DEFAULT_MAX_RECORD } from '../readers/read-item.ts';
import type { CaseWriter } from '../store/case-writer.ts';
import type { Declared } from './proof/records.ts';
import type { ReadingEnd, SoFar } from './reading/batch.ts';
import type { Candidate, ExtractOptions } from './reading/extract.ts';
import { batchesOf } from './reading/thread.ts';
import { type NamedProblem, Recorder } from './recorder.ts';

export interface ReadingOptions extends ExtractOptions, Declared {
  readonly as?: string;
  readonly recordedAt: string;
  readonly recordedBy?: string;
  readonly tool: string;
  /** For the receipt; nothing where the evidence brings nothing along, or has its receipt. */
  readonly proof?: SourceProof | undefined;
  readonly signal: AbortSignal;
  /** The first problem ends the reading, as Ctrl-C does. */
  readonly stopAtProblem: boolean;
  readonly progress: (records: number, bytes: number) => void;
}

export interface Reading {
  readonly counts: Counts;
  readonly events: number;
  readonly problems: number;
  readonly named: readonly NamedProblem[];
  readonly masked: number;
  /** What was left out because it was redacted from the case before. */
  readonly withheld: number;
  readonly span: { readonly first: string | undefined; readonly last: string | undefined };
  readonly interrupted: boolean;
}

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
  const recorder = new Recorder(writer, candidate.sha256, resumeAt ?? writer.size);
  const { assumeTz, maxRecord, since, until, progress, signal, stopAtProblem } = options;
  const batches = batchesOf(candidate, {
    maxRecord,
    ...(assumeTz !== undefined && { assumeTz }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  });
  let step = await batches.next();
  for (; step.done !== true; step = await batches.next()) {
    recorder.write(step.value);
    progress(step.value.read, step.value.bytes);
    await writer.pause();
    if (!signal.aborted && !(stopAtProblem && recorder.tally.problems > 0)) continue;
    await batches.return({ ...step.value, ignored: {} });
    return interrupted(recorder, step.value);
  }
  return finished(writer, candidate, recorder, step.value);
}

/** What was read of evidence before Ctrl-C; without a closing receipt, so that the next ingest goes on. */
function interrupted({ told, tally, named, span, withheld }: Recorder, { counts, masked }: SoFar): Reading {
  const { events, problems } = tally;
  return { counts: told.soFar(counts), events, problems, named, masked, withheld, span, interrupted: true };
}

function finished(writer: CaseWriter, { sha256 }: Candidate, recorder: Recorder, end: ReadingEnd): Reading {
  recorder.finish();
  const counts = recorder.told.close(end.counts, end.read);
  const { tally, span, named, withheld } = recorder;
  const { events, sightings, states, problems } = tally;
  const { ignored, masked } = end;
  writer.append({
    entry: 'evidence-end',
    complete: true,
    counts,
    events,
    evidence: sha256,
    ...span,
    ignored,
    masked,
    problems,
    sightings,
    states,
  });
  return { counts, events, problems, named, masked, withheld, span, interrupted: false };
}

type Chosen = Pick<ReadingOptions, 'as' | 'assumeTz' | 'maxRecord' | 'since' | 'until'>;

/** What changes what the same bytes give, besides the format; a file is skipped only if it is the same. */
export function readingOptions(
  { as, assumeTz, maxRecord, since, until, ...declared }: Chosen & Declared,
  { format, sniffed: { wrappers } }: Pick<Candidate, 'format' | 'sniffed'>,
): JsonObject {
  return {
    ...(as !== undefined && { as }),
    ...(format.needsZone === true && assumeTz !== undefined && { assume_tz: assumeTz }),
    ...(maxRecord !== DEFAULT_MAX_RECORD && { max_record: maxRecord }),
    ...(format.mapping !== undefined && {
      mapping: format.mapping,
      mapping_sha256: sha256(canonical(format.mapping)),
    }),
    ...declaredOptions(declared),
    ...(since !== undefined && { since: momentText(since) }),
    ...(until !== undefined && { until: momentText(until) }),
    ...(wrappers.length > 0 && { wrappers }),
  };
}

/** What was declared of the records, for the receipt. */
export function declaredOptions({ chain, sequence }: Declared): JsonObject {
  return {
    ...(chain !== undefined && { chain: chainText(chain) }),
    ...(sequence !== undefined && { sequence: sequenceText(sequence) }),
  };
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
    ...(options.proof !== undefined && { proof: options.proof }),
    recorded_at: options.recordedAt,
    sha256,
    taken_basis: taken.basis,
    ...(taken.at === undefined ? {} : { taken: taken.at.text }),
    tool: options.tool,
  };
}
