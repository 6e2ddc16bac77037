import { describe, expect, it } from 'vitest';
import { splitRow } from '../../src/formats/csv.ts';
import format from '../../src/formats/reported-facts.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const HEADER = 'at,not_before,not_after,kind,package,version,actor,source,text';
const ROW = '2026-03-31T00:05:41Z,,,detected,widget,,,mail,found';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

describe('splitRow', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['', ['']],
    [',', ['', '']],
    [' a , b ', ['a', 'b']],
    ['"a,b",c', ['a,b', 'c']],
    ['"say ""hi""" , x', ['say "hi"', 'x']],
    ['""', ['']],
    ['5" pipe,x', ['5" pipe', 'x']],
    ['"a\nb",c', ['a\nb', 'c']],
  ])('%j', (text, cells) => expect(splitRow(text, ',')).toEqual(cells));

  it('says where a quoted cell stays open, and where something follows it', () => {
    expect(splitRow('a,"b', ',')).toBe('open');
    expect(splitRow('a,"b""', ',')).toBe('open');
    expect(splitRow('"a"b,c', ',')).toBe('broken');
  });
});

describe('recognition', () => {
  it('takes a header with the needed columns in any order', () => {
    expect(score(`${HEADER}\n${ROW}`)).toBeGreaterThan(50);
    expect(score('Text;Source;Kind;At\n')).toBeGreaterThan(50);
    expect(score('sep=;\n"text";"source";"kind";"not_before";"x y"\n')).toBeGreaterThan(50);
  });

  it.each([
    ['another table', 'action,actor,user,created_at\na,b,c,1'],
    ['a table without times', 'kind,source,text\na,b,c'],
    ['a table of tabs', HEADER.replaceAll(',', '\t')],
    ['a header far down', `${'x\n'.repeat(20)}${HEADER}`],
    ['JSON', `{"header":"${HEADER}"}`],
    ['nothing', ''],
  ])('leaves %s', (_, text) => expect(score(text)).toBe(0));
});

describe('reading', () => {
  it('names every record, whatever the quotes do', () => {
    const pieces = ['"', 'a', ',', '""', ' ', ROW, ',"x'];
    for (let seed = 1; seed < 400; seed++) {
      const lines = Array.from({ length: 1 + (seed % 7) }, (_, line) =>
        Array.from(
          { length: 1 + ((seed * (line + 3)) % 5) },
          (__, i) => pieces[(seed * 31 + line * 17 + i * 7) % pieces.length],
        ).join(''),
      ).filter((line) => line.trim() !== '');
      const outs = readNaively(format, [HEADER, ...lines].join('\n'));
      const named = outs.flatMap((out) => (out.kind === 'state' ? [] : out.records));
      expect(named.toSorted((a, b) => a - b)).toEqual([...Array(lines.length + 1).keys()]);
    }
  });

  it('gives up a quote after 100 lines and reads on behind its line', () => {
    const text = [HEADER, `${ROW.replace('found', '"found')}`, ...Array(250).fill(ROW)].join('\n');
    const outs = readNaively(format, text);
    expect(outs.filter((out) => out.kind === 'problem')).toMatchObject([
      { message: 'line 2: its quotes do not match', records: [1] },
    ]);
    expect(outs.filter((out) => out.kind === 'event').length).toBe(250);
  });

  it('tells facts apart by every column, and the order of columns does not matter', () => {
    const first = readNaively(format, 'at,kind,source,text,ticket\n2026-03-31,other,a,b,1\n2026-03-31,other,a,b,2');
    const second = readNaively(format, 'ticket,text,source,kind,at\n1,b,a,other,2026-03-31');
    const ids = [...first, ...second].flatMap((out) =>
      out.kind === 'event' ? [JSON.stringify(out.event.identity)] : [],
    );
    expect(ids.length).toBe(3);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[1]).not.toBe(ids[0]);
  });
});
