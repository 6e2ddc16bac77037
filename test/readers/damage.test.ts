import { describe, expect, it } from 'vitest';
import type { Select } from '../../src/core/format.ts';
import { brief, positionOf, readText, recordsIn } from './support/reading.ts';

const versions: Select = (path) => {
  if (path.length === 0) return 'enter';
  if (path[0] !== 'versions') return 'skip';
  return path.length === 1 ? 'enter' : 'take';
};

async function briefs(...args: Parameters<typeof readText>): Promise<string[]> {
  return (await readText(...args)).map(brief);
}

describe('one bad record never costs its neighbours', () => {
  it('in NDJSON, whatever is wrong with it', async () => {
    const bad = ['{"a":', '{"a":"x}', '}', '{"a":1}}', '{"a":1,}', 'x', '{"a":tru}', '["a"', '{"a" 1}'];
    for (const line of bad) {
      expect(await briefs(`{"n":1}\n${line}\n{"n":2}\n`, 'records')).toEqual([
        'record {"n":1}',
        `bad-json ${line}`,
        'record {"n":2}',
      ]);
    }
  });

  it('in an array with a record a line: a string, a brace, or a bracket that is not closed', async () => {
    for (const bad of ['{"a":"x}', '{"a":{"b":1}', '{"a":[1,2}', '{"a":', '{"a":"x']) {
      const items = await briefs(`[\n{"n":1},\n${bad},\n{"n":2},\n{"n":3}\n]\n`, 'records');
      expect(items).toEqual(['record {"n":1}', `bad-json ${bad}`, 'record {"n":2}', 'record {"n":3}']);
    }
  });

  it('in a pretty-printed array', async () => {
    const records = [
      { a: 'one', deep: { x: [1, 2] } },
      { a: 'two', deep: { x: [1, 2] } },
      { a: 'three', deep: { x: [] } },
    ];
    const text = JSON.stringify(records, null, 2);
    for (const [from, to] of [
      ['"two"', '"two'],
      ['"two",', ''],
      ['      ]\n    }\n  },\n  {\n    "a": "three"', '      ]\n  },\n  {\n    "a": "three"'],
    ] as const) {
      expect(text).toContain(from);
      const items = await readText(text.replace(from, to), 'records');
      expect(
        recordsIn(items)
          .map(({ json }) => json)
          .filter((json) => JSON.stringify(json).includes('e"')),
      ).toEqual([records[0], records[2]]);
      expect(items.filter(({ kind }) => kind === 'problem').length).toBeLessThanOrEqual(1);
    }
  });

  it('at the end of an array, without reaching beyond it', async () => {
    expect(await briefs('[\n{"n":1},\n{"a":"x}\n]\n', 'records')).toEqual(['record {"n":1}', 'bad-json {"a":"x}']);
    expect(await briefs('[\n{"n":1},\n{"a":{"b":1}\n]\n', 'records')).toEqual([
      'record {"n":1}',
      'bad-json {"a":{"b":1}',
    ]);
  });

  it('in a pretty-printed document of which parts are chosen', async () => {
    const text = JSON.stringify(
      {
        name: 'x',
        versions: { '1.0.0': { a: 'one' }, '1.0.1': { a: 'two', b: { c: 1 } }, '1.0.2': { a: 'three' } },
        time: {},
      },
      null,
      2,
    );
    const items = await readText(text.replace('"two",', '"two,'), versions);
    expect(items.map((item) => item.kind)).toEqual(['record', 'problem', 'record']);
    expect(recordsIn(items).map(({ at }) => at.pointer)).toEqual(['/versions/1.0.0', '/versions/1.0.2']);
    expect(positionOf(items[1] as never).pointer).toBe('/versions/1.0.1');
  });

  it('in concatenated documents', async () => {
    const [a, b, c] = [1, 2, 3].map((n) => JSON.stringify({ n, text: 'x' }, null, 2));
    const items = await readText(`${a}\n${b?.replace('"x"', '"x')}\n${c}\n`, 'records');
    expect(recordsIn(items).map(({ json, document, at }) => [json, document, at.line])).toEqual([
      [{ n: 1, text: 'x' }, 0, 1],
      [{ n: 3, text: 'x' }, 2, 9],
    ]);
    expect(items.filter(({ kind }) => kind === 'problem')).toHaveLength(1);
  });

  it('between records: commas and junk', async () => {
    expect(await briefs('[{"n":1} {"n":2}]', 'records')).toEqual(['record {"n":1}', 'bad-json', 'record {"n":2}']);
    expect(await briefs('[{"n":1},,{"n":2}]', 'records')).toEqual(['record {"n":1}', 'bad-json ,', 'record {"n":2}']);
    expect(await briefs('[{"n":1}, xyz {"n":2}]', 'records')).toEqual([
      'record {"n":1}',
      'bad-json xyz',
      'bad-json',
      'record {"n":2}',
    ]);
    expect(await briefs('[{"n":1},{"n":2},]', 'records')).toEqual(['record {"n":1}', 'record {"n":2}', 'bad-json']);
    expect(await briefs('[{"n":1},{"n":2}}]', 'records')).toEqual(['record {"n":1}', 'record {"n":2}', 'bad-json }']);
    expect(await briefs('{"Records":[{"n":1},{"n":2}}', 'records')).toEqual([
      'record {"n":1}',
      'record {"n":2}',
      'bad-json',
    ]);
  });

  it('between members of an entered object', async () => {
    const take: Select = (path) => (path.length === 0 ? 'enter' : 'take');
    expect(await briefs('{"a":1 "b":2}', take)).toEqual(['record 1', 'bad-json', 'record 2']);
    expect(await briefs('{"a" 1,"b":2}', take)).toEqual(['bad-json', 'record 1', 'record 2']);
    expect(await briefs('{"a":,"b":2}', take)).toEqual(['bad-json ,', 'record 2']);
    expect(await briefs('{"a":1,xy:3,"b":2}', take)).toEqual(['record 1', 'bad-json xy', 'bad-json 3', 'record 2']);
    expect(await briefs('{"a":1,{"c":1},"b":2}', take)).toEqual(['record 1', 'bad-json {"c":1}', 'record 2']);
    expect(await briefs('{\n"a":1,\n"b\n"c":2}', take)).toEqual(['record 1', 'bad-json "b', 'record 2']);
  });

  it('and reads a file of nothing but brackets in one go', async () => {
    const items = await readText(`[\n${'{"a":{\n'.repeat(20_000)}`, 'records');
    expect(items.length).toBeLessThanOrEqual(20_001);
    expect(items.every(({ kind }) => kind === 'problem')).toBe(true);
  });
});

describe('the end of the evidence', () => {
  it('in a record is one problem, and so is the end in a document', async () => {
    expect(await briefs('[{"n":1},{"n":', 'records')).toEqual(['record {"n":1}', 'cut-in-record {"n":']);
    expect(await briefs('[{"n":1},', 'records')).toEqual(['record {"n":1}', 'cut-in-record']);
    expect(await briefs('{"n":1}\n{"n":2}\n{"n"', 'records')).toEqual([
      'record {"n":1}',
      'record {"n":2}',
      'cut-in-record {"n"',
    ]);
    expect(await briefs('{"versions":{"1":{"a":1},"2', versions)).toEqual(['record {"a":1}', 'cut-in-record "2']);
    expect(await briefs('{"versions":{"1":{"a":1}},"readme":"xx', versions)).toEqual([
      'record {"a":1}',
      'cut-in-record',
    ]);
  });

  it('in NDJSON completes a record that is valid, but never a number', async () => {
    expect(await briefs('{"n":1}\n{"n":2}', 'records')).toEqual(['record {"n":1}', 'record {"n":2}']);
    expect(await briefs('{"n":1}\n12', 'records')).toEqual(['record {"n":1}', 'cut-in-record 12']);
  });

  it('in a text line delivers the line, marked', async () => {
    const items = await readText('one\ntwo', 'lines');
    expect(items.map((item) => item.kind === 'record' && item.unterminated)).toEqual([undefined, true]);
    expect(recordsIn(items).map(({ text }) => text)).toEqual(['one', 'two']);
  });
});

describe('messages of npm around JSON', () => {
  it('are noise, not errors', async () => {
    const content = 'npm warn config x\n[\n  {"n":1}\n]\nnpm notice New major version\n(node:12) Warning: old\n';
    expect(await briefs(content, 'records')).toEqual([
      'noise npm warn config x',
      'record {"n":1}',
      'noise npm notice New major version',
      'noise (node:12) Warning: old',
    ]);
    expect(await briefs('npm warn x\n{"n":1}\n{"n":2}\nnpm error y\n', 'records')).toEqual([
      'noise npm warn x',
      'record {"n":1}',
      'record {"n":2}',
      'noise npm error y',
    ]);
  });

  it('are told from damage', async () => {
    expect(await briefs('{"n":1}\n"actor":"x"}\n{"n":2}\n', 'records')).toEqual([
      'record {"n":1}',
      'bad-json "actor":"x"}',
      'record {"n":2}',
    ]);
    expect(await briefs('[{"n":1}]\nsome text\n', 'records')).toEqual(['record {"n":1}', 'bad-json some text']);
  });

  it('are placed by byte and line', async () => {
    const [noise] = await readText('\nnpm warn x\n{"n":1}\n', 'records');
    expect(noise).toEqual({ kind: 'noise', number: 0, at: { start: 1, end: 11, line: 2 }, text: 'npm warn x' });
  });
});

describe('records that are too large', () => {
  it('are a problem each, and their neighbours are read', async () => {
    const large = JSON.stringify({ a: 'x'.repeat(5000) });
    const settings = { maxRecord: 1000 };
    for (const chunk of [64, 700, 100_000]) {
      const ndjson = await readText(`{"n":1}\n${large}\n{"n":2}\n`, 'records', { ...settings, chunk });
      expect(ndjson.map(brief)).toEqual(['record {"n":1}', 'record-too-large', 'record {"n":2}']);
      expect(positionOf(ndjson[1] as never)).toEqual({ start: 8, end: 8 + large.length, line: 2 });
      const array = await readText(`[{"n":1},${large},{"n":2}]`, 'records', { ...settings, chunk });
      expect(array.map(brief)).toEqual(['record {"n":1}', 'record-too-large', 'record {"n":2}']);
      expect(await briefs(`one\n${'x'.repeat(2000)}\ntwo`, 'lines', { ...settings, chunk })).toEqual([
        'record one',
        'record-too-large',
        'record two',
      ]);
    }
  });
});
