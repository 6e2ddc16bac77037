import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charsetOf, Utf16Decoder } from '../../src/readers/charset.ts';
import { openText } from '../../src/readers/text-stream.ts';
import { memory, readText, recordsIn } from './support/reading.ts';

describe('charsetOf', () => {
  it.each([
    ['efbbbf41', 'utf-8', 3],
    ['fffe4100', 'utf-16le', 2],
    ['feff0041', 'utf-16be', 2],
    ['41004200', 'utf-16le', 0],
    ['00410042', 'utf-16be', 0],
    ['41424344', 'utf-8', 0],
    ['00000000', 'utf-8', 0],
    ['', 'utf-8', 0],
  ])('%s is %s with a mark of %i bytes', (hex, encoding, mark) => {
    expect(charsetOf(Buffer.from(hex, 'hex'))).toEqual({ encoding, mark });
  });
});

describe('Utf16Decoder', () => {
  it('turns any UTF-16 into UTF-8 in any pieces, and finds the way back from each character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (text, bigEndian, size) => {
          fc.pre(text.isWellFormed());
          const bytes = Buffer.from(text, 'utf16le');
          if (bigEndian) bytes.swap16();
          const decoder = new Utf16Decoder({ encoding: bigEndian ? 'utf-16be' : 'utf-16le', mark: 2 });
          const parts: Buffer[] = [];
          const origins: number[] = [];
          let offset = 0;
          const take = (part: Buffer): void => {
            parts.push(part);
            for (const character of part.toString()) {
              origins.push(decoder.of(offset));
              offset += Buffer.byteLength(character);
            }
          };
          for (let from = 0; from < bytes.length; from += size) take(decoder.decode(bytes.subarray(from, from + size)));
          take(decoder.end());
          expect(Buffer.concat(parts).toString()).toBe(text);
          const expected: number[] = [];
          for (let [at, i] = [2, 0]; i < [...text].length; i += 1) {
            expected.push(at);
            at += ([...text][i]?.length ?? 0) * 2;
          }
          expect(origins).toEqual(expected);
          expect(decoder.of(offset)).toBe(2 + bytes.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps half a pair as bytes that are not UTF-8, and never points beyond the end', () => {
    const decoder = new Utf16Decoder({ encoding: 'utf-16le', mark: 0 });
    const bytes = Buffer.concat([Buffer.from('a\ud800b', 'utf16le'), Buffer.from([0x3d])]);
    const text = Buffer.concat([decoder.decode(bytes), decoder.end()]);
    expect(text.toString('hex')).toBe('61eda08062efbfbd');
    expect(decoder.of(text.length)).toBe(bytes.length);
  });
});

describe('UTF-16 evidence', () => {
  it('as PowerShell redirects it reads as JSON and as lines', async () => {
    const json = Buffer.from('\ufeff[\r\n  { "name": "\u00e9 \ud83e\udd8a" },\r\n  { "n": 1 }\r\n]\r\n', 'utf16le');
    const records = recordsIn(await readText(json, 'records', { chunk: 3 }));
    expect(records.map(({ json: value }) => value)).toEqual([{ name: 'é 🦊' }, { n: 1 }]);
    const { start, end } = records[1]?.at ?? { start: 0, end: 0 };
    expect(json.subarray(start, end).toString('utf16le')).toBe('{ "n": 1 }');
    const lines = recordsIn(
      await readText(Buffer.from('\ufeffone\r\n\r\nzwei \u00fc\r\n', 'utf16le'), 'lines', { chunk: 5 }),
    );
    expect(lines.map(({ text, at }) => [text, at.start, at.end, at.line])).toEqual([
      ['one', 2, 8, 1],
      ['zwei ü', 16, 28, 3],
    ]);
  });

  it('keeps the bytes of half a pair in a line', async () => {
    const [line] = recordsIn(await readText(Buffer.from('\ufeffa\ud800b\n', 'utf16le'), 'lines'));
    expect(line?.text).toBe('a\ufffd\ufffd\ufffdb');
    expect(Buffer.from(line?.base64 ?? '', 'base64').toString('hex')).toBe('61eda08062');
  });

  it('opens with its head and mark', async () => {
    const { charset, head, chunks } = await openText(memory('\ufeffabc', 2));
    const parts: Buffer[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    expect([charset, head.length, Buffer.concat(parts).toString()]).toEqual([{ encoding: 'utf-8', mark: 3 }, 6, 'abc']);
  });
});
