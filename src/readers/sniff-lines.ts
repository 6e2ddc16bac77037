import { isObject, type Json } from '../core/json.ts';
import { plainOrigin } from './charset.ts';
import { blocks } from './chunks.ts';
import type { HttpHeads } from './http-heads.ts';
import { LineSplitter, lineText } from './line-splitter.ts';
import type { Mask } from './masking.ts';
import { isNoise } from './noise.ts';

const MOST_LINES = 100;
const MOST_CHARACTERS = 4096;
const MOST_BYTES = 4 * 1024 * 1024;

/** Sniffing goes by blocks of one size, so that what it sees does not depend on the chunks. */
export const SNIFF_BLOCK = 64 * 1024;

export interface SniffedLines {
  /** The first lines, masked and cut. */
  readonly lines: readonly string[];
  /** The values of those lines, where most of them are JSON objects; nothing where the file is no NDJSON. */
  readonly values: readonly Json[] | undefined;
}

/** Looks at the first lines of a text, and whether each is a JSON value of its own. */
export async function sniffLines(chunks: AsyncIterable<Buffer>, mask: Mask, heads: HttpHeads): Promise<SniffedLines> {
  const splitter = new LineSplitter(plainOrigin(0), Number.POSITIVE_INFINITY);
  const texts: string[] = [];
  let size = 0;
  let ended = true;
  for await (const chunk of blocks(chunks, SNIFF_BLOCK)) {
    texts.push(...splitter.push(chunk).slice(0, MOST_LINES).map(lineText));
    size += chunk.length;
    ended = texts.length < MOST_LINES && size < MOST_BYTES;
    if (!ended) break;
  }
  const last = splitter.end().map(lineText);
  const lines = [...texts, ...last].slice(0, MOST_LINES).map((text) => sampleLine(text, mask));
  return { lines, values: ndjsonValues([...texts, ...(ended ? last : [])].slice(0, MOST_LINES), mask, heads) };
}

function sampleLine(text: string, mask: Mask): string {
  return mask(text.slice(0, 2 * MOST_CHARACTERS)).slice(0, MOST_CHARACTERS);
}

function ndjsonValues(lines: readonly string[], mask: Mask, heads: HttpHeads): readonly Json[] | undefined {
  const filled = lines.filter((line, i) => line.trim() !== '' && !isNoise(line) && !heads.take(line, i));
  const values = filled.map((line) => parseSample(line, mask)).filter((value) => value !== undefined);
  const objects = values.filter(isObject).length;
  return filled.length > 1 && objects > 0 && objects * 2 >= filled.length ? values : undefined;
}

/** A value for recognising a format by; masked unless that breaks it. */
export function parseSample(text: string, mask: Mask): Json | undefined {
  return parse(mask(text)) ?? parse(text);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
