import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/core/format.ts';
import type { Json } from '../../src/core/json.ts';
import { sniff } from '../../src/readers/sniff.ts';
import { fileSource } from '../../src/readers/source.ts';
import { brief, memory, readText } from './support/reading.ts';

async function sampleOf(content: string | Buffer): Promise<Sample> {
  return (await sniff(memory(content, 1000))).sample;
}

const shapeOf = async (content: string | Buffer) => (await sampleOf(content)).shape;

describe('the shape', () => {
  it.each<[Sample['shape'], string]>([
    ['object', '{"a":1}'],
    ['object', '{\n  "a": {}\n}\n'],
    ['object', '{}'],
    ['array', '[]'],
    ['array', ' [ 1, 2 ] '],
    ['array', '["a","b"]'],
    ['array', '[{"a":1}][{"a":2}]'],
    ['ndjson', '{"a":1}\n{"a":2}\n'],
    ['ndjson', '{"a":1}\r\n\r\n{"a":2}'],
    ['concatenated', '{"a":1}{"a":2}'],
    ['concatenated', '{\n"a":1\n}\n{\n"a":2\n}\n'],
    ['lines', 'some text\n'],
    ['lines', '"1.14.1"\n'],
    ['lines', '42\n'],
    ['empty', ''],
    ['empty', ' \r\n\n\t'],
    ['empty', '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'],
  ])('is %s for %j', async (shape, content) => {
    expect(await shapeOf(content)).toBe(shape);
  });

  it('is text where a log begins with a bracket', async () => {
    const logs = [
      '[2026-11-21 22:28:56] http <-- 127.0.0.1 requested GET /\n',
      '[info] {"level":30}\n',
      '[1234] started\n',
      '{main} started\n',
      '{"level":30} started\n',
      '[]\n[] x\n',
    ];
    for (const line of logs) {
      expect(await shapeOf(line)).toBe('lines');
      expect(await shapeOf(line.repeat(300))).toBe('lines');
    }
  });

  it('is text for languages that are almost JSON', async () => {
    expect(await shapeOf('{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": {},\n  },\n}\n')).toBe('lines');
    expect(
      await shapeOf(
        `{\n  "lockfileVersion": 1,\n  "workspaces": { "": {}, },\n  "packages": {\n${'    "a": ["b"],\n'.repeat(100_000)}  }\n}\n`,
      ),
    ).toBe('lines');
  });

  it('is JSON behind messages of npm and before them', async () => {
    expect(await shapeOf('npm warn a\nnpm warn b\n{\n  "a": 1\n}\nnpm notice c\n')).toBe('object');
    expect(await shapeOf('npm warn a\n{"a":1}\n{"a":2}\n')).toBe('ndjson');
    expect(await shapeOf('npm error code E401\nnpm error Unauthorized\n{\n  "error": { "code": "E401" }\n}\n')).toBe(
      'object',
    );
    expect(await shapeOf('npm error code E401\n')).toBe('lines');
  });

  it('is JSON where the first record is damaged, and where the end is missing', async () => {
    expect(await sampleOf('{"a":\n{"a":2}\n{"a":3}\n')).toMatchObject({
      shape: 'ndjson',
      values: [{ a: 2 }, { a: 3 }],
    });
    expect(await sampleOf('[\n{"a":"x},\n{"a":2}\n]')).toMatchObject({ shape: 'array', values: [{ a: 2 }] });
    expect(await sampleOf('[{"a":1},{"a":')).toMatchObject({ shape: 'array', values: [{ a: 1 }] });
    expect(await sampleOf('{"name":"x","versions":{"1":{}},"time":{"a')).toMatchObject({
      shape: 'object',
      first: { name: 'x', versions: { '1': {} } },
    });
    expect(await sampleOf('{"Records":[{"a":1},{"a":tru},{"a":3}]}')).toMatchObject({
      wrapper: 'Records',
      values: [{ a: 1 }, { a: 3 }],
    });
  });
});

describe('the sample', () => {
  it('holds the first hundred records and lines', async () => {
    const records = Array.from({ length: 500 }, (_, n) => ({ n }));
    const first = records.slice(0, 100);
    expect((await sampleOf(JSON.stringify(records))).values).toEqual(first);
    expect((await sampleOf(JSON.stringify({ total: 500, Records: records }))).values).toEqual(first);
    const ndjson = await sampleOf(records.map((record) => JSON.stringify(record)).join('\n'));
    expect([ndjson.values, ndjson.lines.length, ndjson.first]).toEqual([first, 100, { n: 0 }]);
    const text = await sampleOf(Array.from({ length: 500 }, (_, n) => `line ${n} ${'x'.repeat(5000)}`).join('\n'));
    expect([text.lines.length, text.lines[99]?.length, text.lines[99]?.slice(0, 8)]).toEqual([100, 4096, 'line 99 ']);
  });

  it('knows what wraps the records', async () => {
    for (const name of [
      'Records',
      'records',
      'results',
      'items',
      'data',
      'entries',
      'decoratedAuditLogEntries',
      'logEvents',
      'Events',
    ]) {
      const sample = await sampleOf(JSON.stringify({ before: { data: 1 }, [name]: [{ a: 1 }], after: [] }));
      expect([sample.shape, sample.wrapper, sample.values]).toEqual(['object', name, [{ a: 1 }]]);
    }
    expect((await sampleOf('{"data":{"a":[]}}')).wrapper).toBeUndefined();
    expect(await sampleOf('{"Records":[{"a":1}]}\n{"Records":[{"a":2}]}\n')).toMatchObject({
      shape: 'ndjson',
      wrapper: 'Records',
      values: [{ a: 1 }, { a: 2 }],
    });
    expect((await sampleOf('{"a":1,"data":[{}]}\n{"a":2,"data":[]}\n')).wrapper).toBeUndefined();
  });

  it('knows that a member is there within which the text ends', async () => {
    const cut = await sampleOf('{"a":3,"b":{"c":4,"d":[{"e":"a"},{"f');
    expect(cut).toMatchObject({ shape: 'object', first: { a: 3, b: {} } });
    expect((await sampleOf('{"events":[{"a":1},{"b')).first).toEqual({ events: [{ a: 1 }] });
    expect((await sampleOf('{"a":1,"b":"cut')).first).toEqual({ a: 1 });
  });

  it('has all members of a large object, the large ones as empty', async () => {
    const large = 'x'.repeat(2_000_000);
    const value = {
      name: 'x',
      readme: large,
      versions: { '1.0.0': { readme: large } },
      list: [large],
      time: { created: '2026' },
    };
    expect((await sampleOf(JSON.stringify(value))).first).toEqual({
      name: 'x',
      readme: '',
      versions: {},
      list: [],
      time: { created: '2026' },
    });
    const wrapped = await sampleOf(JSON.stringify({ Records: [{ a: large, b: 1 }, { b: 2 }], more: large }));
    expect([wrapped.wrapper, wrapped.values]).toEqual(['Records', [{ a: '', b: 1 }, { b: 2 }]]);
    const array = await sampleOf(JSON.stringify([{ a: [large], b: 1 }]));
    expect([array.shape, array.values]).toEqual(['array', [{ a: [], b: 1 }]]);
  });

  it('takes no more memory for an object of many members than for a few', async () => {
    const members = Array.from({ length: 60 }, (_, n) => `"m${n}":["${'x'.repeat(900_000)}"]`);
    const { first } = await sampleOf(`{${members.join(',')}}`);
    const values = Object.values(first as Record<string, Json[]>);
    expect(values).toHaveLength(60);
    expect(values.filter((value) => value.length === 0).length).toBeGreaterThan(30);
  });

  it('is masked', async () => {
    const token = `npm_${'a'.repeat(36)}`;
    expect(JSON.stringify(await sampleOf(`token ${token}\n`))).not.toContain(token);
    expect(JSON.stringify(await sampleOf(`{"a":"${token}"}\n{"b":1}\n`))).not.toContain(token);
  });

  it('keeps hostile names as names', async () => {
    const { first } = await sampleOf('{"__proto__":{"x":1},"constructor":2}');
    expect(JSON.stringify(first)).toBe('{"__proto__":{"x":1},"constructor":2}');
  });
});

describe('what a source is', () => {
  it('comes with compression and encoding', async () => {
    expect(await sniff(memory(gzipSync(gzipSync('{"a":1}'))))).toMatchObject({
      compression: 2,
      encoding: 'utf-8',
      sample: { shape: 'object' },
    });
    expect(await sniff(memory(Buffer.from('\ufeff[{"a":1}]', 'utf16le')))).toMatchObject({
      compression: 0,
      encoding: 'utf-16le',
      sample: { shape: 'array', values: [{ a: 1 }] },
    });
    expect(await sniff(memory(gzipSync('text\n').subarray(0, 18)))).toMatchObject({
      damage: expect.stringContaining('ends early'),
    });
  });

  it('is named where it is no text', async () => {
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)]);
    expect(await sniff(memory(png))).toMatchObject({ notText: 'a PNG image', sample: { values: [], lines: [] } });
    expect(await sniff(memory(Buffer.from('PK\x03\x04rest')))).toMatchObject({ notText: 'a zip archive' });
    const noise = Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * n * 31 + n * 7) % 256));
    expect(await sniff(memory(noise))).toMatchObject({ notText: 'binary data' });
    expect(
      (await sniff(memory(Buffer.from('Zugriff verweigert: \xfc\xe4\xf6\xdf\n\x1b[31mrot\x1b[0m\n', 'latin1'))))
        .notText,
    ).toBeUndefined();
    expect((await sniff(memory(`\0${'\0'.repeat(3000)}text after a crash\n`))).notText).toBeUndefined();
  });
});

const SAMPLES = '../shared/samples';
const LINES = /github-actions-logs|jfrog|debug-log|cacache|yarnlock|pnpmlock|bunlock|verdaccio-.*pretty|verify\.txt/;
const ARRAYS = /gcp-artifact|dist-samples/;
const NDJSON = /\.ndjson$|test-audit\.log$|verdaccio-json/;

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function expectedShape(file: string): Sample['shape'] {
  if (LINES.test(file)) return 'lines';
  if (ARRAYS.test(file)) return 'array';
  return NDJSON.test(file) ? 'ndjson' : 'object';
}

describe('real files', () => {
  const files = filesIn(SAMPLES).filter((file) => !file.endsWith('sources.txt'));

  it('have the shape that is known of them, and read without a problem', async () => {
    for (const file of files) {
      const found = await sniff(fileSource(file));
      // Lines that begin with a time may be a wrapper's: these files are read as they stand.
      const sniffed = found.outer ?? found;
      expect([file, sniffed.sample.shape, sniffed.notText]).toEqual([file, expectedShape(file), undefined]);
      const framing = sniffed.sample.shape === 'lines' ? 'lines' : 'records';
      const items = await readText(readFileSync(file), framing, { sniffed, chunk: 1000 });
      expect(items.length).toBeGreaterThan(0);
      expect(items.filter(({ kind }) => kind !== 'record').map(brief)).toEqual([]);
    }
  });
});
