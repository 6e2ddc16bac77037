import { expect, it } from 'vitest';
import { MORE, type RowText, rowText, type TimelineRow } from '../../src/store/derive.ts';
import { RowPacker, RowUnpacker } from '../../src/store/packed-rows.ts';

/** A row in which what may be absent is so in one case of three. */
function rowOf(n: number): TimelineRow {
  const maybe = <T>(value: T, k: number): T | undefined => ((n + k) % 3 === 0 ? undefined : value);
  return {
    sort: 1_774_917_600_000_000 + n,
    low: maybe(1_774_917_500_000_000 - n, 1) ?? null,
    bounded: (n % 3) as 0 | 1 | 2,
    id: Buffer.alloc(16, n % 251),
    evidence: 'e'.repeat(64),
    start: n * 600 + 2 ** 33,
    line: maybe(n + 1, 2) ?? null,
    pointer: maybe(`/versions/1.0.${n}`, 0),
    also: maybe(`${n}+${n + 1}`, 1) ?? null,
    number: n % 4,
    columns: Array.from({ length: 8 }, (_, k) => maybe(`column ${k} ${n % 7}`, k)),
    more: MORE.map((name, k): RowText | undefined =>
      maybe(k % 5 === 0 ? n : k % 5 === 1 ? [name, String(n)] : `${name} ${n % 11}`, k),
    ),
    tokenId: maybe(`id:${n}`, 2),
  };
}

/** A row as it was before it was packed, as far as the index can tell: each text as it is interned. */
function inTexts(row: TimelineRow, text: (value: RowText) => string): unknown {
  const optional = (value: RowText | undefined): string | null => (value === undefined ? null : text(value));
  const { evidence, pointer, columns, more, tokenId, id, ...plain } = row;
  return {
    ...plain,
    id: id.toString('hex'),
    texts: [evidence, pointer, ...columns, ...more, tokenId].map(optional),
  };
}

it('rows come out as they went in, over several batches and after texts were forgotten', () => {
  const packer = new RowPacker();
  const unpacker = new RowUnpacker(MORE.length);
  let [checked, forgotten] = [0, 0];
  for (let batch = 0; batch < 30; batch++) {
    const rows = Array.from({ length: batch % 5 === 4 ? 0 : 400 }, (_, i) => rowOf(batch * 400 + i));
    for (const row of rows) packer.add(row);
    const packed = structuredClone(packer.take());
    if (packed.forget) forgotten++;
    unpacker.load(packed);
    for (const row of rows) {
      const received = unpacker.next();
      expect(inTexts(received, (number) => unpacker.text(Number(number)))).toEqual(inTexts(row, rowText));
      checked++;
    }
  }
  expect(checked).toBe(24 * 400);
  expect(forgotten).toBeGreaterThan(0);
  expect(() => unpacker.next()).toThrow('no row is left');
});

it('a text gets its string id once', () => {
  const packer = new RowPacker();
  const unpacker = new RowUnpacker(MORE.length);
  packer.add(rowOf(1));
  unpacker.load(packer.take());
  const asked: string[] = [];
  const intern = (text: string): number => asked.push(text) + 100;
  const { evidence } = unpacker.next();
  expect([unpacker.stringId(evidence, intern), unpacker.stringId(evidence, intern)]).toEqual([101, 101]);
  expect(asked).toEqual(['e'.repeat(64)]);
});
