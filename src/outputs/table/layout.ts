import type { Column } from '../../core/report.ts';

/** A column that is shown, and how. */
export interface Slot {
  /** Which cell of a row stands here. */
  readonly cell: number;
  readonly column: Column;
  /** Terminal columns, at least 1. */
  readonly width: number;
  /** Longer text is wrapped; in the others, which hold ids and numbers, it pushes the rest of its line aside. */
  readonly wraps: boolean;
}

/** What the texts of a column take, in terminal columns. */
export interface Need {
  /** Without wrapping. */
  readonly line: number;
  readonly longestWord: number;
}

/** Terminal columns between two columns. */
export const GAP = 2;
/** A weighted column gets this much, if it can use it, before optional columns are shown and before words are broken. */
const COMFORTABLE = 20;
/** Words of a weighted column are broken down to this before a column that does not wrap has to. */
const TIGHT = 12;

/**
 * Chooses columns and widths so that a line takes at most `page` terminal columns.
 * @param open more rows will come whose widths nobody knows yet: weighted columns then take all that is left
 */
export function layOut(columns: readonly Column[], needs: readonly Need[], page: number, open: boolean): Slot[] {
  const all = columns.map((column, cell) => {
    const { line, longestWord } = needs[cell] ?? { line: 1, longestWord: 1 };
    const floor = Math.min(longestWord, COMFORTABLE);
    return { cell, column, width: Math.max(line, 1), wraps: column.weight !== undefined, floor };
  });
  const slots = dropOptional(all, page);
  if (open) grow(slots, page);
  shrink(slots, page);
  return slots;
}

type Growing = { -readonly [Name in keyof Slot]: Slot[Name] } & {
  /** A weighted column is not made narrower than this while others can give. */
  readonly floor: number;
};

function lineWidth(slots: readonly Slot[], widthOf: (slot: Slot) => number): number {
  return slots.reduce((sum, slot) => sum + widthOf(slot), GAP * Math.max(slots.length - 1, 0));
}

function dropOptional(all: readonly Growing[], page: number): Growing[] {
  const need = (slot: Slot): number => (slot.wraps ? Math.min(slot.width, COMFORTABLE) : slot.width);
  let slots = [...all];
  const optional = all.filter(({ column }) => column.optional !== undefined);
  optional.sort((a, b) => (b.column.optional ?? 0) - (a.column.optional ?? 0));
  for (const dropped of optional) {
    if (lineWidth(slots, need) <= page) break;
    slots = slots.filter((slot) => slot !== dropped);
  }
  return slots;
}

/** Width by weight: the larger it is, the more a column has already. */
function share(slot: Slot): number {
  return slot.width / (slot.column.weight ?? 1);
}

function grow(slots: Growing[], page: number): void {
  const weighted = slots.filter(({ wraps }) => wraps);
  for (let free = page - lineWidth(slots, ({ width }) => width); free > 0 && weighted.length > 0; free--) {
    const poorest = weighted.reduce((a, b) => (share(b) < share(a) ? b : a));
    poorest.width++;
  }
}

/**
 * Takes from weighted columns down to their words, then breaks words: a time or an id is more than a word. On a
 * terminal too narrow even so, every column gives.
 */
function shrink(slots: Growing[], page: number): void {
  for (let excess = lineWidth(slots, ({ width }) => width) - page; excess > 0; excess--) {
    const weighted = slots.filter(({ column }) => column.weight !== undefined);
    const givers = [
      weighted.filter(({ width, floor }) => width > floor),
      weighted.filter(({ width }) => width > TIGHT),
      slots.filter(({ width }) => width > 1),
    ].find((some) => some.length > 0);
    if (givers === undefined) return;
    const richest = givers.reduce((a, b) => (share(b) > share(a) ? b : a));
    richest.width--;
    richest.wraps = true;
  }
}
