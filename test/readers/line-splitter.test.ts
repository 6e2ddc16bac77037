import { describe, expect, it } from 'vitest';
import { plainOrigin } from '../../src/readers/charset.ts';
import { type Line, LineSplitter, lineText } from '../../src/readers/line-splitter.ts';

function split(content: string, chunk: number, cap = 1000): Line[] {
  const splitter = new LineSplitter(plainOrigin(0), cap);
  const bytes = Buffer.from(content);
  const lines: Line[] = [];
  for (let from = 0; from < bytes.length; from += chunk)
    lines.push(...splitter.push(bytes.subarray(from, from + chunk)));
  return [...lines, ...splitter.end()];
}

const brief = (line: Line) => [lineText(line), line.start, line.end, line.line, line.unterminated];
const CHUNKS = [1, 2, 3, 7, 1000];

describe('LineSplitter', () => {
  it.each(CHUNKS)('cuts lines in chunks of %i', (chunk) => {
    expect(split('one\r\n\nthree \u00fc\nlast', chunk).map(brief)).toEqual([
      ['one', 0, 3, 1, false],
      ['', 5, 5, 2, false],
      ['three ü', 6, 14, 3, false],
      ['last', 15, 19, 4, true],
    ]);
    expect(split('one\n', chunk).map(brief)).toEqual([['one', 0, 3, 1, false]]);
    expect(split('', chunk)).toEqual([]);
  });

  it.each(CHUNKS)('drops NULs around lines and keeps them within, in chunks of %i', (chunk) => {
    const run = '\0'.repeat(16);
    expect(split(`\0a\0b\0\nc${run}d\n${run}`, chunk).map(brief)).toEqual([
      ['a\0b', 1, 4, 1, false],
      ['c', 6, 7, 2, true],
      ['d', 23, 24, 2, false],
    ]);
  });

  it.each(CHUNKS)('drops byte order marks in front of lines, in chunks of %i', (chunk) => {
    expect(split('a\n\ufeffb\n', chunk).map(brief)).toEqual([
      ['a', 0, 1, 1, false],
      ['b', 5, 6, 2, false],
    ]);
  });

  it.each(CHUNKS)('lets go of lines above the cap, in chunks of %i', (chunk) => {
    const lines = split(`a\n${'x'.repeat(20)}\n${'y'.repeat(10)}\n${'z'.repeat(11)}`, chunk, 10);
    expect(lines.map((line) => [lineText(line), line.start, line.end, line.tooLarge])).toEqual([
      ['a', 0, 1, false],
      ['', 2, 22, true],
      ['y'.repeat(10), 23, 33, false],
      ['', 34, 45, true],
    ]);
  });
});
