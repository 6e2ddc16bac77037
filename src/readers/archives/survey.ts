import { posix } from 'node:path';
import type { Moment } from '../../core/time.ts';
import { readCollected } from '../collected.ts';
import type { Source } from '../source.ts';
import type { ArchiveItem } from './archive-item.ts';
import { Exceeded } from './budget.ts';

/** What a first look at an archive tells: its members, and when they were collected. */
export interface ArchiveSurvey {
  readonly names: readonly string[];
  /** Name of a member -> when it was collected, from each `collected.tsv` in the archive. */
  readonly collected: ReadonlyMap<string, Moment>;
  /** Lines of those that say nothing. */
  readonly problems: readonly { readonly name: string; readonly reason: string }[];
}

const LARGEST_LIST = 4 * 1024 * 1024;

/** Looks at the names of an archive. What is wrong with it is told when its members are read. */
export async function surveyArchive(items: AsyncIterable<ArchiveItem>): Promise<ArchiveSurvey> {
  const names: string[] = [];
  const collected = new Map<string, Moment>();
  const problems: { name: string; reason: string }[] = [];
  try {
    for await (const item of items) {
      if (item.kind !== 'member') continue;
      names.push(item.name);
      if (posix.basename(item.name) !== 'collected.tsv') continue;
      const list = await readCollected(beginningOf(item.source));
      for (const { file, at } of list.entries) collected.set(posix.join(posix.dirname(item.name), file), at);
      for (const { line, reason } of list.problems) problems.push({ name: `${item.name}:${line}`, reason });
    }
  } catch (error) {
    if (!(error instanceof Exceeded)) throw error;
  }
  return { names, collected, problems };
}

function beginningOf(source: Source): Source {
  async function* chunks(): AsyncGenerator<Buffer> {
    let left = LARGEST_LIST;
    for await (const chunk of source.chunks()) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) return;
    }
  }
  return { ...source, chunks };
}
