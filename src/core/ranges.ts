/** Whole numbers as ranges, both ends within: `[[3, 3], [9, 12]]`. Ascending, none touches the next. */
export type Ranges = readonly (readonly [first: number, last: number])[];

/** @param numbers ascending, each once */
export function rangesOf(numbers: Iterable<number>): Ranges {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

/** All numbers that are in any of them. */
export function union(all: Iterable<Ranges>): Ranges {
  const merged: [number, number][] = [];
  for (const [first, last] of [...all].flat().sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before === undefined || before[1] < first - 1) merged.push([first, last]);
    else before[1] = Math.max(before[1], last);
  }
  return merged;
}

/** How many numbers they hold. */
export function countOf(ranges: Ranges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

export function inRanges(ranges: Ranges, number: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.[1] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? Number.POSITIVE_INFINITY) <= number;
}

/** Whether a value from a file is what `rangesOf` gives. */
export function isRanges(value: unknown): value is Ranges {
  if (!Array.isArray(value)) return false;
  let before = -2;
  return value.every((range: unknown) => {
    if (!Array.isArray(range) || range.length !== 2) return false;
    const [first, last] = range as unknown[];
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return false;
    const fits = (first as number) > before + 1 && (first as number) <= (last as number);
    before = last as number;
    return fits;
  });
}
