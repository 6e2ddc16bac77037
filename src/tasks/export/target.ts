import type { CommandInput } from '../../core/command.ts';
import type { Report } from '../../core/report.ts';

/** A form in which a case can be given to others. */
export interface ExportTarget {
  /** Same as the file name, or the name of the format where that cannot be one: the value of `--to`. */
  readonly id: string;
  readonly title: string;
  /** @throws {AppError} */
  run(input: CommandInput): Promise<Report>;
}
