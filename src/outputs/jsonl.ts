import type { Output } from '../core/output.ts';
import { jsonText, type Printable, safe } from '../core/printable.ts';
import type { Report } from '../core/report.ts';

/** The rows alone, one JSON object a line: what other tools read without knowing this one. */
async function* render(report: Report): AsyncGenerator<Printable> {
  for await (const row of report.rows) yield safe`${jsonText(row.data)}\n`;
}

const jsonl: Output = { id: 'jsonl', title: 'one JSON object a line, the rows alone', render };

export default jsonl;
