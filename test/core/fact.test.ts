import { describe, expect, it } from 'vitest';
import { isAction } from '../../src/core/action.ts';
import { type EventDraft, membersOf } from '../../src/core/event.ts';
import { FACT_KINDS, type FactFields, factEvent } from '../../src/core/fact.ts';

function eventOf(fields: FactFields, zone?: string): EventDraft {
  const result = factEvent(fields, zone);
  if ('problem' in result) throw new Error(result.problem.message);
  return result.event;
}

describe('factEvent', () => {
  it('makes an event of grade reported from every kind', () => {
    for (const [kind, action] of Object.entries(FACT_KINDS)) {
      expect(isAction(action)).toBe(true);
      const event = membersOf(eventOf({ at: '2026-03-31T00:05:41Z', kind, source: 'Bob' }));
      expect(event).toMatchObject({ action, kind, grade: 'reported', basis: 'reported', source_name: 'Bob' });
    }
  });

  it('keeps an approximate time as written, and says so in words', () => {
    const event = membersOf(eventOf({ at: '~2026-03-31 03:00:30', kind: 'reported', text: 'first issue' }, '+02:00'));
    expect(event.time).toBe('2026-03-31T01:00:30.000Z');
    expect(event.precision).toBe('min');
    expect(event.time_raw).toBe('~2026-03-31 03:00:30');
    expect(event.text).toBe('about 2026-03-31 03:00:30: first issue');
  });

  it('takes one bound or two, and no time in between', () => {
    const between = membersOf(eventOf({ not_before: '2026-03-31', not_after: '2026-04-01T00:00:00Z', kind: 'other' }));
    expect(between).toMatchObject({ not_before: '2026-03-31T00:00:00.000Z', not_after: '2026-04-01T00:00:00.000Z' });
    expect(between.time).toBeUndefined();
    expect(membersOf(eventOf({ not_after: '2026-04-01', kind: 'other' })).not_before).toBeUndefined();
  });

  it('treats absent and empty fields alike', () => {
    const fields = { at: '2026-03-31T00:05:41Z', kind: 'other' };
    expect(eventOf({ ...fields, text: ' ', actor: '', tag: undefined })).toEqual(eventOf(fields));
  });

  it.each<[string, FactFields, string]>([
    ['no time', { kind: 'other' }, 'missing-field'],
    ['no kind', { at: '2026-03-31' }, 'missing-field'],
    ['an unknown kind', { at: '2026-03-31', kind: 'toString' }, 'unknown-shape'],
    ['an unknown action', { at: '2026-03-31', action: 'constructor' }, 'unknown-shape'],
    ['a time and bounds', { at: '2026-03-31', not_after: '2026-03-31', kind: 'other' }, 'unknown-shape'],
    ['bounds that cross', { not_before: '2026-03-31', not_after: '2026-03-30', kind: 'other' }, 'unknown-shape'],
    ['no zone', { at: '2026-03-31 01:00', kind: 'other' }, 'no-zone'],
    ['no zone, approximately', { at: '~2026-03-31 01:00', kind: 'other' }, 'no-zone'],
    ['a bare tilde', { at: '~', kind: 'other' }, 'unreadable-time'],
    ['an approximate bound', { not_before: '~2026-03-31', kind: 'other' }, 'unreadable-time'],
    ['a time before npm', { at: '1970-01-01', kind: 'other' }, 'time-out-of-range'],
  ])('refuses %s', (_, fields, code) => {
    expect(factEvent(fields)).toMatchObject({ problem: { code } });
  });

  it('keeps what it quotes short', () => {
    const result = factEvent({ at: 'x'.repeat(100_000), kind: 'other' });
    expect('problem' in result && result.problem.message.length).toBeLessThan(200);
  });
});
