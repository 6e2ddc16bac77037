import type { Framing } from '../../../src/core/format.ts';
import { DEFAULT_MAX_RECORD, type ReadItem, readRecords } from '../../../src/readers/read.ts';
import { type Sniffed, sniff } from '../../../src/readers/sniff.ts';
import type { Source } from '../../../src/readers/source.ts';

/** Evidence in memory, given out in chunks of one size. */
export function memory(content: Buffer | string, chunk = 1024 * 1024): Source {
  const bytes = Buffer.from(content);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let from = 0; from < bytes.length; from += chunk) yield Buffer.from(bytes.subarray(from, from + chunk));
  }
  return { name: 'memory', path: 'memory', chunks };
}

export interface ReadingSettings {
  readonly sniffed?: Sniffed;
  readonly maxRecord?: number;
  readonly mask?: (text: string) => string;
}

/** All items of a source. */
export async function readAll(source: Source, framing: Framing, settings: ReadingSettings = {}): Promise<ReadItem[]> {
  const { maxRecord = DEFAULT_MAX_RECORD, mask = (text) => text } = settings;
  const sniffed = settings.sniffed ?? (await sniff(source));
  const items: ReadItem[] = [];
  for await (const batch of readRecords(source, sniffed, framing, { maxRecord, mask })) items.push(...batch);
  return items;
}

/** The items of a text, read in chunks of one size. */
export function readText(
  content: Buffer | string,
  framing: Framing,
  settings: ReadingSettings & { readonly chunk?: number } = {},
): Promise<ReadItem[]> {
  return readAll(memory(content, settings.chunk), framing, settings);
}

/** What an item is, in short: `record 1 {"a":1}`, `bad-json {"a"`, `noise npm notice`. */
export function brief(item: ReadItem): string {
  if (item.kind === 'record') return `record ${item.record.text}`;
  return `${item.kind === 'problem' ? item.code : 'noise'} ${item.text}`.trimEnd();
}

export function recordsIn(items: readonly ReadItem[]) {
  return items.filter((item) => item.kind === 'record').map(({ record }) => record);
}

export function positionOf(item: ReadItem) {
  return item.kind === 'record' ? item.record.at : item.at;
}
