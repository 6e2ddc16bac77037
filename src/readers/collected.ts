import { type Moment, parseTime } from '../core/time.ts';
import { LineSplitter, lineText } from './line-splitter.ts';
import type { Source } from './source.ts';
import { openText } from './text-stream.ts';

/** One line of `collected.tsv`: `file<TAB>ISO time<TAB>by whom`. */
export interface Collected {
  /** Relative to the folder of `collected.tsv`. */
  readonly file: string;
  readonly at: Moment;
  readonly by: string;
}

export interface CollectedFile {
  readonly entries: readonly Collected[];
  /** Lines that say nothing, and why. */
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
}

const LONGEST_LINE = 64 * 1024;

/** Reads a `collected.tsv`, in the charsets that shells write. */
export async function readCollected(source: Source): Promise<CollectedFile> {
  const { chunks, origin } = await openText(source);
  const splitter = new LineSplitter(origin, LONGEST_LINE);
  const entries: Collected[] = [];
  const problems: { line: number; reason: string }[] = [];
  const read = (text: string, line: number): void => {
    const [file = '', time = '', by = ''] = text.split('\t').map((cell) => cell.trim());
    if (file === '' || file.startsWith('#') || (line === 1 && file === 'file')) return;
    const result = parseTime(time);
    if (result.ok) entries.push({ file: file.replace(/^\.\//, ''), at: result.moment, by });
    else problems.push({ line, reason: `"${time}" is no time with a zone` });
  };
  for await (const chunk of chunks) for (const line of splitter.push(chunk)) read(lineText(line), line.line);
  for (const line of splitter.end()) read(lineText(line), line.line);
  return { entries, problems };
}
