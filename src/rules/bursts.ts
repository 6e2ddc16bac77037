/** Something that happened, in microseconds. */
interface Timed {
  readonly at: number;
}

/**
 * Runs of acts in which some stretch of a given length holds enough different things. Stretches that share an act are
 * one run.
 * @param acts oldest first
 * @param span microseconds
 * @param kindOf what has to differ: the package, the release line
 */
export function burstsOf<T extends Timed>(
  acts: readonly T[],
  span: number,
  least: number,
  kindOf: (act: T) => string,
): readonly (readonly T[])[] {
  const counts = new Map<string, number>();
  const ranges: { start: number; end: number }[] = [];
  let start = 0;
  for (const [end, act] of acts.entries()) {
    counts.set(kindOf(act), (counts.get(kindOf(act)) ?? 0) + 1);
    for (let first = acts[start]; first !== undefined && act.at - first.at > span; first = acts[++start]) {
      forget(counts, kindOf(first));
    }
    if (counts.size >= least) extend(ranges, start, end);
  }
  return ranges.map((range) => acts.slice(range.start, range.end + 1));
}

function forget(counts: Map<string, number>, kind: string): void {
  const left = (counts.get(kind) ?? 0) - 1;
  if (left > 0) counts.set(kind, left);
  else counts.delete(kind);
}

function extend(ranges: { start: number; end: number }[], start: number, end: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && start <= last.end) last.end = end;
  else ranges.push({ start, end });
}

/** The first and last of something; equal where there is one. */
export function endsOf<T>(acts: readonly T[]): readonly [T, T] {
  const [first] = acts;
  const last = acts.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a burst without acts');
  return [first, last];
}
