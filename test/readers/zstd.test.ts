import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompress, newDecompression } from '../../src/readers/gunzip.ts';
import { XxHash64 } from '../../src/readers/xxhash64.ts';
import { zstdBomb, zstdStored } from '../support/archives.ts';
import { memory, readText, recordsIn } from './support/reading.ts';

async function inflate(bytes: Buffer, chunk?: number) {
  const report = newDecompression();
  const source = memory(bytes, chunk);
  const { chunks } = await decompress(() => source.chunks(), 16, report);
  const parts: Buffer[] = [];
  for await (const part of chunks) parts.push(part);
  return { text: Buffer.concat(parts).toString(), levels: report.levels, damage: report.damage };
}

const TEXT = Array.from(
  { length: 200 },
  (_, n) => `2026-03-31T00:30:${String(n % 60).padStart(2, '0')}Z GET /axios/-/axios-1.14.${n % 3}.tgz 200\n`,
).join('');
/** As the zstd tool writes it, with a checksum. */
const ZIPPED = Buffer.from(
  'KLUv/QRo5QUAIo4gFYBNOujBxRkGRgpuESJ7S6VMiAkZDEUWj7WxWiyu9a3aYtdcfRG5j6txLO51vaPdvfL4jVgPo2EX1mU826w10t6KlEc32qJc/Vor29leIvxgDbLgiz3SeFmSc+Qe0/jirnlvt5MD36B6puHhOFAQCCmCKIcIGGUJmk+25BmaYAtFb3moIXx9/9gN4Jl2AxJQEEgQeASBz9//7xF+zpajsAgKQiEkBIVQEBJBQSiEhKBQSE1amtQE7Cof+O5w',
  'base64',
);
const DAMAGED = 'the compressed data is damaged; what came before is kept';

describe('Zstandard', () => {
  it('is read in any chunks, and is evidence like gzip', async () => {
    for (const chunk of [1, 7, 1000]) {
      expect(await inflate(ZIPPED, chunk)).toEqual({ text: TEXT, levels: 1, damage: [] });
    }
    const lines = async (content: Buffer | string) => recordsIn(await readText(content, 'lines'));
    expect(await lines(ZIPPED)).toEqual(await lines(TEXT));
    expect((await lines(ZIPPED)).length).toBe(200);
  });

  it('is read frame by frame, past what is to be skipped', async () => {
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const empty = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
    const parts = [ZIPPED, skipped, zstdStored(Buffer.from('one\n')), empty, zstdStored(Buffer.alloc(0)), ZIPPED];
    expect(await inflate(Buffer.concat(parts))).toEqual({ text: `${TEXT}one\n${TEXT}`, levels: 1, damage: [] });
    const long = 'a line that is stored\n'.repeat(20_000);
    expect(await inflate(zstdStored(Buffer.from(long)))).toEqual({ text: long, levels: 1, damage: [] });
  });

  it('is compared with its checksum, and kept up to what is wrong', async () => {
    const wrong = Buffer.from(ZIPPED);
    wrong[ZIPPED.length - 1] = (ZIPPED.at(-1) ?? 0) ^ 1;
    expect(await inflate(wrong)).toEqual({ text: TEXT, levels: 1, damage: [DAMAGED] });
    const cut = await inflate(ZIPPED.subarray(0, 150));
    expect(cut).toEqual({ text: '', levels: 1, damage: ['the compressed data ends early; what came before is kept'] });
    const trailing = await inflate(Buffer.concat([ZIPPED, Buffer.from('garbage')]));
    expect(trailing).toEqual({ text: TEXT, levels: 1, damage: ['bytes that are not zstd follow the compressed data'] });
  });

  it('that asks for 2 GB, for a dictionary, or for what does not exist is refused', async () => {
    const data = Buffer.from('x');
    for (const options of [{ window: 0xa8 }, { flags: 8 }]) {
      expect((await inflate(zstdStored(data, options))).damage).toEqual([DAMAGED]);
    }
    const dictionary = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0x58, 7, 9, 0, 0, 0x78])]);
    expect((await inflate(dictionary)).damage).toEqual([DAMAGED]);
    const single = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x7f, 9, 0, 0, 0x78])]);
    expect((await inflate(single)).damage).toEqual([DAMAGED]);
  });

  it('that expands too much is stopped', async () => {
    const { text, damage } = await inflate(zstdBomb(200_000_000));
    expect(damage).toEqual(['expands to more than 200 times its size; reading stopped']);
    expect(text.length).toBeLessThan(150_000_000);
  });

  it('that is damaged never gives other text unseen', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(ZIPPED.length - 5), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(ZIPPED);
        bytes[at + 4] = (bytes[at + 4] ?? 0) ^ mask;
        const { text, levels, damage } = await inflate(bytes);
        expect(levels).toBe(1);
        if (damage.length === 0) expect([text, at + 4 <= 5]).toEqual([TEXT, true]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('XXH64', () => {
  it.each([
    ['', 0x51d8e999],
    ['a', 0xa98c6e5b],
    ['abc', 0xad770999],
    ['Nobody inspects the spammish repetition', 0x8a378bf1],
  ])('of %j is what the reference says', (text, low) => {
    const hash = new XxHash64();
    hash.update(Buffer.from(text));
    expect(hash.low().toString(16)).toBe(low.toString(16));
  });

  it('does not depend on how the bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(40), { minLength: 1 }), (bytes, sizes) => {
        const whole = new XxHash64();
        whole.update(bytes);
        const parts = new XxHash64();
        let at = 0;
        for (const size of sizes) {
          parts.update(bytes.subarray(at, at + size));
          at += size;
        }
        parts.update(bytes.subarray(Math.min(at, bytes.length)));
        expect(parts.low()).toBe(whole.low());
      }),
    );
  });
});
