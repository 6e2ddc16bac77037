import { describe, expect, it } from 'vitest';
import type { Framing } from '../../src/core/format.ts';
import { readRecords } from '../../src/readers/read.ts';
import { sniff } from '../../src/readers/sniff.ts';
import type { Source } from '../../src/readers/source.ts';

const CHUNK = 1024 * 1024;

/** A text that is made while it is read: `head`, then 200 times about 1 MB of `body`, then `tail`. */
function generated(head: string, body: string, tail: string): Source {
  const part = Buffer.from(body.repeat(Math.ceil(CHUNK / body.length)));
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from(head);
    for (let n = 0; n < 200; n += 1) yield Buffer.from(part);
    yield Buffer.from(tail);
  }
  return { name: 'generated', path: 'generated', chunks };
}

/** Most bytes that the process grew by while the source was read, and the items. */
async function growth(source: Source, framing: Framing): Promise<{ grown: number; items: number; problems: string[] }> {
  const start = process.memoryUsage.rss();
  let [most, items] = [start, 0];
  const problems: string[] = [];
  const sniffed = await sniff(source);
  for await (const batch of readRecords(source, sniffed, framing, { maxRecord: 64 * CHUNK, mask: (text) => text })) {
    items += batch.length;
    for (const item of batch) if (item.kind === 'problem') problems.push(item.code);
    most = Math.max(most, process.memoryUsage.rss());
  }
  return { grown: most - start, items, problems };
}

const LIMIT = 150 * CHUNK;
const RECORD = `{"action":"repo.create","actor":"user","text":"${'lorem ipsum '.repeat(100)}"}`;
/** Reading 200 MB takes its time on a machine that does other things. */
const PATIENCE = 120_000;

describe('memory stays flat', () => {
  it('over an array of 200 MB on one line', { timeout: PATIENCE }, async () => {
    const { grown, items, problems } = await growth(generated(`[${RECORD}`, `,${RECORD}`, ']'), 'records');
    expect(items).toBeGreaterThan(150_000);
    expect(problems).toEqual([]);
    expect(grown).toBeLessThan(LIMIT);
  });

  it('over a document of 200 MB of which little is chosen', { timeout: PATIENCE }, async () => {
    const source = generated('{"name":"x","versions":[0', `,${RECORD}`, '],"time":{"a":1}}');
    const { grown, items } = await growth(source, (path) =>
      path.length === 0 ? 'enter' : path[0] === 'time' ? 'take' : 'skip',
    );
    expect(items).toBe(1);
    expect(grown).toBeLessThan(LIMIT);
  });

  it('over a line of 200 MB, and over 200 MB of NULs', { timeout: PATIENCE }, async () => {
    const line = await growth(generated('first\n', 'x', '\nlast\n'), 'lines');
    expect([line.items, line.problems]).toEqual([3, ['record-too-large']]);
    expect(line.grown).toBeLessThan(LIMIT);
    const nuls = await growth(generated('first\n', '\0', 'last\n'), 'lines');
    expect([nuls.items, nuls.problems]).toEqual([2, []]);
    expect(nuls.grown).toBeLessThan(LIMIT);
  });
});
