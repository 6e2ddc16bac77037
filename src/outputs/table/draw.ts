import type { Page } from '../../core/output.ts';
import { type Printable, printable } from '../../core/printable.ts';
import type { Column, Line, Report } from '../../core/report.ts';
import { CELL_LIMIT, type DrawnRow, type Grid, gridOf } from './grid.ts';
import { layOut, type Need } from './layout.ts';
import { type Pen, penOf } from './pen.ts';
import { isPrepared, prepare, spaces, widthOf, wrap } from './text.ts';

/** The widths of the columns follow from this many rows; the rows after them are drawn as they come. */
const SAMPLE = 200;
/** An indented line keeps at least this much of the page. */
const READABLE = 20;

/** Draws a report for people. Rows are read as they are drawn. */
export async function* draw(report: Report, page: Page): AsyncGenerator<Printable> {
  const pen = await penOf(page.color);
  const write = (lines: readonly Printable[]): Printable => lines.map((line) => `${line}\n`).join('') as Printable;
  await prepare(report.head);
  yield write(linesOf(report.head, page.width, pen));
  for await (const lines of drawRows(report, page, pen)) yield write(lines);
  const { lines, tables = [], closing = [] } = await report.foot();
  await prepare([...lines, ...closing]);
  yield write(linesOf(lines, page.width, pen));
  for (const table of tables) {
    await prepare([table.title]);
    yield write(linesOf([table.title], page.width, pen));
    for await (const drawn of drawRows(table, page, pen)) yield write(drawn);
  }
  yield write(linesOf(closing, page.width, pen));
}

/** What stands in columns. */
interface Drawn {
  readonly columns: readonly Column[];
  readonly rows: Iterable<DrawnRow> | AsyncIterable<DrawnRow>;
}

/** Lines of text around the table, wrapped to the page. */
function linesOf(lines: readonly Line[], width: number, pen: Pen): Printable[] {
  return lines.flatMap(({ text, style, indent = 0, whole }) => {
    const margin = spaces(Math.min(indent, Math.max(width - READABLE, 0)));
    const safe = printable(text);
    const wrapped = whole === true ? [safe] : wrap(safe, Math.max(width - margin.length, 1));
    return wrapped.map((line) => (margin + pen(line, style)).trimEnd() as Printable);
  });
}

/** So many rows are drawn at once: to wait for each would take as long as to draw it. `SAMPLE` is a multiple. */
const BATCH = 50;

function* inBatches(rows: Iterable<DrawnRow>): Generator<readonly DrawnRow[]> {
  let batch: DrawnRow[] = [];
  for (const row of rows) {
    batch.push(made(row));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

async function* oneByOne(rows: AsyncIterable<DrawnRow>): AsyncGenerator<readonly DrawnRow[]> {
  for await (const row of rows) yield [made(row)];
}

/** Rows make their texts each time they are asked for them: here, once. */
function made({ cells, below = [] }: DrawnRow): DrawnRow {
  return { cells, below };
}

async function* drawRows({ columns, rows }: Drawn, page: Page, pen: Pen): AsyncGenerator<Printable[]> {
  const below = (row: DrawnRow): Printable[] => linesOf(row.below ?? [], page.width, pen);
  const waiting: DrawnRow[] = [];
  let grid: Grid | undefined;
  await prepare(columns.map(({ title }) => ({ text: title })));
  for await (const batch of Symbol.iterator in rows ? inBatches(rows) : oneByOne(rows)) {
    const texts = batch.flatMap((row) => [...row.cells, ...(row.below ?? [])]);
    if (!isPrepared(texts)) await prepare(texts);
    if (grid !== undefined) {
      yield drawAll(batch, grid, below);
    } else if (waiting.push(...batch) === SAMPLE) {
      grid = gridFor(columns, waiting, page, pen, true);
      yield [...grid.head, ...drawAll(waiting, grid, below)];
    }
  }
  if (grid !== undefined || waiting.length === 0) return;
  const whole = gridFor(columns, waiting, page, pen, false);
  yield [...whole.head, ...drawAll(waiting, whole, below)];
}

function drawAll(rows: readonly DrawnRow[], grid: Grid, below: (row: DrawnRow) => Printable[]): Printable[] {
  return rows.flatMap((row) => [...grid.fill(row), ...below(row)]);
}

function gridFor(columns: readonly Column[], rows: readonly DrawnRow[], page: Page, pen: Pen, open: boolean): Grid {
  const needs = columns.map(({ title }, i) => {
    const texts = rows.map(({ cells }) => printable(cells[i]?.text ?? '', CELL_LIMIT));
    return needOf([printable(title), ...texts]);
  });
  return gridOf(layOut(columns, needs, page.width, open), pen);
}

function needOf(texts: readonly Printable[]): Need {
  const widest = (parts: readonly string[]): number => Math.max(...parts.map(widthOf));
  return { line: widest(texts), longestWord: widest(texts.flatMap((text) => text.split(' '))) };
}
