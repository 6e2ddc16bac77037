import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { ENGINE_LIMITS } from '../../../src/rules/sigma/engine/engine.ts';
import { type Act, act, acts, correlation, faultsIn, hits, letters, outcomes, rulesIn } from './support.ts';

describe('absence and first-seen', () => {
  const own = (body: JsonObject): ReturnType<typeof rulesIn> =>
    rulesIn(`${letters('ab')}---\n${JSON.stringify({ title: 'x', name: 'x', 'audit-timeline': body })}`);

  it.each<[string, JsonObject, readonly (readonly number[])[]]>([
    ['b0 a5', { before: '10s' }, []],
    ['b0 a10', { before: '10s' }, []],
    ['b0 a11', { before: '10s' }, [[1]]],
    ['a0 b5', { before: '10s' }, [[0]]],
    ['a0 b5', { after: '10s' }, []],
    ['a0 a100 b101', { before: '10s', after: '10s' }, [[0]]],
  ])('absence: %s %j', (text, more, expected) =>
    expect(
      hits(own({ absence: { rule: 'a', without: 'b', 'group-by': ['actor'], ...more } }), 'x', acts(text)),
    ).toEqual(expected));

  it('first-seen tells of new values once the group is known', () => {
    const set = own({ 'first-seen': { rule: 'a', field: 'country', 'group-by': 'actor', learn: '10s' } });
    const list = [
      act('a', 0, { country: 'NL' }),
      act('a', 5, { country: 'DE' }),
      act('a', 20, { country: 'DE' }),
      act('a', 21, { country: 'KP' }),
      act('a', 22, { country: 'KP' }),
      act('a', 23, { country: 'KP', actor: 'bob' }),
    ];
    expect(hits(set, 'x', list)).toEqual([[3]]);
  });

  it.each<[JsonObject, string]>([
    [{ absence: { rule: 'a', without: 'b' } }, 'lacks `before` or `after`'],
    [{ absence: { rule: 'a', before: '5m' } }, '`absence` lacks `without`'],
    [{ absence: { rule: ['a', 'b'], without: 'a', before: '5m' } }, 'take one rule each'],
    [{ 'first-seen': { rule: 'a', field: 'x' } }, 'lacks `learn`'],
    [{ 'first-seen': { rule: 'a', field: 'x', learn: '1d', strange: 1 } }, '`strange`, which is not supported'],
    [{ 'first-seen': { rule: 'a', field: 'x', learn: '1d' }, absence: {} }, 'two rules'],
  ])('refuses %j', (body, why) => {
    const faults = faultsIn(`${letters('ab')}---\n${JSON.stringify({ title: 'x', 'audit-timeline': body })}`);
    expect(faults.join('\n')).toContain(why);
  });
});

describe('too much', () => {
  const many = (count: number, more: (i: number) => JsonObject = () => ({})): readonly Act[] =>
    Array.from({ length: count }, (_, i) => act('a', i, more(i)));

  it('is told, not left out silently', () => {
    const set = correlation(
      { type: 'event_count', rules: ['a'], timespan: '10s', condition: { gte: 2 }, generate: true },
      'a',
    );
    const small = { ...ENGINE_LIMITS, rows: 50 };
    expect(outcomes(set, many(51), small).get('x')).toMatchObject({ grouped: [], losses: { overflow: 'events' } });
    expect(outcomes(set, many(50), small).get('x')?.losses?.overflow).toBeUndefined();
    const singles = outcomes(set, many(100).toReversed(), { ...ENGINE_LIMITS, findings: 10 }).get('a');
    expect([singles?.count, singles?.single.map(({ event }) => event.seq)]).toEqual([
      100,
      [99, 98, 97, 96, 95, 94, 93, 92, 91, 90],
    ]);
  });

  it('of different values is told, too', () => {
    const set = correlation(
      { type: 'event_count', rules: ['a'], timespan: '10s', 'group-by': ['ip'], condition: { gte: 2 } },
      'a',
    );
    const outcome = outcomes(
      set,
      many(100, (i) => ({ ip: `192.0.2.${i}` })),
      { ...ENGINE_LIMITS, values: 50 },
    ).get('x');
    expect(outcome?.losses?.overflow).toBe('values');
  });

  it('of one group is quick, and cites first and last', () => {
    const set = correlation({ type: 'event_count', rules: ['a'], timespan: '30d', condition: { gte: 2 } }, 'a');
    const [hit] = outcomes(set, many(100_000)).get('x')?.grouped ?? [];
    expect([hit?.count, hit?.seqs.length, hit?.seqs.at(-1)]).toEqual([100_000, 10, 99_999]);
  });
});

describe('a correlation is refused', () => {
  const good = { type: 'event_count', rules: ['a'], timespan: '5m', condition: { gte: 2 } };

  it.each<[JsonObject, string]>([
    [{ ...good, type: 'ordered_temporal' }, 'must be one of temporal, temporal_ordered'],
    [{ ...good, timespan: '5 minutes' }, 'write 30s, 5m, 1h, 14d'],
    [{ ...good, timespan: '0m' }, 'write 30s'],
    [{ ...good, rules: [] }, '`rules` is an empty list'],
    [{ ...good, rules: ['a', 'a'] }, 'stands twice'],
    [{ ...good, condition: {} }, 'lacks a bound'],
    [{ ...good, condition: { gte: 'many' } }, 'must be a number'],
    [{ ...good, condition: { gte: 2, field: 'x' } }, 'takes no `field`'],
    [{ ...good, condition: { atleast: 2 } }, '`atleast`, which is not supported'],
    [{ ...good, type: 'value_count' }, 'lacks `field`'],
    [{ ...good, type: 'value_percentile', condition: { field: 'x', lte: 1 } }, 'lacks `percentile`'],
    [{ ...good, type: 'temporal_ordered', condition: undefined as never }, 'at least two rules'],
    [{ ...good, type: 'temporal', condition: 'not a' }, '`not` has no meaning'],
    [{ ...good, type: 'temporal', rules: ['a', 'b'], condition: { gte: 1 } }, 'must be that of its rules'],
    [{ ...good, type: 'temporal_ordered', rules: ['a', 'b'], condition: 'a or b' }, 'leave it out'],
    [{ ...good, aliases: { x: { b: 'y' } } }, 'which is none of `rules`'],
    [{ ...good, aliases: { x: {} } }, 'says nothing of "a"'],
    [{ ...good, generate: 'yes' }, 'must be true or false'],
    [{ ...good, strange: 1 }, '`strange`, which is not supported'],
  ])('%j', (body, why) => {
    const faults = faultsIn(`${letters('ab')}---\n${JSON.stringify({ title: 'x', correlation: body })}`);
    expect(faults).toEqual([expect.stringContaining(why)]);
  });
});
