import { describe, expect, it } from 'vitest';
import type { Wrapped } from '../../src/core/record.ts';
import { maskSecrets } from '../../src/core/secrets.ts';
import { plainOrigin } from '../../src/readers/charset.ts';
import { csvCells } from '../../src/readers/csv-cells.ts';
import { CsvFramer } from '../../src/readers/csv-framer.ts';
import type { Framer } from '../../src/readers/framer.ts';
import { Joiner } from '../../src/readers/joiner.ts';
import { OctetFramer } from '../../src/readers/octet-framer.ts';
import { Segments } from '../../src/readers/segments.ts';
import { brief, memory, readAll, readText, recordsIn } from './support/reading.ts';

const LIMITS = { maxRecord: 1000, mask: (text: string) => text };
const BY: Wrapped = { by: 'test' };
const T = '2026-03-31T00:40:01.123456789Z';
const TOKEN = `npm_${'a1B2c3'.repeat(6)}`;

function readBy(framer: Framer, text: string, chunk: number): readonly string[] {
  const bytes = Buffer.from(text);
  const items = [];
  for (let i = 0; i < bytes.length; i += chunk) items.push(...framer.push(bytes.subarray(i, i + chunk)));
  items.push(...framer.end());
  return items.map((item) => {
    const { start, end, line } = item.kind === 'record' ? item.record.at : item.at;
    return `${start}-${end}:${line} ${brief(item)}${item.kind === 'record' && item.unterminated === true ? ' …' : ''}`;
  });
}

describe('messages behind their length', () => {
  it.each([1, 3, 1000])('are cut out in chunks of %i', (chunk) => {
    const text = '5 <1>ab\n6 <1>\nüx\n\n6 <1>abc12 lost\nthe end\n7 <1>';
    expect(readBy(new OctetFramer(plainOrigin(0), LIMITS), text, chunk)).toEqual([
      '0-7:1 record <1>ab',
      '8-16:2 record <1>\nü',
      '16-17:3 record x',
      '19-27:5 record <1>abc',
      '27-34:5 record 12 lost',
      '35-42:6 record the end',
      '43-48:7 record <1> …',
    ]);
  });

  it('that are too large are not kept', () => {
    const text = `2000 <1>${'x'.repeat(1997)}5 <1>ab`;
    expect(readBy(new OctetFramer(plainOrigin(0), LIMITS), text, 100)).toEqual([
      '0-2005:1 record-too-large',
      '2005-2012:1 record <1>ab',
    ]);
  });
});

describe('rows of a table', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['"a,b","c ""d"""', ['a,b', 'c "d"']],
    ['"two\nlines",', ['two\nlines', '']],
    ['', ['']],
    ['"a"b,c', ['ab', 'c']],
    ['"open', ['open']],
    ['a"b,""', ['a"b', '']],
  ])('have cells: %j', (row, cells) => expect(csvCells(row)).toEqual(cells));

  it.each([1, 7, 1000])('are objects, in chunks of %i', (chunk) => {
    const text = 'a,b\n1,"two\nlines"\n\n3\n4,5\n"6';
    expect(readBy(new CsvFramer(plainOrigin(0), LIMITS), text, chunk)).toEqual([
      '4-17:2 record 1,"two\nlines"',
      '19-20:5 unknown-shape 3',
      '21-24:6 record 4,5',
      '25-27:7 cut-in-record "6',
    ]);
  });

  it('hold no more than the cap', () => {
    const text = `a\n"${'x'.repeat(400)}\n${'x'.repeat(400)}\n${'x'.repeat(400)}\n1\n`;
    expect(readBy(new CsvFramer(plainOrigin(0), LIMITS), text, 100)).toEqual([
      '2-1205:2 record-too-large',
      '1206-1207:5 record 1',
    ]);
  });
});

describe('the way back to the entries', () => {
  it('covers all entries that something extends over', () => {
    const segments = new Segments();
    segments.add(4, { start: 100, end: 120, line: 1 }, { ...BY, host: 'a' });
    segments.add(4, { start: 121, end: 140, line: 2 }, { ...BY, host: 'b' });
    segments.add(4, { start: 50, end: 160, line: 3 }, BY);
    expect(segments.cover({ start: 0, end: 3 })).toEqual({
      at: { start: 100, end: 120, line: 1 },
      wrapped: { by: 'test', host: 'a' },
    });
    expect(segments.cover({ start: 4, end: 4 }).at).toEqual({ start: 121, end: 140, line: 2 });
    expect(segments.cover({ start: 2, end: 11 }).at).toEqual({ start: 50, end: 160, line: 1 });
    expect(segments.heldFrom).toBe(50);
    segments.forget(5);
    expect(segments.cover({ start: 5, end: 6 }).at.line).toBe(2);
    segments.forget(Number.POSITIVE_INFINITY);
    expect(segments.cover({ start: 12, end: 12 }).at.line).toBe(3);
    expect(new Segments().cover({ start: 0, end: 0 })).toEqual({ at: { start: 0, end: 0 }, wrapped: undefined });
  });

  it('is no longer than it may be: places become larger, and stay true', () => {
    const segments = new Segments();
    const count = 100_000;
    for (let i = 0; i < count; i += 1) segments.add(2, { start: 10 * i, end: 10 * i + 9, line: i + 1 }, BY);
    for (let i = 0; i < count; i += 997) {
      const { start, end, line = 0 } = segments.cover({ start: 2 * i, end: 2 * i + 1 }).at;
      expect(start <= 10 * i && end >= 10 * i + 9 && line <= i + 1).toBe(true);
    }
  });
});

describe('pieces', () => {
  const piece = (text: string, start: number) => ({
    bytes: Buffer.from(text),
    at: { start, end: start + 5 },
    wrapped: BY,
  });

  it('are joined by their stream', () => {
    const joiner = new Joiner(100);
    expect(joiner.add('a', false, piece('1', 0))).toBeUndefined();
    expect(joiner.add('b', false, piece('2', 10))).toBeUndefined();
    expect(joiner.heldFrom).toBe(0);
    expect(joiner.add('a', true, piece('3', 20))).toMatchObject({
      bytes: Buffer.from('13'),
      at: { start: 0, end: 25 },
    });
    expect(joiner.heldFrom).toBe(10);
    expect(joiner.rest()).toMatchObject([{ bytes: Buffer.from('2') }]);
    expect(joiner.rest()).toEqual([]);
  });

  it('beyond the cap are dropped, and counted', () => {
    const joiner = new Joiner(3);
    joiner.add('a', false, piece('12', 0));
    expect(joiner.add('a', true, piece('34', 0))).toMatchObject({ bytes: Buffer.alloc(0), size: 4 });
  });

  it('of too many streams do not wait', () => {
    const joiner = new Joiner(100);
    for (let i = 0; i <= 1000; i += 1) joiner.add(String(i), false, piece('x', i));
    expect(joiner.overdue()?.at.start).toBe(0);
    expect(joiner.overdue()).toBeUndefined();
  });
});

describe('what comes out of a wrapper', () => {
  const cri = (text: string): string => `${T} stdout F ${text}\n`;

  it('is masked, and so is what does not fit', async () => {
    const docker = (log: string): string => `${JSON.stringify({ log, stream: 'stdout', time: T })}\n`;
    const text = [
      docker(`{"token":"${TOKEN}"}\n`),
      docker('{"a":1}\n'),
      docker('{"a":2}\n'),
      docker('{"a":3}\n'),
      `{"log":"${TOKEN}"}\n`,
      `{"log":"\\u006epm_${TOKEN.slice(4)}"}\n`,
      `npm warn ${TOKEN}\n`,
      `{"log":"${TOKEN}\n`,
    ].join('');
    const items = await readText(text, 'records', { mask: maskSecrets });
    expect(items.map(({ kind }) => kind)).toEqual([
      ...Array(4).fill('record'),
      'problem',
      'problem',
      'noise',
      'problem',
    ]);
    expect(JSON.stringify(items)).not.toContain(TOKEN.slice(4));
    expect(JSON.stringify(items)).toContain('[npm-token sha512:');
  });

  it('keeps bytes that are not UTF-8', async () => {
    const latin = Buffer.concat([Buffer.from(`${T} stdout F gr`), Buffer.from([0xfc]), Buffer.from(`n ${TOKEN}\n`)]);
    const stray = Buffer.concat([Buffer.from([0xfc]), Buffer.from(` ${TOKEN}\n`)]);
    const bytes = Buffer.concat([Buffer.from(cri('one') + cri('zwölf')), latin, stray]);
    const items = await readAll(memory(bytes), 'lines', { mask: maskSecrets });
    expect(items.map(brief)).toEqual([
      'record one',
      'record zwölf',
      expect.stringMatching(/^record gr\ufffdn \[npm-token /),
      expect.stringMatching(/^unknown-shape \ufffd \[npm-token /),
    ]);
    const encoded = items.map((item) =>
      item.kind === 'record' ? item.record.base64 : item.kind === 'problem' ? item.base64 : '',
    );
    const decoded = encoded.map((text) => Buffer.from(text ?? '', 'base64').toString('latin1'));
    expect(decoded.slice(0, 2)).toEqual(['', '']);
    expect(decoded[2]).toMatch(/^gr\u00fcn \[npm-token /);
    expect(decoded[3]).toMatch(/^\u00fc \[npm-token /);
  });

  it('has the places of evidence in UTF-16', async () => {
    const text = `\ufeff${cri('one')}${cri('zwölf')}`;
    const items = await readText(Buffer.from(text, 'utf16le'), 'lines');
    expect(recordsIn(items).map(({ text: line, at }) => [line, at.start, at.end, at.line])).toEqual([
      ['one', 2, 88, 1],
      ['zwölf', 90, 180, 2],
    ]);
  });

  it('may be documents on many lines', async () => {
    const documents = [{ a: 1 }, { a: 2 }].map((value) => JSON.stringify(value, null, 2));
    const text = documents.join('\n').split('\n').map(cri).join('');
    const records = recordsIn(await readText(text, 'records', { chunk: 50 }));
    expect(records.map(({ json, at, document }) => [json, at.line, at.end - at.start > 80, document])).toEqual([
      [{ a: 1 }, 1, true, 0],
      [{ a: 2 }, 4, true, 1],
    ]);
  });

  it('is cut where the evidence is cut', async () => {
    const text = `${cri('one')}${T} stdout P tw\n${T} stderr P thr\n${cri('o')}${T} stdout F fo`;
    const items = await readText(text, 'lines');
    expect(items.map((item) => [brief(item), item.kind === 'record' && item.unterminated === true])).toEqual([
      ['record one', false],
      ['record two', false],
      ['record fo', true],
      ['record thr', true],
    ]);
  });

  it('is not kept where its pieces are too large together', async () => {
    const text = `${cri('one')}${T} stdout P ${'x'.repeat(600)}\n${cri('x'.repeat(600))}${cri('two')}`;
    expect((await readText(text, 'lines', { maxRecord: 1000 })).map(brief)).toEqual([
      'record one',
      'record-too-large',
      'record two',
    ]);
  });

  it('has all that two wrappers say; the inner one is believed first', async () => {
    const inner = (i: number): string => `<134>1 2026-03-31T00:40:0${i}Z inner - - - - x${i}`;
    const text = [inner(1), inner(2).replace('2026-03-31T00:40:02Z', '-')].map((line) =>
      JSON.stringify({ '@timestamp': T, 'ecs.version': '8', message: line, 'host.name': 'outer', 'process.name': 'p' }),
    );
    const records = recordsIn(await readText(text.join('\n'), 'lines'));
    expect(records.map(({ wrapped }) => [wrapped?.by, wrapped?.time?.text, wrapped?.host, wrapped?.process])).toEqual([
      ['syslog', '2026-03-31T00:40:01.000Z', 'inner', 'p'],
      ['ECS', T, 'inner', 'p'],
    ]);
  });
});
