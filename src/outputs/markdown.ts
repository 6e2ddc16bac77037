import type { Output } from '../core/output.ts';
import { markdownText, type Printable, safe } from '../core/printable.ts';
import type { Column, Foot, Line, Report, Row } from '../core/report.ts';

/** Longest text of a cell. The machine formats have all of it. */
const CELL_LIMIT = 2000;

/** One document: lines as paragraphs and lists, rows as tables. What is from evidence cannot be markup. */
async function* render(report: Report): AsyncGenerator<Printable> {
  yield* linesOf(report.head);
  yield* tableOf(report.columns, report.rows);
  const { lines, tables = [], closing = [] }: Foot = await report.foot();
  yield* linesOf(lines);
  for (const { title, columns, rows } of tables) {
    yield* linesOf([title]);
    yield* tableOf(columns, rows);
  }
  yield* linesOf(closing);
}

/** A strong line is a heading; an indented one an item under the line before. Blocks have a blank line before them. */
function* linesOf(lines: readonly Line[]): Generator<Printable> {
  let inList = false;
  for (const { text, style, indent = 0 } of lines.filter((line) => line.text.trim() !== '')) {
    const shown = markdownText(text.trim());
    const isItem = indent > 0;
    if (!(isItem && inList)) yield safe`\n`;
    if (isItem) yield safe`- ${shown}\n`;
    else yield style === 'strong' || style === 'bad' ? safe`### ${shown}\n` : safe`${shown}\n`;
    inList = isItem;
  }
}

async function* tableOf(
  columns: readonly Column[],
  rows: Iterable<DrawnRow> | AsyncIterable<DrawnRow>,
): AsyncGenerator<Printable> {
  let begun = false;
  for await (const row of rows) {
    if (!begun && columns.length > 0) yield* headOf(columns);
    begun = true;
    yield rowOf(columns, row);
  }
}

type DrawnRow = Pick<Row, 'cells' | 'below'>;

function* headOf(columns: readonly Column[]): Generator<Printable> {
  const titles = columns.map(({ title }) => safe` ${markdownText(title)} |`);
  yield safe`\n|${joined(titles)}\n`;
  yield safe`|${joined(columns.map(({ align }) => (align === 'right' ? safe` ---: |` : safe` --- |`)))}\n`;
}

/** Lines under a row stand in its widest cell. */
function rowOf(columns: readonly Column[], { cells, below = [] }: DrawnRow): Printable {
  const widest = columns.reduce((at, { weight = 0 }, i) => (weight > (columns[at]?.weight ?? 0) ? i : at), 0);
  const texts = cells.map(({ text }, i) => {
    const more = i === widest ? below.map((line) => safe`<br>${markdownText(line.text, CELL_LIMIT)}`) : [];
    return safe` ${markdownText(text, CELL_LIMIT)}${joined(more)} |`;
  });
  return safe`|${joined(texts)}\n`;
}

function joined(parts: readonly Printable[]): Printable {
  return parts.join('') as Printable;
}

const markdown: Output = { id: 'markdown', title: 'Markdown, to hand over', render };

export default markdown;
