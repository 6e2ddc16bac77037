import type { Sample } from '../core/format.ts';
import { isObject, list, member } from '../core/json.ts';
import { maskSecrets } from '../core/secrets.ts';
import type { Moment } from '../core/time.ts';
import { binaryKind } from './binary.ts';
import type { Encoding } from './charset.ts';
import { HttpHeads } from './http-heads.ts';
import { textInside } from './inside.ts';
import { DEFAULT_MAX_RECORD } from './read-item.ts';
import { sniffDocuments } from './sniff-documents.ts';
import { sniffLines } from './sniff-lines.ts';
import type { Source } from './source.ts';
import { openText, type TextStream } from './text-stream.ts';
import { wrapperOf } from './wrappers/index.ts';

/** What a source is, before any format has looked at it. */
export interface Sniffed {
  /** How often it is compressed with gzip. */
  readonly compression: number;
  readonly encoding: Encoding;
  /** What it is, where it is no text: `a zip archive`, `binary data`. The sample is empty then. */
  readonly notText?: string;
  /** Why the compressed data could not be read to its end, as far as it was read here. */
  readonly damage?: string;
  /** When the server answered, where the head of its answer stands before the body (`curl -i`). */
  readonly answered?: Moment;
  /** What is inside all wrappers. */
  readonly sample: Sample;
  /** What the evidence is wrapped in, outermost first: `docker`, `syslog`. Ids of wrappers. */
  readonly wrappers: readonly string[];
  /** Whether a wrapper says when its entries were written. */
  readonly timed: boolean;
  /** The same with the innermost wrapper still on. */
  readonly outer?: Sniffed;
}

/** Wrappers within wrappers that are taken off. */
const MOST_WRAPPERS = 3;
const LIMITS = { maxRecord: DEFAULT_MAX_RECORD, mask: maskSecrets };

/** Looks at the start of a source; where it is one JSON object, at all of it, because members may stand in any order. */
export async function sniff(source: Source): Promise<Sniffed> {
  const text = await openText(source);
  const { head, charset, decompression } = text;
  const base = { compression: decompression.levels, encoding: charset.encoding, wrappers: [], timed: false };
  const notText = charset.encoding === 'utf-8' ? binaryKind(head) : undefined;
  if (notText !== undefined) {
    await text.close();
    return { ...base, notText, sample: { shape: 'lines', values: [], lines: [] } };
  }
  const heads = new HttpHeads();
  const sample = await sampleOf(text, () => openText(source), heads);
  const [damage] = decompression.damage;
  const answered = heads.date;
  return takenOut(source, {
    ...base,
    sample,
    ...(damage === undefined ? {} : { damage }),
    ...(answered === undefined ? {} : { answered }),
  });
}

/** Takes off wrappers as long as there is one, and something in it. */
async function takenOut(source: Source, around: Sniffed): Promise<Sniffed> {
  const wrapper = around.wrappers.length < MOST_WRAPPERS ? wrapperOf(around.sample) : undefined;
  if (wrapper === undefined) return around;
  const inner = { ...around, outer: around, wrappers: [...around.wrappers, wrapper.id] };
  const report = { timed: around.timed };
  const open = async (): Promise<Chunks> => {
    const { chunks, origin } = await openText(source);
    return { chunks: textInside(chunks, { sniffed: inner, origin, options: LIMITS, report }) };
  };
  const sample = await sampleOf(await open(), open, new HttpHeads());
  return sample.shape === 'empty' ? around : takenOut(source, { ...inner, sample, timed: report.timed });
}

type Chunks = Pick<TextStream, 'chunks'>;

/** One value a line is tried first: it survives any damage. Text is what is left when nothing else fits. */
async function sampleOf(text: Chunks, reopen: () => Promise<Chunks>, heads: HttpHeads): Promise<Sample> {
  const { lines, values } = await sniffLines(text.chunks, maskSecrets, heads);
  if (values !== undefined) return unwrapped({ shape: 'ndjson', values, lines });
  const documents = await sniffDocuments(reopen, maskSecrets, heads);
  return unwrapped({ ...documents, lines: documents.shape === 'empty' ? [] : lines });
}

/** Names that wrap the records of a whole document, even where several documents follow each other. */
const ENVELOPES = ['Records', 'records', 'decoratedAuditLogEntries', 'logEvents', 'Events'];

/** CloudTrail files that were joined, or batches one a line: the records are in the envelopes, if all have the same. */
function unwrapped(sample: Sample): Sample {
  const { shape, values } = sample;
  const [first] = values;
  if (first === undefined || (shape !== 'ndjson' && shape !== 'concatenated')) return sample;
  const wrapper = ENVELOPES.find((name) => values.every((value) => list(member(value, name)).some(isObject)));
  if (wrapper === undefined) return { ...sample, first };
  return { ...sample, first, wrapper, values: values.flatMap((value) => list(member(value, wrapper))).slice(0, 100) };
}
