import type { Output } from '../core/output.ts';
import { jsonText, type Printable, safe } from '../core/printable.ts';
import type { Report } from '../core/report.ts';

/** One JSON document, written row by row, each row on a line of its own. */
async function* render(report: Report): AsyncGenerator<Printable> {
  yield safe`{"kind":${jsonText(report.kind)},"head":${jsonText(report.headData ?? {})},"rows":[`;
  let separator = safe`\n`;
  for await (const row of report.rows) {
    yield safe`${separator}${jsonText(row.data)}`;
    separator = safe`,\n`;
  }
  const foot = await report.foot();
  yield safe`\n],"foot":${jsonText(foot.data)}}\n`;
}

const json: Output = { id: 'json', title: 'one JSON document: kind, head, rows, foot', render };

export default json;
