import { isUtf8 } from 'node:buffer';
import type { Framing, Select } from '../core/format.ts';
import type { Json } from '../core/json.ts';
import { pointerOf } from '../core/record.ts';
import { plainOrigin } from './charset.ts';
import { framerOf } from './framing.ts';
import { framerInside, textInside } from './inside.ts';
import { JsonScanner } from './json-scanner.ts';
import { readJson } from './json-value.ts';
import { DEFAULT_MAX_RECORD, type ReadItem, type ReadOptions } from './read-item.ts';
import type { ScannedValue, ScanSelect } from './scanned.ts';
import type { Sniffed } from './sniff.ts';
import type { Source } from './source.ts';
import { openText } from './text-stream.ts';

export { DEFAULT_MAX_RECORD, type ReadItem, type ReadOptions } from './read-item.ts';

/** Largest value that a survey keeps. */
const MOST_SURVEYED = 16 * 1024 * 1024;

/**
 * The records of a source in batches, with what is damaged in between.
 * @throws {AppError} `path-unreadable`; damage within the evidence never throws.
 */
export async function* readRecords(
  source: Source,
  sniffed: Sniffed,
  framing: Framing,
  options: ReadOptions,
): AsyncGenerator<readonly ReadItem[]> {
  const { chunks, origin, decompression } = await openText(source);
  const framer = framerInside({ sniffed, origin, options, report: { timed: false } }, (inside) =>
    framerOf(sniffed.sample, framing, inside, options),
  );
  let number = 0;
  let size = 0;
  for await (const chunk of chunks) {
    for (const piece of piecesOf(chunk)) {
      size += piece.length;
      const items = framer.push(piece);
      number += items.length;
      if (items.length > 0) yield items;
    }
  }
  const end = origin.of(size);
  const rest = framer.end().map((item) => ({ ...item, isLast: true }));
  const damage = [...decompression.damage, ...(source.damage ?? [])].map((message, i) => {
    return {
      kind: 'problem',
      number: number + rest.length + i,
      at: { start: end, end },
      code: 'bad-gzip',
      message,
      text: '',
    } as const;
  });
  if (rest.length + damage.length > 0) yield [...rest, ...damage];
}

/** Records of a piece live at the same time: small pieces leave the garbage collector little to copy. */
const PIECE = 32 * 1024;

function* piecesOf(chunk: Buffer): Generator<Buffer> {
  for (let start = 0; start < chunk.length; start += PIECE) yield chunk.subarray(start, start + PIECE);
}

/**
 * A first pass over the documents of a source: for each the chosen values, by JSON pointer. Values that are damaged,
 * ambiguous or larger than 16 MB are absent; `readRecords` says what is wrong with them.
 */
export async function surveyDocuments(
  source: Source,
  sniffed: Sniffed,
  select: Select,
  { mask }: Pick<ReadOptions, 'mask'>,
): Promise<Map<string, Json>[]> {
  const documents: Map<string, Json>[] = [];
  if (sniffed.sample.shape === 'lines' || sniffed.sample.shape === 'empty') return documents;
  const documentAt: ScanSelect = (path) => {
    if (path.length === 0) documents.push(new Map());
    return select(path);
  };
  const { chunks, origin } = await openText(source);
  const options = { maxRecord: DEFAULT_MAX_RECORD, mask };
  const texts = textInside(chunks, { sniffed, origin, options, report: { timed: false } });
  const scanner = new JsonScanner(documentAt, plainOrigin(0), MOST_SURVEYED);
  const note = (value: ScannedValue): void => {
    const { bytes, conflict } = value;
    if (bytes === undefined || value.cut || conflict !== undefined || !isUtf8(bytes)) return;
    const reading = readJson(bytes.toString(), value, mask);
    if (reading.code === undefined) documents[value.document]?.set(pointerOf(value.path), reading.json);
  };
  for await (const chunk of texts) {
    for (const found of scanner.push(chunk)) if (found.kind === 'value') note(found);
  }
  return documents;
}
