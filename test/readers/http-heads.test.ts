import { describe, expect, it } from 'vitest';
import { momentOf } from '../../src/core/time.ts';
import { HttpHeads } from '../../src/readers/http-heads.ts';
import { sniff } from '../../src/readers/sniff.ts';
import { takenAt } from '../../src/readers/taken.ts';
import { brief, memory, readText } from './support/reading.ts';

const DATE = 'Tue, 31 Mar 2026 04:30:00 GMT';
const HEAD = `HTTP/2 200 \r\ndate: ${DATE}\r\ncontent-type: application/json\r\nnel: {"a":1}\r\n\r\n`;
const BODY = '{"name":"acme-widget","versions":{"1.0.0":{}}}';
const sniffed = (text: string | Buffer) => sniff(memory(text, 7));

describe('the head of an HTTP answer before JSON', () => {
  it.each([
    ['one object', BODY, 'object'],
    ['a small one', '{"a":1}', 'object'],
    ['an array', '[{"a":1},{"a":2}]', 'array'],
    ['one value a line', '{"a":1}\n{"a":2}\n{"a":3}\n', 'ndjson'],
  ])('is noise before %s', async (_, body, shape) => {
    const { sample, answered } = await sniffed(HEAD + body);
    expect([sample.shape, answered?.text, answered?.raw]).toEqual([shape, '2026-03-31T04:30:00.000Z', DATE]);
    const items = (await readText(HEAD + body, 'records', { chunk: 5 })).map(brief);
    expect(items.filter((item) => !item.startsWith('record'))).toEqual([
      'noise HTTP/2 200',
      `noise date: ${DATE}`,
      'noise content-type: application/json',
      'noise nel: {"a":1}',
    ]);
    expect(items.filter((item) => item.startsWith('record')).length).toBeGreaterThan(0);
  });

  it('is noise in UTF-16 too, as a shell redirects it', async () => {
    const { sample, answered } = await sniffed(Buffer.from(`\ufeff${HEAD}${BODY}`, 'utf16le'));
    expect([sample.shape, answered?.text]).toEqual(['object', '2026-03-31T04:30:00.000Z']);
  });

  it('belongs to the answer that was not a redirect', async () => {
    const before = `HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 301 Moved\r\nDate: Tue, 31 Mar 2026 04:29:00 GMT\r\n\r\n`;
    const { sample, answered } = await sniffed(before + HEAD + BODY);
    expect([sample.shape, answered?.text]).toEqual(['object', '2026-03-31T04:30:00.000Z']);
  });

  it('may stand right behind the body before it', async () => {
    const text = `${HEAD}${BODY}${HEAD}${BODY}`;
    const { sample, answered } = await sniffed(text);
    expect([sample.shape, sample.values.length, answered?.text]).toEqual([
      'concatenated',
      2,
      '2026-03-31T04:30:00.000Z',
    ]);
    const items = await readText(text, 'records', { chunk: 11 });
    expect(items.filter(({ kind }) => kind !== 'noise').map(brief)).toEqual([`record ${BODY}`, `record ${BODY}`]);
  });

  it('says no time where two answers say two, or none can be read', async () => {
    const other = HEAD.replace('04:30:00', '04:30:01');
    expect((await sniffed(`${HEAD}${BODY}\n${other}${BODY}`)).answered).toBeUndefined();
    expect((await sniffed(`HTTP/1.1 200 OK\ndate: today\n\n${BODY}`)).answered).toBeUndefined();
    expect((await sniffed(BODY)).answered).toBeUndefined();
  });

  it('is no excuse for text elsewhere', async () => {
    const items = await readText(`${HEAD}${BODY}\nname: value\nHTTP/2 200\n\nname: value\n`, 'records');
    expect(items.map(brief).filter((item) => item.startsWith('bad-json'))).toEqual([
      'bad-json name: value',
      'bad-json name: value',
    ]);
  });
});

it('goes on only from line to line', () => {
  const heads = new HttpHeads();
  const taken = (text: string, line: number) => heads.take(text, line);
  expect(taken('date: x', 1)).toBe(false);
  expect(taken('HTTP/1.1 200 OK', 2)).toBe(true);
  expect(taken('a: b', 3)).toBe(true);
  expect(taken('  folded', 4)).toBe(true);
  expect(taken('not a field', 5)).toBe(false);
  expect(taken('a: b', 6)).toBe(false);
});

it('is believed more than the name of a file, less than who states the time', () => {
  const [stated, answered, noted] = ['2026-01-01', '2026-02-01', '2026-03-01'].map((day) => momentOf(day));
  const name = 'axios.20260331T043000Z.json';
  const collected = new Map([[name, noted as never]]);
  expect(takenAt(name, undefined, collected, answered)).toEqual({ at: answered, basis: 'http-date' });
  expect(takenAt(name, stated, collected, answered)).toEqual({ at: stated, basis: 'taken-at' });
});
