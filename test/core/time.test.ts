import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, microsOf, momentOf, momentText, parseEpoch, parseTime, readTime } from '../../src/core/time.ts';

const SECOND = 1_000_000;

describe('ISO 8601 as logs write it', () => {
  it.each([
    ['2026-03-31T00:21:58.168Z', '2026-03-31T00:21:58.168Z', 'ms'],
    ['2026-03-31T00:21:58Z', '2026-03-31T00:21:58.000Z', 's'],
    ['2026-03-31T00:21:58.1Z', '2026-03-31T00:21:58.100Z', 'ms'],
    ['2026-03-31T00:21:58.168425Z', '2026-03-31T00:21:58.168425Z', 'us'],
    ['2026-03-31T00:21:58.1684250Z', '2026-03-31T00:21:58.1684250Z', 'ns'],
    ['2026-03-31T00:21:58.168425999Z', '2026-03-31T00:21:58.168425999Z', 'ns'],
    ['2026-03-31T00:21:58.1684259999999Z', '2026-03-31T00:21:58.168425999Z', 'ns'],
    ['2026-03-31 00:21:58,168-0500', '2026-03-31T05:21:58.168Z', 'ms'],
    ['2026-03-31 00:21:58 +01', '2026-03-30T23:21:58.000Z', 's'],
    ['2026-03-31 00:21:58 UTC', '2026-03-31T00:21:58.000Z', 's'],
    ['2026-03-31T05:51:58+05:30', '2026-03-31T00:21:58.000Z', 's'],
    ['2026-03-31T00:21Z', '2026-03-31T00:21:00.000Z', 'min'],
    ['2026-03-31', '2026-03-31T00:00:00.000Z', 'day'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', 'day'],
    ['2026-03-31T24:00:00Z', '2026-04-01T00:00:00.000Z', 's'],
    ['2016-12-31T23:59:60.5Z', '2016-12-31T23:59:59.500Z', 'ms'],
    ['2099-12-31T23:59:59Z', '2099-12-31T23:59:59.000Z', 's'],
  ])('%s', (text, utc, precision) => {
    const { ok, ...rest } = parseTime(text);
    const micros =
      Date.parse(`${utc.slice(0, 23)}Z`) * 1000 + Number(utc.slice(23, 26).replace('Z', '').padEnd(3, '0'));
    const moment = text === utc ? { text: utc, micros, precision } : { text: utc, micros, precision, raw: text };
    expect([ok, rest]).toEqual([true, { moment }]);
  });

  it.each([
    '2026-02-29',
    '2026-02-30T00:00:00Z',
    '2026-13-01',
    '2026-00-10',
    '0000-00-00',
    '2026-03-31T25:00:00Z',
    '2026-03-31T24:00:01Z',
    '2026-03-31T12:60:00Z',
    '2026-03-31T12:00:61Z',
    '2026-03-31T00:00:00+25:00',
    '2026-03-31T00:00:00+00:60',
    '2026-03-31T00:21:58.Z',
    ' 2026-03-31',
    '31/Mar/2026:00:40:01 +0000',
    'Tue, 31 Mar 2026 00:40:00 GMT',
    'yesterday',
    '',
    '1'.repeat(100_000),
  ])('cannot read %j', (text) => expect(parseTime(text)).toEqual({ ok: false, code: 'unreadable-time' }));

  it.each([
    '1970-01-01T00:00:00Z',
    '2008-12-31T23:59:59.999Z',
    '2009-01-01T00:00:00+01:00',
    '2100-01-01T00:00:00Z',
    '9999-12-31',
  ])('does not believe %s', (text) => expect(parseTime(text)).toEqual({ ok: false, code: 'time-out-of-range' }));
});

describe('a text without zone', () => {
  it('is refused, never taken for UTC or the zone of this machine', () => {
    for (const text of ['2026-03-31 00:21:58', '2026-03-31T00:21', '2026-03-31 00:21:58,168']) {
      expect(parseTime(text)).toEqual({ ok: false, code: 'no-zone' });
    }
  });

  it('is read with the zone the user states, which does not override a stated one', () => {
    expect(momentOf('2026-03-31 00:21:58', '+02:00')?.text).toBe('2026-03-30T22:21:58.000Z');
    expect(momentOf('2026-03-31 00:21:58Z', '+02:00')?.text).toBe('2026-03-31T00:21:58.000Z');
  });
});

describe('epoch numbers', () => {
  it.each([
    [1774917600, '2026-03-31T00:40:00.000Z', 's'],
    [1774917600.25, '2026-03-31T00:40:00.250Z', 'ms'],
    ['1774917600.123456789', '2026-03-31T00:40:00.123456789Z', 'ns'],
    [1774917600123, '2026-03-31T00:40:00.123Z', 'ms'],
    ['1774917600123', '2026-03-31T00:40:00.123Z', 'ms'],
    [1774917600123456, '2026-03-31T00:40:00.123456Z', 'us'],
    ['1774917600123456789', '2026-03-31T00:40:00.123456789Z', 'ns'],
    ['001774917600', '2026-03-31T00:40:00.000Z', 's'],
    [1230768000, '2009-01-01T00:00:00.000Z', 's'],
    [4102444799, '2099-12-31T23:59:59.000Z', 's'],
  ])('%s', (epoch, text, precision) => {
    const micros =
      Math.floor(Date.parse(text) / 1000) * SECOND + Number(text.slice(20, 26).replace('Z', '').padEnd(6, '0'));
    expect(parseEpoch(epoch)).toEqual({ ok: true, moment: { text, micros, precision, raw: String(epoch) } });
  });

  it.each([0, 86_400, 1230767999, 4102444800, 99_999_999_999])('does not believe %s', (epoch) =>
    expect(parseEpoch(epoch)).toEqual({ ok: false, code: 'time-out-of-range' }));

  it.each([
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e21,
    '',
    '1e9',
    '0x10',
    '-5',
    '1774917600 ',
  ])('cannot read %s', (epoch) => expect(parseEpoch(epoch)).toEqual({ ok: false, code: 'unreadable-time' }));
});

describe('a time in either form', () => {
  it('is told apart by its digits', () => {
    expect(momentOf(1774917600123)?.text).toBe('2026-03-31T00:40:00.123Z');
    expect(momentOf('1774917600123')?.text).toBe('2026-03-31T00:40:00.123Z');
    expect(momentOf('2026-03-31T00:40:00Z')?.text).toBe('2026-03-31T00:40:00.000Z');
  });

  it('never throws and never invents one', () => {
    for (const value of [null, undefined, true, {}, [], '20260331', 'now', new Date(0)]) {
      expect(readTime(value)).toEqual({ ok: false, code: 'unreadable-time' });
      expect(momentOf(value)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readTime(value);
        expect(read.ok ? microsOf(read.moment.text) : 0).toBe(read.ok ? read.moment.micros : 0);
      }),
    );
  });
});

describe('microseconds', () => {
  const micros = fc.integer({ min: Date.UTC(2009, 0, 1) * 1000, max: Date.UTC(2100, 0, 1) * 1000 - 1 });

  it('survive being written and read', () => {
    fc.assert(
      fc.property(micros, (value) => {
        const text = momentText(value);
        expect(microsOf(text)).toBe(value);
        expect(parseTime(text)).toMatchObject({ ok: true, moment: { text, micros: value } });
        expect(momentOf(text)).not.toHaveProperty('raw');
      }),
    );
  });

  it('sort as their texts of one length do', () => {
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        const [left, right] = [a, b].map((value) => momentText(value - (value % 1000)));
        expect((left ?? '') <= (right ?? '')).toBe(Math.floor(a / 1000) <= Math.floor(b / 1000));
      }),
    );
  });

  it('have three digits, or six where they are needed', () => {
    expect(momentText(1774917600 * SECOND)).toBe('2026-03-31T00:40:00.000Z');
    expect(momentText(1774917600 * SECOND + 120)).toBe('2026-03-31T00:40:00.000120Z');
    expect(momentText(-1)).toBe('1969-12-31T23:59:59.999999Z');
  });

  it.each([
    '',
    '2026-03-31',
    '2026-03-31T00:40:00Z',
    '2026-03-31T00:21:58+0000',
    '2026-03-31T00:40:00.000+00:00',
  ])('are not in %j', (text) => expect(microsOf(text)).toBeNaN());
});

describe('a length of time', () => {
  const between = (from: string, to: string): string => durationText(microsOf(to) - microsOf(from));

  it.each([
    ['2026-03-31T00:21:58.168Z', '2026-03-31T03:15:30.000Z', '2 h 53 min 32 s'],
    ['2026-03-31T01:00:57.285Z', '2026-03-31T03:15:30.000Z', '2 h 14 min 33 s'],
    ['2026-03-31T00:21:58.168Z', '2026-03-31T01:00:57.285Z', '38 min 59 s'],
    ['2026-03-30T23:59:12.000Z', '2026-03-31T00:21:58.168Z', '22 min 46 s'],
    ['2026-03-31T00:05:41.000Z', '2026-03-31T00:21:58.168Z', '16 min 17 s'],
    ['2026-02-18T17:19:20.000Z', '2026-03-31T00:21:58.168Z', '40 d 7 h'],
    ['2026-03-31T00:00:00.000Z', '2026-03-31T04:00:47.000Z', '4 h 0 min 47 s'],
    ['2026-03-31T00:00:00.000Z', '2026-04-02T00:59:59.000Z', '2 d'],
    ['2026-03-31T00:00:00.000Z', '2026-03-31T00:00:59.600Z', '1 min 0 s'],
    ['2026-03-31T00:00:00.000Z', '2026-03-31T23:59:59.600Z', '1 d'],
    ['2026-03-31T00:00:00.000Z', '2026-03-31T00:00:00.400Z', '0 s'],
  ])('%s to %s', (from, to, text) => {
    expect(between(from, to)).toBe(text);
    expect(between(to, from)).toBe(text);
  });
});
