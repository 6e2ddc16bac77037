import { AppError } from './errors.ts';
import { momentText, parseTime } from './time.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 };

/** A length of time as users write it: `90s`, `5m`, `6h`, `2d`, `1w`. Microseconds. @throws {AppError} `time-unreadable` */
export function parseDuration(text: string): number {
  const match = /^(\d{1,9})\s*(s|min|m|h|d|w)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined)
    throw new AppError(
      'time-unreadable',
      `"${text}" is not a length of time`,
      'write for example 90s, 5m, 6h, 2d or 1w',
    );
  return Number(match[1]) * unit * 1_000_000;
}

/**
 * A time as users write it: ISO 8601, `2d` (that long ago), `now`, `today`, `yesterday`, `yesterday 14:00`. Without a
 * zone it is UTC. Microseconds.
 * @param now UTC, ISO 8601
 * @throws {AppError} `time-unreadable`
 */
export function parseTimeArgument(text: string, now: string): number {
  const trimmed = text.trim();
  const base = microsAt(now);
  if (trimmed === 'now') return base;
  if (/^\d+\s*(?:s|min|m|h|d|w)$/.test(trimmed)) return base - parseDuration(trimmed);
  const day = /^(today|yesterday)(?:\s+(\d\d:\d\d(?::\d\d)?))?$/.exec(trimmed);
  if (day === null) return microsAt(trimmed);
  const date = momentText(base - (day[1] === 'yesterday' ? 86_400_000_000 : 0)).slice(0, 10);
  return microsAt(`${date}T${day[2] ?? '00:00'}`);
}

function microsAt(text: string): number {
  const result = parseTime(text, 'Z');
  if (result.ok) return result.moment.micros;
  throw new AppError(
    'time-unreadable',
    `"${text}" is not a time`,
    'write for example 2026-03-31T00:21:58Z, 2d, or "yesterday 14:00"',
  );
}
