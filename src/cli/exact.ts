import { AppError } from '../core/errors.ts';
import type { Globals } from './program.ts';

/**
 * Refuses what cannot be done with a file of a given form: to draw it, or to show it on a terminal, which would obey
 * what stands in it.
 * @throws {AppError} `usage`
 */
export function checkExact({ format, json }: Globals, toTerminal: boolean): void {
  if (json || format !== undefined)
    throw new AppError('usage', 'the form of an export is what --to says', 'leave out --json and --format');
  if (toTerminal)
    throw new AppError(
      'usage',
      'an export is not for a terminal: it holds evidence as it stands',
      'give -o FILE, or |',
    );
}
