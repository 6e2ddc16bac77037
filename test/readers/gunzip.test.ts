import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { decompress, LIMITS, newDecompression } from '../../src/readers/gunzip.ts';
import { gunzipInflater } from '../../src/readers/inflater.ts';
import { BLOCK, Layer, type LayerLimits } from '../../src/readers/layer.ts';
import { brief, memory, positionOf, readText, recordsIn } from './support/reading.ts';

async function inflate(bytes: Buffer, settings: { readonly chunk?: number; readonly limits?: LayerLimits } = {}) {
  const report = newDecompression();
  const source = memory(bytes, settings.chunk);
  const { head, chunks } = await decompress(() => source.chunks(), 16, report, settings.limits);
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return { text: Buffer.concat(parts).toString(), head: head.toString(), levels: report.levels, damage: report.damage };
}

/** Text that does not compress well, so that it spans many blocks. */
const TEXT = Array.from({ length: 8000 }, (_, n) => `${n} ${sha256(String(n)).slice(0, 24)}\n`).join('');
const ZIPPED = gzipSync(TEXT);
const CUT = 'the compressed data ends early; what came before is kept';
const DAMAGED = 'the compressed data is damaged; what came before is kept';
const TRAILING = 'bytes that are not gzip follow the compressed data';

describe('decompress', () => {
  it('leaves plain bytes alone', async () => {
    expect(await inflate(Buffer.from('plain text'))).toEqual({
      text: 'plain text',
      head: 'plain text',
      levels: 0,
      damage: [],
    });
    expect(await inflate(Buffer.alloc(0))).toEqual({ text: '', head: '', levels: 0, damage: [] });
  });

  it('inflates in any chunks', async () => {
    for (const chunk of [1, 1000, 32 * 1024, 1024 * 1024]) {
      const { text, levels, damage } = await inflate(ZIPPED, { chunk: chunk === 1 ? 7 : chunk });
      expect([text === TEXT, levels, damage]).toEqual([true, 1, []]);
    }
  });

  it('reads members that were appended, wherever they meet', async () => {
    const members = [gzipSync('one\n'), gzipSync(''), ZIPPED, gzipSync('two\n')];
    for (const chunk of [24, ZIPPED.length, 5]) {
      const { text, damage } = await inflate(Buffer.concat(members), { chunk });
      expect([text === `one\n${TEXT}two\n`, damage]).toEqual([true, []]);
    }
  });

  it('takes off three layers, and no fourth', async () => {
    const three = gzipSync(gzipSync(gzipSync('deep')));
    expect(await inflate(three)).toEqual({ text: 'deep', head: 'deep', levels: 3, damage: [] });
    const four = await inflate(gzipSync(three));
    expect(four).toEqual({ text: '', head: '', levels: 3, damage: ['compressed more than 3 times over; not read'] });
  });

  it('keeps what decoded before the data ends', async () => {
    const cut = await inflate(ZIPPED.subarray(0, ZIPPED.length - 2000));
    expect(cut.damage).toEqual([CUT]);
    expect(TEXT.startsWith(cut.text)).toBe(true);
    expect(cut.text.length).toBeGreaterThan(TEXT.length * 0.9);
    expect((await inflate(ZIPPED.subarray(0, 5))).damage).toEqual([CUT]);
    const trailer = await inflate(ZIPPED.subarray(0, ZIPPED.length - 3));
    expect([trailer.text === TEXT, trailer.damage]).toEqual([true, [CUT]]);
  });

  it('keeps everything before damage, byte for byte the same in any chunks', async () => {
    const bytes = Buffer.from(ZIPPED);
    const at = Math.floor(bytes.length * 0.8);
    bytes.fill(0xff, at, at + 40);
    const damaged = await inflate(bytes);
    expect(damaged.damage).toEqual([DAMAGED]);
    expect(TEXT.startsWith(damaged.text.slice(0, TEXT.length * 0.7))).toBe(true);
    expect(damaged.text.length).toBeGreaterThan(TEXT.length * 0.79);
    expect(await inflate(bytes, { chunk: 999 })).toEqual(damaged);
  });

  it('finds the damage in few steps, wherever it is in its block', async () => {
    for (const at of [10, 300, 9000, BLOCK - 1, BLOCK, BLOCK + 255, BLOCK + 256, 2 * BLOCK + 30_000]) {
      const bytes = Buffer.from(ZIPPED);
      bytes.fill(0xff, at, at + 40);
      let writes = 0;
      const open = () => {
        const inflater = gunzipInflater();
        const write = inflater.write.bind(inflater);
        inflater.write = (block) => {
          writes += 1;
          return write(block);
        };
        return inflater;
      };
      const { chunks } = memory(bytes);
      const report = newDecompression();
      const layer = new Layer({ name: 'gzip', block: BLOCK, open }, chunks(), chunks, report, LIMITS);
      const parts: Buffer[] = [];
      for await (const chunk of layer.chunks()) parts.push(chunk);
      expect(report.damage).toHaveLength(1);
      expect(writes, `damage at ${at}`).toBeLessThan(600);
      const before = Math.max(0, at - 1000);
      const text = Buffer.concat(parts).toString();
      expect(text.slice(0, before)).toBe(TEXT.slice(0, before));
    }
  });

  it('delivers a member whose checksum is wrong, and says so', async () => {
    const bytes = Buffer.from(ZIPPED);
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1;
    const { text, damage } = await inflate(bytes);
    expect([text === TEXT, damage]).toEqual([true, [DAMAGED]]);
  });

  it('tolerates what trails behind: padding silently, garbage as a problem', async () => {
    const padded = await inflate(Buffer.concat([ZIPPED, Buffer.alloc(100_000)]));
    expect([padded.text === TEXT, padded.damage]).toEqual([true, []]);
    for (const tail of [Buffer.from('garbage'), Buffer.concat([Buffer.alloc(50_000), Buffer.from('x')])]) {
      const { text, damage } = await inflate(Buffer.concat([ZIPPED, tail]));
      expect([text === TEXT, damage]).toEqual([true, [TRAILING]]);
    }
  });

  it('stops a bomb, but not a file that merely compresses well', async () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, 'a'));
    const limits = { ratio: 200, ratioFrom: 1_000_000 };
    const stopped = await inflate(bomb, { limits });
    expect(stopped.damage).toEqual(['expands to more than 200 times its size; reading stopped']);
    expect((await inflate(bomb, { limits: { ...limits, ratioFrom: 5_000_000 } })).damage).toEqual([]);
    expect((await inflate(bomb, { limits: { ...limits, ratio: 2000 } })).text.length).toBe(4_000_000);
    expect((await inflate(gzipSync(bomb), { limits })).damage).toHaveLength(1);
  });

  it('stops a bomb of the default size without holding it', async () => {
    const report = newDecompression();
    const source = memory(gzipSync(Buffer.alloc(200 * 1024 * 1024)));
    const { chunks } = await decompress(() => source.chunks(), 16, report);
    let size = 0;
    for await (const chunk of chunks) size += chunk.length;
    expect(report.damage).toHaveLength(1);
    expect(size).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('compressed evidence', () => {
  const ndjson = Array.from({ length: 50 }, (_, n) => `{"n":${n}}\n`).join('');

  it('reads like the plain one, positions included', async () => {
    const plain = await readText(ndjson, 'records');
    await fc.assert(
      fc.asyncProperty(fc.nat(ndjson.length), fc.integer({ min: 1, max: 200 }), async (at, chunk) => {
        const bytes = Buffer.concat([gzipSync(ndjson.slice(0, at)), gzipSync(ndjson.slice(at))]);
        expect(await readText(bytes, 'records', { chunk })).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });

  it('ends in a problem where it is damaged', async () => {
    const items = await readText(gzipSync(TEXT).subarray(0, 60_000), 'lines');
    const last = items.at(-1);
    expect(last).toMatchObject({ kind: 'problem', code: 'bad-gzip', number: items.length - 1, text: '' });
    const records = recordsIn(items);
    expect(records.length).toBeGreaterThan(1000);
    expect(positionOf(last as never).start).toBe(records.at(-1)?.at.end);
    expect(brief(items[0] as never)).toBe(`record ${TEXT.slice(0, TEXT.indexOf('\n'))}`);
  });
});
