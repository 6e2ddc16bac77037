import { type CommandInput, textOption } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import auditLog from './audit-log.ts';
import type { ExportTarget } from './target.ts';

/** All there are, one file each. */
const TARGETS: readonly ExportTarget[] = [auditLog];

/** Options of `export` -> the file that was asked for. @throws {AppError} */
export async function run(input: CommandInput): Promise<Report> {
  const to = textOption(input, 'to');
  const target = TARGETS.find(({ id }) => id === to);
  if (target !== undefined) return target.run(input);
  const known = TARGETS.map(({ id, title }) => `${id} (${title})`).join(', ');
  const what = to === undefined ? 'say which form the export is to have' : `there is no form "${to}" to export to`;
  throw new AppError('usage', what, `--to ${known}`);
}
