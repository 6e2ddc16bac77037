import type { Condition } from '../condition.ts';
import type { Bound } from '../model.ts';
import { boundsHold, type Gauge } from './gauges.ts';
import type { Table } from './table.ts';

/** Events that together are what a correlation looks for. */
export interface Episode {
  /** Rows of the table, in the order of time. */
  readonly rows: Uint32Array | readonly number[];
  /** Each moment at which the condition held, microseconds, ascending. */
  readonly moments: number[];
  /** False: the order rests on equal times. */
  readonly isOrdered: boolean;
}

/** The end of the rows that have the time of the row at `from`. */
function endOfMoment(table: Table, rows: Uint32Array, from: number): number {
  const at = table.at(rows[from] ?? 0);
  let to = from + 1;
  while (to < rows.length && table.at(rows[to] ?? 0) === at) to++;
  return to;
}

/**
 * Counts in windows. Where the condition has lower bounds only, the window slides: it ends at each event and reaches
 * back `timespan`, both ends included; windows that overlap are one episode. A condition that also, or only, has an
 * upper bound would hold on the way up to any count: there, windows follow one another, each starting at the first
 * event that is in none.
 */
export function countEpisodes(
  table: Table,
  rows: Uint32Array,
  timespan: number,
  bounds: readonly Bound[],
  gauge: Gauge,
): readonly Episode[] {
  const isRising = bounds.every(({ is }) => is === 'gt' || is === 'gte');
  return isRising ? sliding(table, rows, timespan, bounds, gauge) : following(table, rows, timespan, bounds, gauge);
}

function sliding(table: Table, rows: Uint32Array, timespan: number, bounds: readonly Bound[], gauge: Gauge): Episode[] {
  const found: { from: number; to: number; moments: number[] }[] = [];
  let start = 0;
  for (let from = 0; from < rows.length; ) {
    const to = endOfMoment(table, rows, from);
    const at = table.at(rows[from] ?? 0);
    for (let i = from; i < to; i++) gauge.add(rows[i] ?? 0);
    for (; table.at(rows[start] ?? 0) < at - timespan; start++) gauge.remove(rows[start] ?? 0);
    if (boundsHold(bounds, gauge.value())) {
      const last = found.at(-1);
      if (last !== undefined && start < last.to) {
        last.to = to;
        last.moments.push(at);
      } else found.push({ from: start, to, moments: [at] });
    }
    from = to;
  }
  for (; start < rows.length; start++) gauge.remove(rows[start] ?? 0);
  return found.map(({ from, to, moments }) => ({ rows: rows.subarray(from, to), moments, isOrdered: true }));
}

function following(
  table: Table,
  rows: Uint32Array,
  timespan: number,
  bounds: readonly Bound[],
  gauge: Gauge,
): Episode[] {
  const found: Episode[] = [];
  for (let from = 0; from < rows.length; ) {
    const start = table.at(rows[from] ?? 0);
    let to = from;
    for (; to < rows.length && table.at(rows[to] ?? 0) <= start + timespan; to++) gauge.add(rows[to] ?? 0);
    if (boundsHold(bounds, gauge.value()))
      found.push({ rows: rows.subarray(from, to), moments: [table.at(rows[to - 1] ?? 0)], isOrdered: true });
    for (let i = from; i < to; i++) gauge.remove(rows[i] ?? 0);
    from = to;
  }
  return found;
}

/** All the rules (or those that the condition asks for) within the time span, in any order. Events are used once. */
export function temporalEpisodes(
  table: Table,
  rows: Uint32Array,
  timespan: number,
  holds: (stages: ReadonlySet<number>) => boolean,
): readonly Episode[] {
  const found: Episode[] = [];
  let start = 0;
  const counts = new Map<number, number>();
  for (let from = 0; from < rows.length; ) {
    const to = endOfMoment(table, rows, from);
    const at = table.at(rows[from] ?? 0);
    for (let i = from; i < to; i++) change(counts, table.stage(rows[i] ?? 0), 1);
    for (; table.at(rows[start] ?? 0) < at - timespan; start++) change(counts, table.stage(rows[start] ?? 0), -1);
    if (holds(new Set(counts.keys()))) {
      found.push({ rows: rows.subarray(start, to), moments: [at], isOrdered: true });
      counts.clear();
      start = to;
    }
    from = to;
  }
  return found;
}

function change(counts: Map<number, number>, stage: number, by: number): void {
  const count = (counts.get(stage) ?? 0) + by;
  if (count === 0) counts.delete(stage);
  else counts.set(stage, count);
}

/** Whether a condition over rules holds for those that fit. */
export function rulesHold(condition: Condition, names: readonly string[], stages: ReadonlySet<number>): boolean {
  switch (condition.op) {
    case 'name':
      return stages.has(names.indexOf(condition.name));
    case 'not':
      return !rulesHold(condition.of[0], names, stages);
    case 'and':
      return condition.of.every((each) => rulesHold(each, names, stages));
    case 'or':
      return condition.of.some((each) => rulesHold(each, names, stages));
  }
}

/** A way through the first rules: its last event, and what came before. */
interface Chain {
  readonly row: number;
  readonly start: number;
  readonly before?: Chain;
}

/**
 * One event for each rule, in the order of the rules, within the time span. Events of other rules may stand between.
 * Equal times count as in order: which came first is not known. One event is never two of them.
 */
export function orderedEpisodes(table: Table, rows: Uint32Array, timespan: number, stages: number): readonly Episode[] {
  const found: Episode[] = [];
  // The latest two of each rule: the latest may be the very event that is to follow.
  let reached: (readonly Chain[])[] = [];
  for (const row of rows) {
    const stage = table.stage(row);
    const chain = stage === 0 ? { row, start: table.at(row) } : continued(table, row, reached[stage - 1], timespan);
    if (chain === undefined) continue;
    const [last] = reached[stage] ?? [];
    if (last !== undefined && last.start > chain.start) continue;
    reached[stage] = last === undefined ? [chain] : [chain, last];
    if (stage < stages - 1) continue;
    found.push(episodeOf(table, chain));
    reached = [];
  }
  return found;
}

function continued(
  table: Table,
  row: number,
  chains: readonly Chain[] | undefined,
  timespan: number,
): Chain | undefined {
  const before = chains?.find((chain) => table.at(row) - chain.start <= timespan && !holdsEvent(table, chain, row));
  return before === undefined ? undefined : { row, start: before.start, before };
}

/** An event is known by its number; the episode of an inner correlation by its own. */
function holdsEvent(table: Table, chain: Chain, row: number): boolean {
  for (let each: Chain | undefined = chain; each !== undefined; each = each.before)
    if (table.seq(each.row) === table.seq(row) && table.inner(each.row) === table.inner(row)) return true;
  return false;
}

function episodeOf(table: Table, chain: Chain): Episode {
  const rows: number[] = [];
  for (let each: Chain | undefined = chain; each !== undefined; each = each.before) rows.unshift(each.row);
  const isOrdered = rows.every((row, index) => index === 0 || table.at(row) > table.at(rows[index - 1] ?? 0));
  return { rows, moments: [table.at(chain.row)], isOrdered };
}

/** Events of the first rule with none of the second around them. */
export function absenceEpisodes(table: Table, rows: Uint32Array, before: number, after: number): readonly Episode[] {
  const others = [...rows].filter((row) => table.stage(row) === 1).map((row) => table.at(row));
  let next = 0;
  return [...rows].flatMap((row) => {
    if (table.stage(row) !== 0) return [];
    const at = table.at(row);
    while (next < others.length && (others[next] ?? 0) < at - before) next++;
    const other = others[next];
    return other !== undefined && other <= at + after ? [] : [{ rows: [row], moments: [at], isOrdered: true }];
  });
}

/** Events with a value that the group did not have before, once the group has been seen for long enough. */
export function firstSeenEpisodes(
  table: Table,
  rows: Uint32Array,
  columns: readonly number[],
  learn: number,
): readonly Episode[] {
  const seen = new Set<string>();
  const [first] = rows;
  const start = first === undefined ? 0 : table.at(first);
  return [...rows].flatMap((row) => {
    const values = columns.map((column) => table.value(row, column));
    const key = values.join(' ');
    if (values.includes(0) || seen.has(key)) return [];
    seen.add(key);
    return table.at(row) - start < learn ? [] : [{ rows: [row], moments: [table.at(row)], isOrdered: true }];
  });
}
