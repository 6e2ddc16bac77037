import { describe, expect, it } from 'vitest';
import { readCollected } from '../../src/readers/collected.ts';
import { memory } from './support/reading.ts';

describe('readCollected', () => {
  it('reads file, time and by whom, also as PowerShell writes it', async () => {
    const text =
      '# collected for case 7\nfile\ttime\tby\na.json\t2026-03-31T02:10:00+02:00\tmia\n\nb.json\t2026-03-31T02:10:00Z\n';
    for (const content of [text, Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le')]) {
      const { entries, problems } = await readCollected(memory(content, 10));
      expect(entries.map(({ file, at, by }) => [file, at.text, by])).toEqual([
        ['a.json', '2026-03-31T00:10:00.000Z', 'mia'],
        ['b.json', '2026-03-31T02:10:00.000Z', ''],
      ]);
      expect(problems).toEqual([{ line: 2, reason: '"time" is no time with a zone' }]);
    }
  });

  it('takes no time without a zone, and no line without a time', async () => {
    const { entries, problems } = await readCollected(memory('a\t2026-03-31T02:10:00\nb\nc\t2026-03-31T02:10:00Z'));
    expect(entries.map(({ file }) => file)).toEqual(['c']);
    expect(problems.map(({ line }) => line)).toEqual([1, 2]);
  });
});
