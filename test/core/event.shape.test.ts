import { expect, it } from 'vitest';
import { shaped } from '../../src/core/event.shape.ts';
import { type EventMembers, MEMBER_NAMES } from '../../src/core/event.ts';

it('keeps every member that an event can have, and adds none', () => {
  const all = Object.fromEntries(MEMBER_NAMES.map((name) => [name, name])) as unknown as EventMembers;
  expect(shaped(all)).toEqual(all);
  expect(Object.keys(shaped(all))).toEqual([...MEMBER_NAMES]);
  const few: EventMembers = { action: 'other', grade: 'server', outcome: 'success' };
  expect(Object.keys(shaped(few))).toEqual(['action', 'grade', 'outcome']);
});
