import type { Sample } from '../core/format.ts';
import { isObject, list, member } from '../core/json.ts';
import { maskSecrets } from '../core/secrets.ts';
import { binaryKind } from './binary.ts';
import type { Encoding } from './charset.ts';
import { sniffDocuments } from './sniff-documents.ts';
import { sniffLines } from './sniff-lines.ts';
import type { Source } from './source.ts';
import { openText, type TextStream } from './text-stream.ts';

/** What a source is, before any format has looked at it. */
export interface Sniffed {
  /** How often it is compressed with gzip. */
  readonly compression: number;
  readonly encoding: Encoding;
  /** What it is, where it is no text: `a zip archive`, `binary data`. The sample is empty then. */
  readonly notText?: string;
  /** Why the compressed data could not be read to its end, as far as it was read here. */
  readonly damage?: string;
  readonly sample: Sample;
}

/** Looks at the start of a source; where it is one JSON object, at all of it, because members may stand in any order. */
export async function sniff(source: Source): Promise<Sniffed> {
  const text = await openText(source);
  const { head, charset, decompression } = text;
  const base = { compression: decompression.levels, encoding: charset.encoding };
  const notText = charset.encoding === 'utf-8' ? binaryKind(head) : undefined;
  if (notText !== undefined) {
    await text.close();
    return { ...base, notText, sample: { shape: 'lines', values: [], lines: [] } };
  }
  const sample = await sampleOf(source, text);
  const [damage] = decompression.damage;
  return damage === undefined ? { ...base, sample } : { ...base, sample, damage };
}

/** One value a line is tried first: it survives any damage. Text is what is left when nothing else fits. */
async function sampleOf(source: Source, text: TextStream): Promise<Sample> {
  const { lines, values } = await sniffLines(text.chunks, maskSecrets);
  if (values !== undefined) return unwrapped({ shape: 'ndjson', values, lines });
  const documents = await sniffDocuments(() => openText(source), maskSecrets);
  return unwrapped({ ...documents, lines: documents.shape === 'empty' ? [] : lines });
}

/** Names that wrap the records of a whole document, even where several documents follow each other. */
const ENVELOPES = ['Records', 'records', 'decoratedAuditLogEntries', 'logEvents'];

/** CloudTrail files that were joined, or batches one a line: the records are in the envelopes, if all have the same. */
function unwrapped(sample: Sample): Sample {
  const { shape, values } = sample;
  const [first] = values;
  if (first === undefined || (shape !== 'ndjson' && shape !== 'concatenated')) return sample;
  const wrapper = ENVELOPES.find((name) => values.every((value) => list(member(value, name)).some(isObject)));
  if (wrapper === undefined) return { ...sample, first };
  return { ...sample, first, wrapper, values: values.flatMap((value) => list(member(value, wrapper))).slice(0, 100) };
}
