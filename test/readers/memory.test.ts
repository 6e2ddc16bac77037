import { describe, expect, it } from 'vitest';
import type { Framing } from '../../src/core/format.ts';
import { readRecords } from '../../src/readers/read.ts';
import { sniff } from '../../src/readers/sniff.ts';
import type { Source } from '../../src/readers/source.ts';

const CHUNK = 1024 * 1024;

/** A text that is made while it is read: `head`, then 400 times about 1 MB of `body`, then `tail`. */
function generated(head: string, body: string, tail: string): Source {
  const part = Buffer.from(body.repeat(Math.ceil(CHUNK / body.length)));
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from(head);
    for (let n = 0; n < 400; n += 1) yield Buffer.from(part);
    yield Buffer.from(tail);
  }
  return { name: 'generated', path: 'generated', chunks };
}

interface Growth {
  /** Most bytes that the process grew by while the second half of the source was read. */
  readonly grown: number;
  /** Most bytes that it grew by altogether: the first half fills what the engine keeps as its young generation. */
  readonly all: number;
  readonly items: number;
  readonly problems: readonly string[];
}

async function growth(source: Source, framing: Framing): Promise<Growth> {
  const sniffed = await sniff(source);
  const start = process.memoryUsage.rss();
  let [early, late, items, parts] = [start, start, 0, 0];
  const watched: Source = {
    ...source,
    async *chunks() {
      for await (const chunk of source.chunks()) {
        parts += 1;
        if (parts <= 200) early = Math.max(early, process.memoryUsage.rss());
        else late = Math.max(late, process.memoryUsage.rss());
        yield chunk;
      }
    },
  };
  const problems: string[] = [];
  for await (const batch of readRecords(watched, sniffed, framing, { maxRecord: 64 * CHUNK, mask: (text) => text })) {
    items += batch.length;
    for (const item of batch) if (item.kind === 'problem') problems.push(item.code);
  }
  return { grown: late - early, all: Math.max(early, late) - start, items, problems };
}

/** Less than half of what is read in the second half. */
const LIMIT = 75 * CHUNK;
/** What any ingest may take altogether. */
const MOST = 300 * CHUNK;
const RECORD = `{"action":"repo.create","actor":"user","text":"${'lorem ipsum '.repeat(100)}"}`;
/** Reading 400 MB takes its time on a machine that does other things. */
const PATIENCE = 120_000;

describe('memory stays flat', () => {
  it('over an array of 400 MB on one line', { timeout: PATIENCE }, async () => {
    const { grown, all, items, problems } = await growth(generated(`[${RECORD}`, `,${RECORD}`, ']'), 'records');
    expect(items).toBeGreaterThan(300_000);
    expect(problems).toEqual([]);
    expect(grown).toBeLessThan(LIMIT);
    expect(all).toBeLessThan(MOST);
  });

  it('over a document of 400 MB of which little is chosen', { timeout: PATIENCE }, async () => {
    const source = generated('{"name":"x","versions":[0', `,${RECORD}`, '],"time":{"a":1}}');
    const { grown, all, items } = await growth(source, (path) =>
      path.length === 0 ? 'enter' : path[0] === 'time' ? 'take' : 'skip',
    );
    expect(items).toBe(1);
    expect(grown).toBeLessThan(LIMIT);
    expect(all).toBeLessThan(MOST);
  });

  it('over a line of 400 MB, and over 400 MB of NULs', { timeout: PATIENCE }, async () => {
    const line = await growth(generated('first\n', 'x', '\nlast\n'), 'lines');
    expect([line.items, line.problems]).toEqual([3, ['record-too-large']]);
    expect(line.grown).toBeLessThan(LIMIT);
    const nuls = await growth(generated('first\n', '\0', 'last\n'), 'lines');
    expect([nuls.items, nuls.problems]).toEqual([2, []]);
    expect(nuls.grown).toBeLessThan(LIMIT);
  });
});
