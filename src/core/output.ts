import type { Report, ReportKind } from './report.ts';

/** Where a report is drawn. */
export interface Page {
  /** Terminal columns. */
  readonly width: number;
  readonly color: boolean;
}

/** A form of a report. Pure: it yields text, the caller writes it. */
export interface Output {
  /** Same as the file name, and the value of `--format`. */
  readonly id: string;
  readonly title: string;
  /** Kinds of reports it can give; absent: all. */
  readonly kinds?: readonly ReportKind[];
  render(report: Report, page: Page): AsyncIterable<string>;
}
