import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framing, Select } from '../../src/core/format.ts';
import type { Json } from '../../src/core/json.ts';
import { maskSecrets } from '../../src/core/secrets.ts';
import type { ReadItem } from '../../src/readers/read.ts';
import { sniff } from '../../src/readers/sniff.ts';
import { parseNaively, recordsOf, sampleOf } from '../support/naive.ts';
import { memory, positionOf, readAll, readText, recordsIn } from './support/reading.ts';

/** Values that survive `JSON.stringify` and say the same to every parser. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value), exact) as Json);

function exact(_: string, value: unknown): unknown {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? 0 : value;
}

const name = fc.oneof(fc.string(), fc.constantFrom('a', 'b', '__proto__', 'constructor', 'Records', 'ü', '🦊'));
const object = fc.dictionary(name, json, { maxKeys: 4, noNullPrototype: true }).map((value) => value as Json);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed()),
);

/** Writes JSON with blanks where JSON allows them. */
function layOut(value: Json, blank: () => string): string {
  const gap = blank();
  if (Array.isArray(value))
    return `[${gap}${(value as readonly Json[]).map((item) => layOut(item, blank)).join(`${gap},${blank()}`)}${blank()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}${gap}:${blank()}${layOut(item, blank)}`,
  );
  return `{${blank()}${members.join(`${blank()},${gap}`)}${gap}}`;
}

const blanks = fc.array(fc.constantFrom('', ' ', '\n', '\r\n', '\t', '\n  '), { minLength: 1, maxLength: 5 });
const spread = (value: Json, gaps: readonly string[]): string => {
  let i = 0;
  return layOut(value, () => gaps[i++ % gaps.length] ?? '');
};

const documents = fc.oneof(
  fc.tuple(fc.array(json, { maxLength: 5 }), blanks).map(([value, gaps]) => spread(value, gaps)),
  fc.tuple(object, blanks).map(([value, gaps]) => spread(value, gaps)),
  fc
    .tuple(fc.array(object, { maxLength: 5 }), object)
    .map(([records, rest]) => JSON.stringify({ ...(rest as object), Records: records })),
  fc
    .tuple(fc.array(object, { minLength: 2, maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\n\n'))
    .map(([values, end]) => values.map((value) => JSON.stringify(value) + end).join('')),
  fc
    .array(
      object.filter((value) => Object.keys(value as object).length > 0),
      { minLength: 2, maxLength: 4 },
    )
    .map((values) => values.map((value) => JSON.stringify(value, null, 2)).join('\n')),
);

const chunkSize = fc.integer({ min: 1, max: 40 });

function values(items: readonly ReadItem[]): string[] {
  return recordsIn(items).map((record) => JSON.stringify([record.json, record.path, record.document]));
}

describe('reading agrees with the obvious way', () => {
  it('on records of JSON in any shape and any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(documents, chunkSize, async (content, chunk) => {
        const file = parseNaively(content);
        fc.pre(file.shape !== 'lines' && file.shape !== 'empty' && maskSecrets(content) === content);
        const source = memory(content, chunk);
        const sniffed = await sniff(source);
        expect(sniffed.sample.shape).toBe(file.shape);
        expect(sniffed.sample.values).toEqual(sampleOf(file).values);
        expect(sniffed.sample.wrapper).toBe(sampleOf(file).wrapper);
        const items = await readAll(source, 'records', { sniffed });
        const expected = recordsOf(file, { framing: 'records' }).map((record) =>
          JSON.stringify([record.json, record.path, record.document]),
        );
        expect(values(items)).toEqual(expected);
        expect(items.every(({ kind }) => kind === 'record')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('on the parts that a format selects', async () => {
    const select: Select = (path) =>
      path.length === 0 || path[0] === 'Records'
        ? path.length < 2
          ? 'enter'
          : 'take'
        : path[0] === 'a'
          ? 'take'
          : 'skip';
    await fc.assert(
      fc.asyncProperty(documents, chunkSize, async (content, chunk) => {
        const file = parseNaively(content);
        fc.pre(file.shape !== 'lines' && file.shape !== 'empty' && maskSecrets(content) === content);
        const items = await readText(content, select, { chunk });
        const expected = recordsOf(file, { framing: select }).map((record) =>
          JSON.stringify([record.json, record.path, record.document]),
        );
        expect(values(items)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('on text lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.constantFrom('\n', '\r\n'), chunkSize, async (lines, end, chunk) => {
        const content = lines.map((line) => `x${line.replaceAll('\0', '')}${end}`).join('');
        fc.pre(maskSecrets(content) === content);
        const items = await readText(content, 'lines', { chunk });
        const expected = recordsOf(parseNaively(content), { framing: 'lines' });
        expect(recordsIn(items).map((record) => [record.text, record.at.line])).toEqual(
          expected.map((record) => [record.text, record.at.line]),
        );
      }),
      { numRuns: 200 },
    );
  });
});

const framings: Framing[] = ['records', 'lines', (path) => (path.length === 0 ? 'enter' : 'take')];
/** JSON-like text with all kinds of damage, and bytes that are no text at all. */
const damaged = fc.oneof(
  documents.map((content) => Buffer.from(content)),
  fc
    .array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"',
        ',',
        ':',
        '\n',
        ' ',
        '\\',
        'a',
        '1',
        '{"a":1}',
        '\n{"b":[1,2]}',
        '\n  "c": ',
        '\0',
        '\ufeff',
        'npm notice x\n',
        '\u00e9',
      ),
      { maxLength: 40 },
    )
    .map((parts) => Buffer.from(parts.join(''))),
  fc.tuple(documents, fc.nat(), fc.constantFrom('"', '{', '}', '\n', '', ',', '\xff')).map(([content, at, insert]) => {
    const i = at % (content.length + 1);
    return Buffer.from(content.slice(0, i) + insert + content.slice(i + 1), 'latin1');
  }),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);

describe('reading anything', () => {
  it('gives the same items however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, chunkSize, fc.constantFrom(...framings), async (content, chunk, framing) => {
        const sniffed = await sniff(memory(content));
        expect(await sniff(memory(content, chunk))).toEqual(sniffed);
        const whole = await readText(content, framing, { sniffed });
        expect(await readText(content, framing, { sniffed, chunk })).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('numbers its items, in order, within the evidence', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, fc.constantFrom(...framings), async (content, framing) => {
        const items = await readText(content, framing);
        let end = 0;
        for (const [i, item] of items.entries()) {
          const at = positionOf(item);
          expect(item.kind === 'record' ? item.record.number : item.number).toBe(i);
          expect(at.start).toBeGreaterThanOrEqual(end);
          expect(at.end).toBeGreaterThanOrEqual(at.start);
          end = at.end;
        }
        expect(end).toBeLessThanOrEqual(content.length);
      }),
      { numRuns: 500 },
    );
  });

  it('puts each record where its bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(documents, chunkSize, async (content, chunk) => {
        const bytes = Buffer.from(content);
        for (const { at, text: own } of recordsIn(await readText(content, 'records', { chunk }))) {
          expect(bytes.subarray(at.start, at.end).toString()).toBe(own);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('evidence that was cut', () => {
  it('keeps every record before the cut and has one problem more at most', async () => {
    const choices = [framings[0], framings[2]] as Framing[];
    await fc.assert(
      fc.asyncProperty(documents, fc.nat(), fc.constantFrom(...choices), async (content, at, framing) => {
        const bytes = Buffer.from(content);
        const sniffed = await sniff(memory(content));
        fc.pre(sniffed.sample.shape !== 'lines');
        const whole = await readText(content, framing, { sniffed });
        const cut = await readText(bytes.subarray(0, at % (bytes.length + 1)), framing, { sniffed });
        const records = recordsIn(cut);
        expect(records).toEqual(recordsIn(whole).slice(0, records.length));
        expect(cut.length - records.length).toBeLessThanOrEqual(1);
        expect(cut.every((item) => item.kind !== 'problem' || item.code === 'cut-in-record')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a record that was damaged', () => {
  /** Brackets within strings come to count as brackets where a quote is lost: no reader can tell those. */
  const word = fc.string({ unit: fc.constantFrom('a', 'ü', '"', '\\', ' ', ':', ',', '1', '\n') });
  const plain = fc.oneof(word, fc.integer(), fc.boolean(), fc.array(word), fc.dictionary(word, fc.array(word)));
  const records = fc
    .array(plain, { minLength: 3, maxLength: 6 })
    .map((values) => values.map((value, n) => ({ n, value })));
  const layouts = {
    ndjson: (parts: readonly string[]) => parts.join('\n'),
    'an array, one a line': (parts: readonly string[]) => `[\n${parts.join(',\n')}\n]`,
    'a pretty array': (parts: readonly string[]) => `[\n${parts.join(',\n')}\n]`,
    'pretty documents': (parts: readonly string[]) => parts.join('\n'),
  };
  const write = {
    ndjson: (value: unknown) => JSON.stringify(value),
    'an array, one a line': (value: unknown) => JSON.stringify(value),
    'a pretty array': (value: unknown) => JSON.stringify(value, null, 2).replaceAll(/^/gm, '  '),
    'pretty documents': (value: unknown) => JSON.stringify(value, null, 2),
  };

  it.each(Object.keys(layouts) as (keyof typeof layouts)[])('costs only itself: %s', async (layout) => {
    const insert = fc.constantFrom('', '"', '{', '[', ',', ':', 'x', '}', ']');
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), fc.nat(), insert, chunkSize, async (values, which, at, byte, chunk) => {
        const bad = which % values.length;
        const parts = values.map(write[layout]);
        const record = parts[bad] ?? '';
        const start = record.length - record.trimStart().length + 1;
        const i = start + (at % (record.length - start));
        fc.pre(record[i] !== ' ');
        // `[]` made into `[{`: the brace that ends the record closes it, and all that follows is legal within the array.
        fc.pre(layout !== 'a pretty array' || record.slice(i - 1, i + 1) !== '[]' || byte !== '{');
        parts[bad] = record.slice(0, i) + byte + record.slice(i + 1);
        const whole = await sniff(memory(layouts[layout](values.map(write[layout]))));
        const sniffed = layout === 'pretty documents' ? whole : await sniff(memory(layouts[layout](parts)));
        expect(sniffed.sample.shape).toBe(whole.sample.shape);
        const items = await readText(layouts[layout](parts), 'records', { sniffed, chunk });
        const found = new Set(recordsIn(items).map(({ json: value }) => JSON.stringify(value)));
        for (const [n, value] of values.entries()) if (n !== bad) expect(found).toContain(JSON.stringify(value));
      }),
      { numRuns: 200 },
    );
  });
});

describe('UTF-16', () => {
  it('reads as the same text in UTF-8 does, and its positions lead to its own bytes', async () => {
    await fc.assert(
      fc.asyncProperty(documents, chunkSize, fc.boolean(), async (content, chunk, bigEndian) => {
        const bytes = Buffer.from(`\ufeff${content}`, 'utf16le');
        if (bigEndian) bytes.swap16();
        const records = recordsIn(await readText(bytes, 'records', { chunk }));
        const plain = recordsIn(await readText(content, 'records'));
        expect(records.map(({ at, ...rest }) => rest)).toEqual(plain.map(({ at, ...rest }) => rest));
        for (const { at, text: own } of records) {
          const slice = Buffer.from(bytes.subarray(at.start, at.end));
          expect((bigEndian ? slice.swap16() : slice).toString('utf16le')).toBe(own);
        }
      }),
      { numRuns: 200 },
    );
  });
});
