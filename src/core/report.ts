import type { ExitCode } from './errors.ts';
import type { Json, JsonObject } from './json.ts';

/** What a text is, for outputs that have colours. No meaning is carried by style alone. */
export type Style = 'plain' | 'strong' | 'dim' | 'good' | 'warning' | 'bad';

/** A line of text around the table. Its text may hold anything from evidence: outputs make it printable. */
export interface Line {
  readonly text: string;
  readonly style?: Style;
  /** Columns of indentation; a wrapped line goes on there. */
  readonly indent?: number;
  /** To be copied: never wrapped, however long. */
  readonly whole?: boolean;
}

export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Columns with a weight share what width is left; others take what they need. */
  readonly weight?: number;
  /** Dropped first (highest number first) when the terminal is too narrow. */
  readonly optional?: number;
}

/** One line of an answer, for people (`cells`, and `below`: lines under it) and for programs (`data`). */
export interface Row {
  readonly cells: readonly Cell[];
  readonly below?: readonly Line[];
  readonly data: JsonObject;
}

/** What stands at the end: it is known only when all rows are read. */
export interface Foot {
  readonly lines: readonly Line[];
  /** After the lines, in this order; the last lines of all stand under them. */
  readonly tables?: readonly Table[];
  readonly closing?: readonly Line[];
  /** For programs; totals and verdicts. */
  readonly data: JsonObject;
  readonly exitCode: ExitCode;
}

export type ReportKind =
  | 'ingest'
  | 'timeline'
  | 'findings'
  | 'rules'
  | 'integrity'
  | 'evidence'
  | 'history'
  | 'formats'
  | 'export'
  | 'text'
  | 'change';

/** A table after the rows, for people: programs find the same in the foot's data. */
export interface Table {
  readonly title: Line;
  readonly columns: readonly Column[];
  readonly rows: readonly Pick<Row, 'cells' | 'below'>[];
}

/** What a command answers. Rows are read once, lazily; `foot` afterwards. */
export interface Report {
  readonly kind: ReportKind;
  readonly head: readonly Line[];
  readonly headData?: JsonObject;
  readonly columns: readonly Column[];
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
  /** Members of `data` that make the columns of CSV; paths with dots reach nested members. */
  readonly csv: readonly string[];
  foot(): Foot | Promise<Foot>;
  /** A file of another form: it is written as it stands, and no output draws it. The foot goes to stderr. */
  readonly exact?: Iterable<string> | AsyncIterable<string>;
  /** A report to be given after this one, made only then. Its exit code is the one that counts. */
  following?(): Promise<Report>;
}

/** A report without rows. */
export function textReport(lines: readonly Line[], data: JsonObject, exitCode: ExitCode): Report {
  return { kind: 'text', head: [], columns: [], rows: [], csv: [], foot: () => ({ lines, data, exitCode }) };
}

/** Leaves out members that are undefined, so that they can stand in JSON. */
export function jsonObject(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const filled: Record<string, Json> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) filled[name] = value;
  return filled;
}
