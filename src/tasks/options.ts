import { join, resolve } from 'node:path';
import { type CommandInput, textOption } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import { maskSecrets } from '../core/secrets.ts';
import { type Moment, momentText, parseTime } from '../core/time.ts';
import { parseTimeArgument } from '../core/time-argument.ts';

/** Path of the case: `--db`, else `AUDIT_TIMELINE_DB`, else `audit-timeline.db` in the current folder. */
export function casePath(input: CommandInput): string {
  const { cwd, env } = input.host;
  const named = textOption(input, 'db') ?? env['AUDIT_TIMELINE_DB'];
  return named === undefined || named === '' ? join(cwd, 'audit-timeline.db') : resolve(cwd, named);
}

/** An exact moment given as an option. @throws {AppError} `time-unreadable` */
export function momentOption(input: CommandInput, name: string): Moment | undefined {
  const text = textOption(input, name);
  if (text === undefined) return undefined;
  const result = parseTime(momentText(parseTimeArgument(text, input.host.now())));
  return result.ok ? result.moment : undefined;
}

/** `--recorded-by`, for `CaseWriter.by`. It comes from a person, and may hold anything. */
export function recordedBy(input: CommandInput): { readonly recordedBy?: string } {
  const name = textOption(input, 'recordedBy');
  return name === undefined || name.trim() === '' ? {} : { recordedBy: maskSecrets(name) };
}

/** Microseconds of a time given as an option. @throws {AppError} `time-unreadable` */
export function timeOption(input: CommandInput, name: string): number | undefined {
  const text = textOption(input, name);
  return text === undefined ? undefined : parseTimeArgument(text, input.host.now());
}

/** @throws {AppError} `usage` */
export function numberOption(input: CommandInput, name: string, flag: string): number | undefined {
  const text = textOption(input, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new AppError('usage', `${flag} takes a whole number, not "${text}"`);
  return Number(text);
}

/** An offset such as `+02:00`, `-0500` or `Z`. @throws {AppError} `usage` */
export function zoneOption(input: CommandInput): string | undefined {
  const text = textOption(input, 'assumeTz');
  if (text === undefined) return undefined;
  if (/^(?:Z|UTC)$/i.test(text)) return 'Z';
  if (/^[+-](?:0\d|1[0-4]):?[0-5]\d$/.test(text)) return text;
  throw new AppError(
    'usage',
    `--assume-tz takes an offset, not "${text}"`,
    'write +02:00, -0500 or Z; a zone name does not say whether it was summer time',
  );
}
