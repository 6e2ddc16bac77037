/** Place of the first item at or after a moment, in a list that is sorted by time. */
function firstFrom<T>(sorted: readonly T[], timeOf: (item: T) => number, from: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && timeOf(item) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Items from a moment to another, both included. */
export function within<T>(sorted: readonly T[], timeOf: (item: T) => number, from: number, to: number): readonly T[] {
  const first = firstFrom(sorted, timeOf, from);
  const found: T[] = [];
  for (let i = first; i < sorted.length; i++) {
    const item = sorted[i];
    if (item === undefined || timeOf(item) > to) break;
    found.push(item);
  }
  return found;
}

/** Adds an item to the list under a key. */
export function keep<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
