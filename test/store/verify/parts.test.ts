import { describe, expect, it } from 'vitest';
import { MORE } from '../../../src/store/derive.ts';
import { Postings, RowBinder } from '../../../src/store/index-writer.ts';
import { FirstUse } from '../../../src/store/verify/first-use.ts';
import { fitsMore } from '../../../src/store/verify/more.ts';
import { seeded } from '../../support/program.ts';

/** Whether each id is at most one more than all before it: what a walk from the start would check. */
function inOrder(ids: readonly number[]): boolean {
  let highest = 0;
  return ids.every((id) => {
    const fits = id <= highest + 1;
    highest = Math.max(highest, id);
    return fits;
  });
}

/** The same, stretch by stretch. */
function inOrderByStretches(stretches: readonly (readonly number[])[]): boolean {
  let known = 0;
  return stretches.every((ids) => {
    const use = new FirstUse();
    for (const [place, id] of ids.entries()) use.see(id, place);
    const fits = use.low <= known + 1;
    known = Math.max(known, use.high);
    return fits;
  });
}

describe('the order of first use', () => {
  it('checked in stretches is what a walk from the start finds', () => {
    const random = seeded(3);
    let good = 0;
    for (let round = 0; round < 20_000; round++) {
      let highest = 0;
      const ids = Array.from({ length: 1 + Math.floor(random() * 12) }, () => {
        const id = random() < 0.93 ? 1 + Math.floor(random() * (highest + 1)) : highest + 2;
        highest = Math.max(highest, id);
        return id;
      });
      const stretches: number[][] = [[]];
      for (const id of ids) {
        if (random() < 0.3) stretches.push([]);
        stretches.at(-1)?.push(id);
      }
      if (inOrder(ids)) good++;
      expect(inOrderByStretches(stretches), JSON.stringify(stretches)).toBe(inOrder(ids));
    }
    expect(good).toBeGreaterThan(1000);
    expect(good).toBeLessThan(19_000);
  });
});

describe('the members of a row', () => {
  const texts = Array.from({ length: 3000 }, (_, i) => `text ${i}`);
  const strings = { text: (id: number) => texts[id - 1], id: (text: string) => texts.indexOf(text) + 1 };
  const row = (more: readonly (string | undefined)[]) => ({
    sort: 0,
    low: null,
    bounded: 0 as const,
    id: Buffer.alloc(16),
    evidence: 'text 0',
    start: 0,
    line: null,
    pointer: undefined,
    also: null,
    number: 0,
    columns: Array<undefined>(8).fill(undefined),
    more,
    tokenId: undefined,
  });
  const written = (more: readonly (string | undefined)[]): string =>
    String(
      new RowBinder<unknown>((text) => strings.id(String(text))).bind(0, row(more) as never, new Postings()).at(-1),
    );

  it('fit what would be written, with the ids in their order', () => {
    const random = seeded(5);
    for (let round = 0; round < 2000; round++) {
      const more = MORE.map(() => (random() < 0.3 ? texts[Math.floor(random() * texts.length)] : undefined));
      const used: number[] = [];
      expect(fitsMore(written(more), more, strings as never, used)).toBe(true);
      expect(used.map((id) => texts[id - 1])).toEqual(more.filter((text) => text !== undefined));
    }
  });

  const two = MORE.map((_, i) => (i === 3 || i === 37 ? texts[1700 + i] : undefined));
  const right = written(two);

  it('are written as expected', () => expect(right).toBe('3:1bc 11:1ca'));

  it.each([
    `${right} `,
    ` ${right}`,
    right.replace(':', ':0'),
    right.replace('3:', '03:'),
    right.replace(' ', '  '),
    right.toUpperCase(),
    right.slice(0, -1),
    right.slice(0, 5),
    `${right}0`,
    `${right} 12:1`,
    right.replace('1bc', '1bd'),
    right.replace('11', '10'),
    '',
    null,
    7,
  ])('%j does not fit', (stored) => expect(fitsMore(stored, two, strings as never, [])).toBe(false));
});
