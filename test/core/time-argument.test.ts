import { expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { momentText } from '../../src/core/time.ts';
import { parseDuration, parseTimeArgument } from '../../src/core/time-argument.ts';

const NOW = '2026-03-31T12:00:00.000Z';

it.each([
  ['2026-03-31T00:21:58.168Z', '2026-03-31T00:21:58.168Z'],
  ['2026-03-31 00:21', '2026-03-31T00:21:00.000Z'],
  ['2026-03-31T02:21:58+02:00', '2026-03-31T00:21:58.000Z'],
  ['2026-03-31', '2026-03-31T00:00:00.000Z'],
  ['now', NOW],
  ['2d', '2026-03-29T12:00:00.000Z'],
  ['90 min', '2026-03-31T10:30:00.000Z'],
  ['1w', '2026-03-24T12:00:00.000Z'],
  ['today', '2026-03-31T00:00:00.000Z'],
  ['yesterday', '2026-03-30T00:00:00.000Z'],
  ['yesterday 14:00', '2026-03-30T14:00:00.000Z'],
  ['today 09:30:05', '2026-03-31T09:30:05.000Z'],
])('%s', (text, wanted) => {
  expect(momentText(parseTimeArgument(text, NOW))).toBe(wanted);
});

it.each([
  '',
  'tomorrow',
  '2026-13-01',
  '25:00',
  'yesterday noon',
  '2026-02-30',
  '-2d',
  '1e9',
])('%j is refused', (text) => {
  expect(() => parseTimeArgument(text, NOW)).toThrow(AppError);
});

it.each([
  ['90s', 90],
  ['5m', 300],
  ['5 min', 300],
  ['6h', 21_600],
  ['2d', 172_800],
])('%s is a length', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds * 1_000_000);
});

it.each(['', '5', 'm', '5x', '1.5h'])('%j is no length', (text) => {
  expect(() => parseDuration(text)).toThrow(AppError);
});
