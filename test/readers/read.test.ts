import { describe, expect, it } from 'vitest';
import type { Select } from '../../src/core/format.ts';
import { readRecords, surveyDocuments } from '../../src/readers/read.ts';
import { sniff } from '../../src/readers/sniff.ts';
import { brief, memory, readText, recordsIn } from './support/reading.ts';

describe('positions', () => {
  it('are lines of text and of NDJSON', async () => {
    const lines = recordsIn(await readText('one\r\n\r\n  \nfour\n', 'lines'));
    expect(lines).toEqual([
      { number: 0, at: { start: 0, end: 3, line: 1 }, text: 'one' },
      { number: 1, at: { start: 10, end: 14, line: 4 }, text: 'four' },
    ]);
    const ndjson = recordsIn(await readText('{"n":1}\r\n\r\n{"n":2}\r\n', 'records'));
    expect(ndjson.map(({ at, text, path, document }) => [at, text, path, document])).toEqual([
      [{ start: 0, end: 7, line: 1 }, '{"n":1}', [], 0],
      [{ start: 11, end: 18, line: 3 }, '{"n":2}', [], 1],
    ]);
  });

  it('are pointers within documents, lines of concatenated ones', async () => {
    const select: Select = (path) => (path.length < 2 ? 'enter' : 'take');
    const parts = recordsIn(await readText('{"a/b":{"c~d":1},"e":[2]}', select));
    expect(parts.map(({ at, path, json }) => [at.pointer, path, json])).toEqual([
      ['/a~1b/c~0d', ['a/b', 'c~d'], 1],
      ['/e/0', ['e', 0], 2],
    ]);
    const documents = recordsIn(await readText('{\n  "n": 1\n}\n{\n  "n": 2\n}\n', 'records'));
    expect(documents.map(({ at, document }) => [at, document])).toEqual([
      [{ start: 0, end: 12, line: 1 }, 0],
      [{ start: 13, end: 25, line: 4 }, 1],
    ]);
  });

  it('lie behind a byte order mark, also where files with one were joined', async () => {
    const items = recordsIn(await readText('\ufeff{"n":1}\n\ufeff{"n":2}\n', 'records'));
    expect(items.map(({ at, text }) => [at.start, at.end, text])).toEqual([
      [3, 10, '{"n":1}'],
      [14, 21, '{"n":2}'],
    ]);
    const documents = recordsIn(await readText('{\n"n":1}\n\ufeff{\n"n":2}', 'records'));
    expect(documents.map(({ at, json }) => [at.start, json])).toEqual([
      [0, { n: 1 }],
      [12, { n: 2 }],
    ]);
  });
});

describe('records', () => {
  it('are found in arrays, envelopes, and several arrays one after the other', async () => {
    expect((await readText('{"total":2,"Records":[{"n":1},{"n":2}],"x":[{"n":3}]}', 'records')).map(brief)).toEqual([
      'record {"n":1}',
      'record {"n":2}',
    ]);
    const pages = recordsIn(await readText('[{"n":1}][]\n[{"n":2}]', 'records'));
    expect(pages.map(({ json, document }) => [json, document])).toEqual([
      [{ n: 1 }, 0],
      [{ n: 2 }, 2],
    ]);
    const joined = recordsIn(await readText('{"Records":[{"n":1}]}{"Records":[{"n":2},{"n":3}]}', 'records'));
    expect(joined.map(({ at, document }) => [at.pointer, document])).toEqual([
      ['/Records/0', 0],
      ['/Records/0', 1],
      ['/Records/1', 1],
    ]);
  });

  it('hold their text as it stands there', async () => {
    const text = '{ "n" : 1.50, "e" : "\\u00e9\\/" }';
    const [record] = recordsIn(await readText(`[ ${text} ]`, 'records'));
    expect(record?.text).toBe(text);
    expect(record?.json).toEqual({ n: 1.5, e: 'é/' });
  });

  it('come in batches, one a chunk', async () => {
    const source = memory('{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n', 16);
    const batches: number[] = [];
    const options = { maxRecord: 1000, mask: (text: string) => text };
    for await (const batch of readRecords(source, await sniff(source), 'records', options)) batches.push(batch.length);
    expect(batches).toEqual([2, 2]);
  });
});

describe('bytes that are not text', () => {
  it('leave a text line readable, and keep its bytes', async () => {
    const bytes = Buffer.from('GET /caf\xe9 token=abc\nGET /x\n', 'latin1');
    const items = recordsIn(
      await readText(bytes, 'lines', { mask: (text) => text.replace(/token=\w+/, 'token=[secret]') }),
    );
    expect(items[0]?.text).toBe('GET /caf\ufffd token=[secret]');
    expect(Buffer.from(items[0]?.base64 ?? '', 'base64').toString('latin1')).toBe('GET /caf\xe9 token=[secret]');
    expect(items[1]).toEqual({ number: 1, at: { start: 20, end: 26, line: 2 }, text: 'GET /x' });
  });

  it('make JSON ambiguous, and are kept', async () => {
    for (const content of ['{"n":1}\n{"a":"\xe9"}\n{"n":2}\n', '[{"n":1},{"a":"\xe9"},{"n":2}]']) {
      const items = await readText(Buffer.from(content, 'latin1'), 'records');
      expect(items.map(brief)).toEqual(['record {"n":1}', 'ambiguous-json {"a":"\ufffd"}', 'record {"n":2}']);
      expect(items[1]).toMatchObject({ base64: Buffer.from('{"a":"\xe9"}', 'latin1').toString('base64') });
    }
  });

  it('as runs of NULs are skipped, and end a line that a crash cut', async () => {
    const run = '\0'.repeat(40);
    const items = await readText(`one\n${run}two\ncut${run}three\nx\0y\n${run}`, 'lines');
    expect(recordsIn(items).map(({ text, at }) => [text, at.start, at.end, at.line])).toEqual([
      ['one', 0, 3, 1],
      ['two', 44, 47, 2],
      ['cut', 48, 51, 3],
      ['three', 91, 96, 3],
      ['x\0y', 97, 100, 4],
    ]);
    expect(items.map((item) => item.kind === 'record' && item.unterminated === true)).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
    expect((await readText(`{"n":1}\n${run}{"n":2}\n`, 'records')).map(brief)).toEqual([
      'record {"n":1}',
      'record {"n":2}',
    ]);
    expect((await readText(`${run}{\n"n":1}${run}{"n":2}`, 'records')).map(brief)).toEqual([
      'record {\n"n":1}',
      'record {"n":2}',
    ]);
  });
});

describe('JSON that parsers do not agree on', () => {
  it('is a problem, not a record', async () => {
    const cases = [
      '{"a":1,"a":2}',
      '{"a":{"b":1,"b":1}}',
      '{"a":1,"\\u0061":2}',
      '{"__proto__":1,"__proto__":2}',
      '{"a":"\\ud800"}',
      '{"\\udc00":1}',
      `${'['.repeat(64)}{}${']'.repeat(64)}`,
    ];
    for (const text of cases) {
      expect((await readText(`{"n":1}\n${text}\n{"n":2}\n`, 'records')).map(brief)).toEqual([
        'record {"n":1}',
        `ambiguous-json ${text}`,
        'record {"n":2}',
      ]);
      expect((await readText(`[{"n":1},${text}]`, 'records')).map(brief)).toEqual([
        'record {"n":1}',
        `ambiguous-json ${text}`,
      ]);
    }
  });

  it('is found between the parts of a document too', async () => {
    const select: Select = (path) =>
      path.length === 0 ? 'enter' : path[0] === 'versions' ? (path.length === 1 ? 'enter' : 'take') : 'skip';
    const items = await readText('{"versions":{"1":{"n":1},"1":{"n":2}},"x":1,"versions":{"2":{}},"x":2}', select);
    expect(items.map(brief)).toEqual([
      'record {"n":1}',
      'ambiguous-json {"n":2}',
      'ambiguous-json {"2":{}}',
      'ambiguous-json 2',
    ]);
    expect((await readText('{"\\ud800":1}', () => 'enter')).map(brief)).toEqual(['ambiguous-json 1']);
  });

  it('is not mistaken for it', async () => {
    const cases = [
      '{"__proto__":{"a":1},"constructor":2}',
      '{"a":-0,"b":1e400,"c":1e-400}',
      '{"a":"\\ud83e\\udd8a:{\\"x\\":1}"}',
      '{"":{"":""}}',
      `${'['.repeat(63)}{}${']'.repeat(63)}`,
    ];
    for (const text of cases) {
      expect((await readText(`${text}\n{"n":1}\n`, 'records')).map(brief)).toEqual([
        `record ${text}`,
        'record {"n":1}',
      ]);
    }
  });

  it('never reaches the prototype', async () => {
    const [record] = recordsIn(await readText('[{"__proto__":{"polluted":true}}]', 'records'));
    expect(Object.hasOwn(record?.json as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('ends in a problem where brackets are a bomb', async () => {
    const bomb = '['.repeat(100_000) + ']'.repeat(100_000);
    const items = await readText(`{"n":1}\n{"a":${bomb}}\n{"n":2}\n`, 'records');
    expect(items.map(({ kind }) => kind)).toEqual(['record', 'problem', 'record']);
    const entered = await readText(bomb, () => 'enter');
    expect(entered.map((item) => (item.kind === 'problem' ? item.code : item.kind))).toEqual(['ambiguous-json']);
  });
});

describe('surveyDocuments', () => {
  const select: Select = (path) =>
    path.length === 0 ? 'enter' : path[0] === 'time' || path[0] === 'name' ? 'take' : 'skip';
  const survey = async (content: string) => {
    const source = memory(content, 7);
    return surveyDocuments(source, await sniff(source), select, {
      mask: (text) => text.replaceAll('hunter2', '[secret]'),
    });
  };

  it('finds values by pointer, per document', async () => {
    const maps = await survey('{"versions":{},"time":{"a":1},"name":"hunter2"}\n{"name":"y"}\n');
    expect(maps.map((map) => [...map])).toEqual([
      [
        ['/time', { a: 1 }],
        ['/name', '[secret]'],
      ],
      [['/name', 'y']],
    ]);
  });

  it('leaves out what is damaged or stands there twice, and finds nothing in text', async () => {
    expect((await survey('{"time":{"a":tru},"name":"x","name":"y"}')).map((map) => [...map])).toEqual([
      [['/name', 'x']],
    ]);
    expect(await survey('some text\n')).toEqual([]);
  });
});
