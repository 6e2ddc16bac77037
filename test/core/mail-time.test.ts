import { describe, expect, it } from 'vitest';
import { parseMailTime } from '../../src/core/mail-time.ts';

describe('parseMailTime', () => {
  it.each([
    ['Tue, 31 Mar 2026 00:22:05 -0700 (PDT)', '2026-03-31T07:22:05.000Z', 's'],
    ['Tue, 31 Mar 2026 00:22:05 +0000', '2026-03-31T00:22:05.000Z', 's'],
    ['Tue, 31 Mar 2026 04:30:00 GMT', '2026-03-31T04:30:00.000Z', 's'],
    ['Tuesday, 31-Mar-26 04:30:00 GMT', '2026-03-31T04:30:00.000Z', 's'],
    ['31 Mar 2026 04:30 EDT', '2026-03-31T08:30:00.000Z', 'min'],
    ['1 March 2026 4:30:00 +0530', '2026-02-28T23:00:00.000Z', 's'],
    ['Tue,  3 Mar 2026 04:30:00 -0000', '2026-03-03T04:30:00.000Z', 's'],
  ])('reads %s', (value, text, precision) => {
    expect(parseMailTime(value)).toEqual({
      ok: true,
      moment: expect.objectContaining({ text, precision, raw: value }),
    });
  });

  it('keeps the text without the blanks around it', () => {
    expect(parseMailTime('\tTue, 31 Mar 2026 04:30:00 GMT \r')).toMatchObject({
      moment: { raw: 'Tue, 31 Mar 2026 04:30:00 GMT' },
    });
  });

  it.each([
    ['', 'unreadable-time'],
    ['yesterday', 'unreadable-time'],
    ['Tue, 31 Foo 2026 04:30:00 GMT', 'unreadable-time'],
    ['Tue, 32 Mar 2026 04:30:00 GMT', 'unreadable-time'],
    ['Tue, 31 Mar 2026 25:30:00 GMT', 'unreadable-time'],
    ['2026-03-31T04:30:00Z', 'unreadable-time'],
    ['Tue, 31 Mar 2026 04:30:00', 'no-zone'],
    ['Tue, 31 Mar 2026 04:30:00 XYZ', 'no-zone'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 'time-out-of-range'],
  ])('refuses %j as %s', (value, code) => expect(parseMailTime(value)).toEqual({ ok: false, code }));
});
