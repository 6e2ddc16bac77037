import { compares, numberIn } from '../matcher.ts';
import type { Bound, Measure } from '../model.ts';
import type { Table } from './table.ts';
import type { Texts } from './texts.ts';

/** A number that is kept up to date while a window moves. */
export interface Gauge {
  add(row: number): void;
  remove(row: number): void;
  /** Undefined: nothing to measure. */
  value(): number | undefined;
}

/** @param columns where the measured fields stand in the table */
export function gaugeOf(measure: Measure, columns: readonly number[], table: Table, texts: Texts): Gauge {
  if (measure.of === 'events') return distinct((row) => String(table.seq(row)));
  if (measure.of === 'values') return distinct((row) => keyOf(columns.map((column) => table.value(row, column))));
  const number = (row: number): number | undefined => numberIn(texts.text(table.value(row, columns[0] ?? 0)));
  if (measure.of === 'percentile') return percentile(number, measure.percentile);
  return mean(number, measure.of === 'average');
}

/** Events that lack one of the fields have no value. */
function keyOf(values: readonly number[]): string | undefined {
  return values.includes(0) ? undefined : values.join(' ');
}

function distinct(key: (row: number) => string | undefined): Gauge {
  const counts = new Map<string, number>();
  const change = (row: number, by: number): void => {
    const name = key(row);
    if (name === undefined) return;
    const count = (counts.get(name) ?? 0) + by;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  };
  return { add: (row) => change(row, 1), remove: (row) => change(row, -1), value: () => counts.size };
}

function mean(number: (row: number) => number | undefined, isAverage: boolean): Gauge {
  let [sum, count] = [0, 0];
  const change = (row: number, sign: number): void => {
    const value = number(row);
    if (value === undefined) return;
    sum += sign * value;
    count += sign;
  };
  return {
    add: (row) => change(row, 1),
    remove: (row) => change(row, -1),
    value: () => (count === 0 ? undefined : isAverage ? sum / count : sum),
  };
}

/** The smallest value that at least so many percent of the values do not exceed (nearest rank). */
function percentile(number: (row: number) => number | undefined, percent: number): Gauge {
  const sorted: number[] = [];
  return {
    add: (row) => {
      const value = number(row);
      if (value !== undefined) sorted.splice(placeIn(sorted, value), 0, value);
    },
    remove: (row) => {
      const value = number(row);
      if (value !== undefined) sorted.splice(placeIn(sorted, value), 1);
    },
    value: () => sorted[Math.max(Math.ceil((percent / 100) * sorted.length) - 1, 0)],
  };
}

function placeIn(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function boundsHold(bounds: readonly Bound[], value: number | undefined): boolean {
  return value !== undefined && bounds.every(({ is, value: limit }) => holds(is, value, limit));
}

function holds(is: Bound['is'], value: number, limit: number): boolean {
  if (is === 'eq') return value === limit;
  return is === 'neq' ? value !== limit : compares(is, value, limit);
}
