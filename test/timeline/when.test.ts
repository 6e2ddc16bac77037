import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import { dayText, markOf, notBeforeText, stamp, whenText } from '../../src/timeline/when.ts';
import { EMAIL, V0_30_3, V1_14_1 } from './axios.ts';
import { step } from './support.ts';

describe('whenText', () => {
  it.each<[string, Partial<EventMembers>]>([
    ['2026-03-31 00:21:58.168', V1_14_1.members],
    ['2026-02-18 17:19:20', V0_30_3.members],
    ['2026-03-31 03:15:30.000', { time: '2026-03-31T03:15:30.000Z', precision: 'ms' }],
    ['2026-03-31 03:15:30', { time: '2026-03-31T03:15:30.000Z' }],
    ['2026-03-31 01:00', { time: '2026-03-31T01:00:00.000Z', precision: 'min' }],
    ['2026-03-31', { time: '2026-03-31T00:00:00.000Z', precision: 'day' }],
    ['2026-03-31 01:00:00.123456', { time: '2026-03-31T01:00:00.123456Z', precision: 'us' }],
    ['2026-03-31 01:00:00.120000', { time: '2026-03-31T01:00:00.120Z', precision: 'us' }],
    ['2026-03-31 01:00:00.123456', { time: '2026-03-31T01:00:00.123456789Z', precision: 'ns' }],
    ['≤ 2026-03-31 00:21:58.168', EMAIL.members],
    ['≤ 2026-03-31 03:15:30', { not_after: '2026-03-31T03:15:30.000Z' }],
    ['≤ 2026-03-31 03:15:30.124', { not_after: '2026-03-31T03:15:30.123456Z' }],
    ['≥ 2026-03-31 03:15:30.123', { not_before: '2026-03-31T03:15:30.123456Z' }],
    ['time unknown', {}],
    ['time unknown', { time: 'soon' }],
  ])('%s', (expected, members) => {
    const text = whenText(step(members));
    expect(text).toBe(expected);
    expect(text.length).toBeLessThanOrEqual(27);
  });
});

it('puts the lower of two bounds on a line of its own', () => {
  expect(notBeforeText(EMAIL)).toBe('not before 2026-02-18 17:19:20');
  expect(notBeforeText(V1_14_1)).toBeUndefined();
  expect(notBeforeText(step({ not_before: '2026-03-31T03:15:30.000Z' }))).toBeUndefined();
  expect(notBeforeText(step({ not_after: '2026-03-31T03:15:30.000Z' }))).toBeUndefined();
});

it.each<[string, Partial<EventMembers>]>([
  [' ', V1_14_1.members],
  ['≈', EMAIL.members],
  ['≈', { not_before: '2026-03-31T03:15:30.000Z' }],
  ['~', { grade: 'reported', time: '2026-03-31T01:00:00.000Z', precision: 'min' }],
  ['~', { grade: 'reported', not_before: '2026-03-31T01:00:00.000Z', not_after: '2026-03-31T02:19:00.000Z' }],
  [' ', { grade: 'reported', time: '2026-03-31T01:00:00.000Z', precision: 's' }],
  [' ', {}],
])('marks "%s"', (mark, members) => expect(markOf(step(members))).toBe(mark));

it('stamps a moment with the digits it needs', () => {
  expect(stamp(1_774_916_518_168_000)).toBe('2026-03-31 00:21:58.168');
  expect(stamp(1_774_916_518_000_000)).toBe('2026-03-31 00:21:58');
  expect(dayText(1_774_916_518_168_000)).toBe('2026-03-31');
});
