import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import type { Step } from '../../src/core/step.ts';
import { mergeSteps } from '../../src/timeline/merge.ts';
import { citation, step } from './support.ts';

const TIME = '2026-03-31T00:21:58.168Z';

function witness(name: string, members: Partial<EventMembers>, more: Partial<Step> = {}): Step {
  return step({ action: 'package.published', ...members }, { id: 'one', citations: [citation(name)], ...more });
}

/** Evidence by the order of its digests: `a` is ca97…, `b` 3e23…, `c` 2e7d…. */
const [A, B, C] = ['ca978112', '3e23e816', '2e7d2c03'];

it('joins what the witnesses say', () => {
  const merged = mergeSteps([
    witness('a', { time: TIME, package: 'axios', version: '1.14.1' }, { entries: [7] }),
    witness(
      'b',
      { time: TIME, package: 'axios', actor: 'alice', scripts: ['install: x'] },
      { entries: [3], remarks: ['late'] },
    ),
  ]);
  expect(merged).toEqual({
    id: 'one',
    sort: 1_774_916_518_168_000,
    bounded: 0,
    members: {
      action: 'package.published',
      actor: 'alice',
      grade: 'server',
      outcome: 'success',
      package: 'axios',
      scripts: ['install: x'],
      time: TIME,
      version: '1.14.1',
    },
    citations: [citation('b'), citation('a')],
    remarks: ['late'],
    entries: [3, 7],
  });
  expect(Object.keys(merged.members)).toEqual(Object.keys(merged.members).toSorted());
});

it('names both sides of a contradiction, and believes the first evidence', () => {
  const merged = mergeSteps([
    witness('a', { actor: 'alice' }),
    witness('b', { actor: 'bob' }),
    witness('c', { actor: 'alice' }),
  ]);
  expect(merged.members.actor).toBe('alice');
  expect(merged.conflicts).toEqual([`actor: alice (EV-${C}:1) or bob (EV-${B}:1)`]);
});

it('does not take "unknown" for a contradiction', () => {
  const merged = mergeSteps([
    witness('c', { outcome: 'unknown', actor_type: 'unknown', auth_method: 'unknown', text: 'unknown' }),
    witness('a', { outcome: 'success', actor_type: 'user', auth_method: 'oidc', text: 'known' }),
  ]);
  expect(merged.members).toMatchObject({ outcome: 'success', actor_type: 'user', auth_method: 'oidc' });
  expect(merged.conflicts).toEqual([`text: unknown (EV-${C}:1) or known (EV-${A}:1)`]);
});

describe('times', () => {
  it('are the narrowest range that all allow', () => {
    const merged = mergeSteps([
      witness('a', {
        not_before: '2026-03-01T00:00:00.000Z',
        not_after: '2026-03-31T04:00:00.000Z',
        basis: 'snapshot_range',
      }),
      witness('b', {
        not_before: '2026-02-01T00:00:00.000Z',
        not_after: '2026-03-31T03:15:30.000Z',
        basis: 'snapshot_range',
      }),
      witness('c', { not_after: '2026-05-01T00:00:00.000Z', basis: 'snapshot_range' }),
    ]);
    expect(merged).toMatchObject({ sort: 1_774_926_930_000_000, bounded: 1, low: 1_772_323_200_000_000 });
    expect(merged.members).toMatchObject({
      not_before: '2026-03-01T00:00:00.000Z',
      not_after: '2026-03-31T03:15:30.000Z',
    });
    expect(merged.conflicts).toBeUndefined();
  });

  it('contradict each other where no moment is left', () => {
    const merged = mergeSteps([
      witness('a', { not_before: '2026-04-01T00:00:00.000Z' }),
      witness('b', { not_after: '2026-03-31T03:15:30.000Z' }),
    ]);
    expect(merged.members).toMatchObject({
      not_before: '2026-04-01T00:00:00.000Z',
      not_after: '2026-03-31T03:15:30.000Z',
    });
    expect(merged.conflicts).toEqual([
      `time: not before 2026-04-01T00:00:00.000Z (EV-${A}:1) but not after 2026-03-31T03:15:30.000Z (EV-${B}:1)`,
    ]);
  });

  it('that are exact go before bounds, the most precise first', () => {
    const merged = mergeSteps([
      witness('c', { time: TIME, precision: 'ms' }),
      witness('b', { not_after: '2026-03-31T03:15:30.000Z' }),
      witness('a', { time: '2026-03-31T00:21:58.168000Z', precision: 'us', basis: 'event' }),
    ]);
    expect(merged.members).toEqual({
      action: 'package.published',
      basis: 'event',
      grade: 'server',
      outcome: 'success',
      precision: 'us',
      time: '2026-03-31T00:21:58.168000Z',
    });
    expect(merged.conflicts).toBeUndefined();
  });

  it('that differ are both told', () => {
    const merged = mergeSteps([
      witness('a', { time: '2026-03-31T00:21:59.000Z', precision: 's' }),
      witness('b', { time: TIME }),
    ]);
    expect(merged.members.time).toBe(TIME);
    expect(merged.members.precision).toBeUndefined();
    expect(merged.conflicts).toEqual([`time: ${TIME} (EV-${B}:1) or 2026-03-31T00:21:59.000Z (EV-${A}:1)`]);
  });
});

it('leaves a single step as it is, and refuses none', () => {
  const one = witness('a', {});
  expect(mergeSteps([one])).toBe(one);
  expect(() => mergeSteps([])).toThrow(RangeError);
});

it('keeps places apart that differ in leading zeros', () => {
  const places = ['#/versions/1.0', '#/versions/01.0', ':2', ':10'].map((place) => citation('a', place));
  const merged = mergeSteps(places.map((place) => witness('a', {}, { citations: [place] })));
  expect(merged.citations.map(({ place }) => place)).toEqual(['#/versions/01.0', '#/versions/1.0', ':2', ':10']);
});

describe('the order of the steps', () => {
  const time = fc.constantFrom(undefined, TIME, '2026-03-31T00:21:58.168000Z', '2026-03-31T00:21:59.000Z');
  const members = fc.record(
    {
      actor: fc.constantFrom('alice', 'bob'),
      outcome: fc.constantFrom('success', 'unknown', 'denied'),
      scripts: fc.constantFrom(['install: x'], ['install: y']),
      time,
      precision: fc.constantFrom('ms', 's'),
      not_before: fc.constantFrom('2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'),
      not_after: fc.constantFrom('2026-03-02T00:00:00.000Z', '2026-03-31T00:00:00.000Z'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<EventMembers>>;
  const more = fc.record({
    citations: fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom(':1', ':2', '')), { maxLength: 3 }),
    remarks: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    entries: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
  });
  const witnesses = fc.array(
    fc.tuple(members, more).map(([said, { citations, ...rest }]) => {
      return witness('a', said, { ...rest, citations: citations.map(([name, place]) => citation(name, place)) });
    }),
    { minLength: 2, maxLength: 6 },
  );
  const shuffled = witnesses.chain((steps) => {
    return fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length }));
  });

  it('makes no difference', () => {
    fc.assert(
      fc.property(shuffled, ([steps, again]) => {
        expect(mergeSteps(again)).toEqual(mergeSteps(steps));
      }),
    );
  });
});
