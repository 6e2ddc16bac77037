import Table from 'cli-table3';
import { type Printable, printable } from '../../core/printable.ts';
import type { Row } from '../../core/report.ts';
import { GAP, type Slot } from './layout.ts';
import type { Pen } from './pen.ts';
import { spaces, widthOf, wrap } from './text.ts';

/** What is drawn of a row. */
export type DrawnRow = Pick<Row, 'cells' | 'below'>;

/** Longest text of a cell, in characters. The machine formats have all of it. */
export const CELL_LIMIT = 500;

/** The drawn table: its head, and a way to fill in rows. Lines have no line ends. */
export interface Grid {
  /** One line, or none for a report without columns. */
  readonly head: readonly Printable[];
  /** The terminal lines of one row. */
  fill(row: DrawnRow): Printable[];
}

const SLOT = '#';

/**
 * cli-table3 draws the head and one row of empty slots; every row is then put into those. It cannot draw the rows
 * itself: it keeps all of them in memory, takes 0.2 ms for each, and measures Hebrew, Thai and newer emoji wrong.
 */
export function gridOf(slots: readonly Slot[], pen: Pen): Grid {
  if (slots.length === 0) return { head: [], fill: () => [] };
  const table = new Table({
    head: slots.map(({ column }) => pen(printable(column.title), 'strong')),
    colWidths: slots.map(({ width }) => width),
    colAligns: slots.map(({ column }) => column.align ?? 'left'),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    chars: BORDERLESS,
  });
  table.push(slots.map(({ width }) => SLOT.repeat(width)));
  const drawn = table.toString().split('\n');
  const between = (drawn.at(-1) ?? '').split(/#+/) as Printable[];
  const head = (drawn[0] ?? '').trimEnd() as Printable;
  return { head: [head], fill: (row) => fill(row, slots, between, pen) };
}

function fill(row: DrawnRow, slots: readonly Slot[], between: readonly Printable[], pen: Pen): Printable[] {
  const texts = slots.map(({ cell, width, wraps }) => {
    const text = printable(row.cells[cell]?.text ?? '', CELL_LIMIT);
    return wraps ? wrap(text, width) : [text];
  });
  const height = Math.max(...texts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, number) => {
    const cells = slots.map((slot, i) => cellOf(slot, texts[i]?.[number], row, pen));
    const line = cells.reduce((drawn, cell, i) => drawn + cell + (between[i + 1] ?? ''), between[0] ?? '');
    return line.trimEnd() as Printable;
  });
}

/** One line of a cell, filled up to the width of its column. */
function cellOf(slot: Slot, text: Printable | undefined, row: DrawnRow, pen: Pen): string {
  if (text === undefined) return spaces(slot.width);
  const fill = spaces(slot.width - widthOf(text));
  const painted = pen(text, row.cells[slot.cell]?.style);
  return slot.column.align === 'right' ? fill + painted : painted + fill;
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};
