import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Output, Page } from '../src/core/output.ts';
import type { Report, Row } from '../src/core/report.ts';
import type { SchemaKind } from '../src/core/schemas.ts';
import { OUTPUTS } from '../src/outputs/index.ts';
import { reportOf, SAMPLES } from './outputs/samples.ts';

/** Golden files stand in `fixtures/outputs`; `npm run accept` rewrites them. */
const KINDS = Object.keys(SAMPLES) as SchemaKind[];
const WIDTHS = [80, 200];

async function rendered(output: Output, report: Report, page: Page): Promise<string> {
  let text = '';
  for await (const part of output.render(report, page)) text += part;
  return text;
}

function outputOf(id: string): Output {
  const output = OUTPUTS.find((each) => each.id === id);
  if (output === undefined) throw new Error(`no output ${id}`);
  return output;
}

/** Kinds of reports that an output gives. */
function kindsOf({ kinds }: Output): readonly SchemaKind[] {
  return KINDS.filter((kind) => kinds?.includes(kind) ?? true);
}

describe.each(OUTPUTS)('output $id', (output) => {
  it.each(kindsOf(output))('draws a report of kind %s', async (kind) => {
    const [narrow, wide] = await Promise.all(
      WIDTHS.map((width) => rendered(output, reportOf(kind), { width, color: false })),
    );
    const name = `../fixtures/outputs/${kind}.${output.id}`;
    if (output.id !== 'table') {
      expect(narrow).toBe(wide);
      return expect(wide).toMatchFileSnapshot(`${name}.txt`);
    }
    await expect(narrow).toMatchFileSnapshot(`${name}.80.txt`);
    await expect(wide).toMatchFileSnapshot(`${name}.200.txt`);
  });

  it('ends every line', async () => {
    const texts = await Promise.all(
      kindsOf(output).map((kind) => rendered(output, reportOf(kind), { width: 80, color: false })),
    );
    for (const text of texts.filter((each) => each !== '')) expect(text).toMatch(/[^\n]\n$/);
  });
});

describe.each(OUTPUTS.filter(({ kinds }) => kinds === undefined))('output $id', (output) => {
  it('reads no more rows than it is about to draw', async () => {
    let read = 0;
    const endless = {
      ...reportOf('timeline'),
      *rows(): Generator<Row> {
        for (;;) {
          read++;
          yield { cells: [{ text: 'x' }], data: { time: 'x' } };
        }
      },
    };
    const parts = output
      .render({ ...endless, rows: endless.rows() }, { width: 80, color: false })
      [Symbol.asyncIterator]();
    for (let part = 0; part < 5; part++) await parts.next();
    await parts.return?.();
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(400);
  });
});

const HOSTILE = [
  'clear \x1b[2J\x1b]0;title\x07',
  'link \x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\',
  'c1 \x9b31m',
  'bidi \u202egnp.exe\u202c \u2066x\u2069 \u061c',
  'zero \u200b\u200c\u200d\u2060\ufeff\u00ad',
  'tags \u{e0041}\u{e0042} \u115f\u3164',
  'over\rwritten\x08\x7f\0',
  'line\nbreak\u2028\u2029\v\f\x85',
  '=cmd()',
  '+1+cmd',
  '@SUM(A1)',
  '\t=1',
  '-2+3',
  'half \ud800 pair \udfff',
  '</script><img src=x onerror=alert(1)>',
  '","injected":"x',
  '"; DROP; "',
];

/** What must never leave, whatever the output: controls but the line feed, bidi, invisible and half characters. */
const RAW =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ud800-\udfff\u{e0000}-\u{e0fff}]/u;

function hostileReport(): Report {
  const rows = HOSTILE.map((text) => ({
    cells: [{ text }, { text, style: 'bad' as const }],
    below: [{ text, indent: 2 }],
    data: { text, list: [text, text], nested: { [text]: text } },
  }));
  const lines = HOSTILE.map((text) => ({ text }));
  return {
    kind: 'timeline',
    head: lines,
    headData: { text: HOSTILE },
    columns: [{ title: 'A\x1b[1m', weight: 1 }, { title: 'B\u202e' }],
    rows,
    csv: ['text', 'list', 'nested', 'x\x1b,y'],
    foot: () => ({ lines, data: { text: HOSTILE }, exitCode: 0 }),
  };
}

describe('hostile text', () => {
  it.each(OUTPUTS)('cannot pass $id', async (output) => {
    const text = await rendered(output, hostileReport(), { width: 80, color: false });
    expect(text).not.toMatch(RAW);
    expect(text.isWellFormed()).toBe(true);
  });

  it('survives JSON unchanged', async () => {
    const text = await rendered(outputOf('json'), hostileReport(), { width: 80, color: false });
    const { rows, head, foot } = JSON.parse(text) as { rows: { text: string }[]; head: unknown; foot: unknown };
    expect(rows.map((row) => row.text)).toEqual(HOSTILE);
    expect([head, foot]).toEqual([{ text: HOSTILE }, { text: HOSTILE }]);
  });

  it('survives JSON lines unchanged, one a line', async () => {
    const text = await rendered(outputOf('jsonl'), hostileReport(), { width: 80, color: false });
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string });
    expect(rows.map((row) => row.text)).toEqual(HOSTILE);
  });

  it('gives one CSV line a row, and no formula', async () => {
    const text = await rendered(outputOf('csv'), hostileReport(), { width: 80, color: false });
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(HOSTILE.length + 1);
    for (const line of lines) expect(line).not.toMatch(/^"?[=+\-@]/);
  });
});

describe('table', () => {
  const table = outputOf('table');

  function wideReport(count: number, text: (row: number) => string): Report {
    const columns = [
      { title: 'ID' },
      { title: 'WHAT', weight: 1 },
      { title: 'MORE', optional: 1 },
      { title: 'N', align: 'right' as const },
    ];
    const rows = Array.from({ length: count }, (_, i) => {
      return { cells: [`EV-${i}`, text(i), 'more', String(i)].map((each) => ({ text: each })), data: {} };
    });
    return { kind: 'evidence', head: [], columns, rows, csv: [], foot: () => ({ lines: [], data: {}, exitCode: 0 }) };
  }

  it.each([40, 60, 80, 100, 200])('never goes over %i columns', async (width) => {
    const texts = [
      'word '.repeat(60),
      'x'.repeat(500),
      '東京のサーバー'.repeat(30),
      'שלום עולם '.repeat(20),
      'สวัสดีชาวโลก'.repeat(20),
      '🫠🇩🇪👍🏽'.repeat(40),
      'e\u0301'.repeat(200),
    ];
    const report = wideReport(220, (i) => texts[i % 40] ?? 'short');
    const lines = (await rendered(table, report, { width, color: false })).split('\n');
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBe(width);
  });

  it('keeps columns below each other whatever the characters', async () => {
    const texts = ['plain', '東京', 'שלום', 'สวัสดี', '🫠', 'e\u0301'];
    const text = await rendered(
      table,
      wideReport(texts.length, (i) => texts[i] ?? ''),
      { width: 80, color: false },
    );
    const ends = text
      .trimEnd()
      .split('\n')
      .map((line) => stringWidth(line));
    expect(new Set(ends).size).toBe(1);
  });

  it('loses no text when it wraps', async () => {
    const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
    const text = await rendered(
      table,
      wideReport(1, () => words.join(' ')),
      { width: 50, color: false },
    );
    expect(text.match(/word\d+/g)).toEqual(words);
  });

  it('drops the column that matters least first', async () => {
    const report = wideReport(1, () => 'a text that is much longer than the page');
    const columns = ['A', 'B', 'C', 'D'].map((title, i) => ({
      title: title.repeat(12),
      ...(i > 0 && { optional: i }),
    }));
    const head = async (width: number) => {
      const text = await rendered(
        table,
        { ...report, columns: columns.map((each, i) => (i === 1 ? { ...each, weight: 1 } : each)) },
        { width, color: false },
      );
      return text
        .split('\n')[0]
        ?.split(/ +/)
        .map((title) => title[0]);
    };
    expect(await head(100)).toEqual(['A', 'B', 'C', 'D']);
    expect(await head(50)).toEqual(['A', 'B', 'C']);
    expect(await head(40)).toEqual(['A', 'B']);
    expect(await head(20)).toEqual(['A']);
  });

  it('shows an id or number whole even if it is longer than all before it', async () => {
    const report = wideReport(250, () => 'x');
    const rows = [...(report.rows as Row[]), { cells: [{ text: 'EV-0123456789abcdef' }, { text: 'y' }], data: {} }];
    const text = await rendered(table, { ...report, rows }, { width: 80, color: false });
    expect(text).toContain('\nEV-0123456789abcdef  y\n');
  });

  it('says the same in colour', async () => {
    const plain = await rendered(table, reportOf('timeline'), { width: 80, color: false });
    const colored = await rendered(table, reportOf('timeline'), { width: 80, color: true });
    expect(colored).toContain('\x1b[31m');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(plain);
  });

  it('prints no head for no rows', async () => {
    expect(
      await rendered(
        table,
        wideReport(0, () => ''),
        { width: 80, color: false },
      ),
    ).toBe('');
  });
});

describe('SARIF', () => {
  it.each(['findings', 'integrity'] as const)('makes no link of words in evidence: %s', async (kind) => {
    const words = 'see [the fix](https://registry.example/x)';
    const data = { id: 'f', rule: 'r', code: 'F-LEAF', subject: 'x', fact: words, message: words, severity: 'high' };
    const report = { ...reportOf(kind), rows: [{ cells: [], data }] };
    const text = await rendered(outputOf('sarif'), report, { width: 80, color: false });
    expect(text).toContain('[the fix] (https:');
    expect(text).not.toContain('](');
  });
});
