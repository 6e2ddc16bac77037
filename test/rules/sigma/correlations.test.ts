import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { type Act, act, acts, correlation, hits, letters, outcomes, rulesIn } from './support.ts';

describe('temporal_ordered', () => {
  const ordered = (more: JsonObject = {}): ReturnType<typeof correlation> =>
    correlation({ type: 'temporal_ordered', rules: ['a', 'b', 'c'], timespan: '10s', 'group-by': ['actor'], ...more });

  it.each<[string, readonly (readonly number[])[]]>([
    ['a0 b5 c9', [[0, 1, 2]]],
    ['a0 c5 b9', []],
    ['a0 c1 b2 c3', [[0, 2, 3]]],
    ['c0 b1 a2', []],
    ['a0 b5 c10', [[0, 1, 2]]],
    ['a0 b5 c11', []],
    ['a0 a4 b5 c11', [[1, 2, 3]]],
    ['a0 b1 b2 c3', [[0, 2, 3]]],
    ['a0 b1 c2 c3', [[0, 1, 2]]],
    [
      'a0 b1 c2 a3 b4 c5',
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ],
    ['a5 b5 c5', [[0, 1, 2]]],
    ['c5 b5 a5', [[2, 1, 0]]],
    ['c9 a0 b5', [[1, 2, 0]]],
  ])('%s', (text, expected) => expect(hits(ordered(), 'x', acts(text))).toEqual(expected));

  it('says that an order rests on equal times, or on bounds', () => {
    const certain = (list: readonly Act[]): boolean | undefined =>
      outcomes(ordered(), list).get('x')?.grouped[0]?.isCertain;
    expect(certain(acts('a0 b5 c9'))).toBe(true);
    expect(certain(acts('a5 b5 c9'))).toBe(false);
    expect(certain([{ action: 'a', actor: 'alice', between: [0, 4] }, ...acts('b5 c9')])).toBe(false);
  });

  it('keeps groups apart, and leaves out what has none', () => {
    const mixed = [act('a', 0), act('a', 1, { actor: 'bob' }), act('b', 2, { actor: 'bob' }), act('c', 3), act('b', 4)];
    expect(hits(ordered(), 'x', mixed)).toEqual([]);
    expect(hits(ordered(), 'x', [...mixed, act('c', 5, { actor: 'bob' })])).toEqual([[1, 2, 5]]);
    const groupless = acts('a0 b1 c2').map(({ actor, ...rest }): Act => rest);
    const outcome = outcomes(ordered(), groupless).get('x');
    expect(outcome?.grouped).toEqual([]);
    expect(outcome?.losses).toMatchObject({ ungrouped: 3, timeless: 0 });
    expect(hits(correlation({ type: 'temporal_ordered', rules: ['a', 'b'], timespan: '9s' }), 'x', groupless)).toEqual([
      [0, 1],
    ]);
  });

  it('does not take one event for two', () => {
    const both = `title: both\nname: both\nlogsource: {product: github}\ndetection: {s: {action: [a, b]}, condition: s}\n`;
    const set = rulesIn(
      `${letters('a')}---\n${both}---\n${JSON.stringify({ title: 'x', name: 'x', correlation: { type: 'temporal_ordered', rules: ['a', 'both'], timespan: '10s' } })}`,
    );
    expect(hits(set, 'x', acts('a0'))).toEqual([]);
    expect(hits(set, 'x', acts('a0 b0'))).toEqual([[0, 1]]);
    expect(hits(set, 'x', acts('a0 a5'))).toEqual([[0, 1]]);
    expect(hits(set, 'x', acts('b0 a5'))).toEqual([]);
  });

  it('leaves out and counts what has no time', () => {
    const outcome = outcomes(ordered(), [{ action: 'a', actor: 'alice' }, ...acts('b1 c2')]).get('x');
    expect([outcome?.grouped.length, outcome?.losses?.timeless]).toEqual([0, 1]);
  });
});

describe('temporal', () => {
  const temporal = (more: JsonObject = {}): ReturnType<typeof correlation> =>
    correlation({ type: 'temporal', rules: ['a', 'b', 'c'], timespan: '10s', 'group-by': ['actor'], ...more });

  it.each<[string, readonly (readonly number[])[]]>([
    ['c0 a5 b10', [[0, 1, 2]]],
    ['c0 a5 b11', []],
    ['a0 a1 b2 c3', [[0, 1, 2, 3]]],
    [
      'a0 b1 c2 a3 b4 c5',
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ],
    ['a0 b1 c2 c3 b4', [[0, 1, 2]]],
    ['a1 b1 c1', [[0, 1, 2]]],
  ])('%s', (text, expected) => expect(hits(temporal(), 'x', acts(text))).toEqual(expected));

  it('may name what is needed', () => {
    const either = temporal({ condition: 'a and (b or c)' });
    expect(hits(either, 'x', acts('a0 c1'))).toEqual([[0, 1]]);
    expect(hits(either, 'x', acts('b0 c1'))).toEqual([]);
    expect(hits(temporal({ condition: { gte: 3 } }), 'x', acts('b0 c1 a2'))).toEqual([[0, 1, 2]]);
  });

  it('takes one event for two rules that it fits', () => {
    const both = `title: both\nname: both\nlogsource: {product: github}\ndetection: {s: {actor: alice}, condition: s}\n`;
    const x = JSON.stringify({
      title: 'x',
      name: 'x',
      correlation: { type: 'temporal', rules: ['a', 'both'], timespan: '10s' },
    });
    expect(hits(rulesIn(`${letters('a')}---\n${both}---\n${x}`), 'x', acts('a0'))).toEqual([[0]]);
  });

  it('groups by other names in other rules', () => {
    const aliased = correlation(
      {
        type: 'temporal',
        rules: ['a', 'b'],
        timespan: '10s',
        'group-by': ['who'],
        aliases: { who: { a: 'actor', b: 'user' } },
      },
      'ab',
    );
    expect(hits(aliased, 'x', [act('a', 0), act('b', 1, { actor: 'bob', user: 'alice' })])).toEqual([[0, 1]]);
    expect(hits(aliased, 'x', [act('a', 0), act('b', 1, { user: 'bob' })])).toEqual([]);
  });
});

describe('event_count', () => {
  const count = (condition: JsonObject, more: JsonObject = {}): ReturnType<typeof correlation> =>
    correlation(
      { type: 'event_count', rules: ['a'], timespan: '10s', 'group-by': ['actor'], condition, ...more },
      'ab',
    );

  it.each<[string, JsonObject, readonly (readonly number[])[]]>([
    ['a0 a5 a10', { gte: 3 }, [[0, 1, 2]]],
    ['a0 a5 a11', { gte: 3 }, []],
    ['a9 a10 a11', { gt: 2 }, [[0, 1, 2]]],
    ['a0 a8 a10 a18', { gte: 3 }, [[0, 1, 2, 3]]],
    [
      'a0 a1 a30 a31',
      { gte: 2 },
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['a0 a1 a2', { gt: 1, lte: 2 }, []],
    ['a0 a1 a20 a21 a22', { gt: 1, lte: 2 }, [[0, 1]]],
    ['a0 a1 a20', { eq: 1 }, [[2]]],
    ['a0 a20', { lt: 2 }, [[0], [1]]],
    ['a5 a5 a5', { gte: 3 }, [[0, 1, 2]]],
    ['a10 a5 a0', { gte: 3 }, [[2, 1, 0]]],
  ])('%s %j', (text, condition, expected) => expect(hits(count(condition), 'x', acts(text))).toEqual(expected));

  it('counts an event that fits two rules once', () => {
    const both = `title: both\nname: both\nlogsource: {product: github}\ndetection: {s: {actor: alice}, condition: s}\n`;
    const x = JSON.stringify({
      title: 'x',
      name: 'x',
      correlation: { type: 'event_count', rules: ['a', 'both'], timespan: '9s', condition: { gte: 2 } },
    });
    const set = rulesIn(`${letters('a')}---\n${both}---\n${x}`);
    expect(hits(set, 'x', acts('a0'))).toEqual([]);
    expect(hits(set, 'x', acts('a0 b1'))).toEqual([[0, 1]]);
  });

  it('says the same whatever comes first', () => {
    const act_ = fc.record({
      action: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: 0, max: 40 }),
      actor: fc.constantFrom('x', 'y'),
    });
    fc.assert(
      fc.property(fc.array(act_, { maxLength: 30 }), fc.integer({ min: 2, max: 4 }), (list, least) => {
        const spans = (each: readonly Act[]): unknown =>
          outcomes(count({ gte: least }), each)
            .get('x')
            ?.grouped.map(({ from, to, count: size, group }) => ({ from, to, size, group }));
        expect(spans(list.toReversed())).toEqual(spans(list));
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('finds what a count of every window finds', () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 30 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 5 }), (list, least) => {
        const isFound = list.some((end) => list.filter((at) => at <= end && at >= end - 10).length >= least);
        const found = hits(
          count({ gte: least }),
          'x',
          list.map((at) => act('a', at)),
        );
        expect(found.length > 0).toBe(isFound);
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});

describe('values', () => {
  const values = (type: string, condition: JsonObject): ReturnType<typeof correlation> =>
    correlation({ type, rules: ['a'], timespan: '10s', 'group-by': ['actor'], condition }, 'a');
  const with_ = (...list: readonly (readonly [number, JsonObject])[]): readonly Act[] =>
    list.map(([at, more]) => act('a', at, more));

  it('counts different ones', () => {
    const set = values('value_count', { field: 'repo', gte: 2 });
    expect(hits(set, 'x', with_([0, { repo: 'p' }], [1, { repo: 'p' }]))).toEqual([]);
    expect(hits(set, 'x', with_([0, { repo: 'p' }], [1, { repo: 'q' }]))).toEqual([[0, 1]]);
    expect(hits(set, 'x', with_([0, { repo: 'p' }], [1, {}]))).toEqual([]);
    expect(hits(set, 'x', with_([0, { repo: 'p' }], [11, { repo: 'q' }]))).toEqual([]);
    const pairs = values('value_count', { field: ['repo', 'branch'], gte: 2 });
    expect(hits(pairs, 'x', with_([0, { repo: 'p', branch: 1 }], [1, { repo: 'p', branch: 2 }]))).toEqual([[0, 1]]);
  });

  it('sums, averages, ranks', () => {
    const list = with_([0, { n: 5 }], [1, { n: '7' }], [2, { n: 'x' }], [30, { n: 100 }]);
    expect(hits(values('value_sum', { field: 'n', gte: 12 }), 'x', list)).toEqual([[0, 1, 2], [3]]);
    expect(hits(values('value_avg', { field: 'n', gt: 6 }), 'x', list)).toEqual([[3]]);
    expect(hits(values('value_percentile', { field: 'n', percentile: 50, gte: 100 }), 'x', list)).toEqual([[3]]);
    expect(hits(values('value_percentile', { field: 'n', percentile: 100, lte: 7 }), 'x', list)).toEqual([[0, 1, 2]]);
  });
});

describe('a correlation of correlations', () => {
  const text = (groupBy: string): string =>
    [
      letters('ab'),
      JSON.stringify({
        title: 'many',
        name: 'many',
        correlation: {
          type: 'event_count',
          rules: ['a'],
          timespan: '10s',
          'group-by': ['actor', 'ip'],
          condition: { gte: 3 },
        },
      }),
      JSON.stringify({
        title: 'x',
        name: 'x',
        correlation: { type: 'temporal_ordered', rules: ['many', 'b'], timespan: '20s', 'group-by': [groupBy] },
      }),
    ]
      .join('---\n')
      .replaceAll('}---', '}\n---');
  const from = (address: string): JsonObject => ({ ip: address, country: 'NL' });

  it('groups by its own fields, those of the events', () => {
    const list = [...acts('a0 a1 a2 a3', from('192.0.2.1')), act('b', 20, from('192.0.2.9'))];
    expect(hits(rulesIn(text('actor')), 'x', list)).toEqual([[0, 1, 2, 3, 4]]);
    expect(hits(rulesIn(text('country')), 'x', list)).toEqual([[0, 1, 2, 3, 4]]);
    expect(hits(rulesIn(text('ip')), 'x', list)).toEqual([]);
    expect(hits(rulesIn(text('actor')), 'x', [...acts('a0 a1', from('192.0.2.1')), act('b', 20)])).toEqual([]);
    expect(hits(rulesIn(text('actor')), 'x', [act('b', 0), ...acts('a1 a2 a3', from('192.0.2.1'))])).toEqual([]);
  });

  it('tells of inner rules only where that is asked for', () => {
    expect([...rulesIn(text('actor')).told]).toEqual(['x']);
    const generated = correlation({ type: 'temporal', rules: ['a'], timespan: '5s', generate: true }, 'ab');
    expect([...generated.told]).toEqual(['a', 'b', 'x']);
  });
});
