import { at, type Json } from '../core/json.ts';
import type { Output } from '../core/output.ts';
import { csvCell, jsonText, type Printable, safe } from '../core/printable.ts';
import type { Report } from '../core/report.ts';

/** RFC 4180 with LF, a line of column names first. Missing values are empty; lists are joined by `;`. */
async function* render(report: Report): AsyncGenerator<Printable> {
  if (report.csv.length === 0) return;
  yield csvLine(report.csv.map(csvCell));
  const paths = report.csv.map((name) => name.split('.'));
  for await (const row of report.rows) yield csvLine(paths.map((path) => cellOf(at(row.data, ...path))));
}

function csvLine(cells: readonly Printable[]): Printable {
  return safe`${cells.reduce((line, cell) => safe`${line},${cell}`)}\n`;
}

/** A number keeps its minus: only text can be a formula. */
function cellOf(value: Json | undefined): Printable {
  return typeof value === 'number' ? safe`${value}` : csvCell(textOf(value));
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join(';');
  return typeof value === 'object' ? jsonText(value) : String(value);
}

const csv: Output = { id: 'csv', title: 'comma-separated values, the rows alone', render };

export default csv;
