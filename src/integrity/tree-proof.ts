import { EMPTY_ROOT, nodeHash } from '../core/merkle.ts';

/** Root of the aligned subtree of 2^level leaves that is number `number` of its level. */
export type NodeHash = (level: number, number: number) => Buffer;

/** Leaves `start` to `end - 1`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Root of some leaves as a tree of their own, from the fewest stored hashes. */
export function rangeRoot(node: NodeHash, { start, end }: Range): Buffer {
  const width = end - start;
  if (width === 0) return EMPTY_ROOT;
  const { power, level } = powerUpTo(width);
  if (power === width && start % width === 0) return node(level, start / width);
  const middle = start + splitOf(width);
  return nodeHash(rangeRoot(node, { start, end: middle }), rangeRoot(node, { start: middle, end }));
}

/**
 * What leads from a leaf to the root of the range that holds it, its neighbour first (RFC 6962 section 2.1.1).
 * @throws {RangeError} for a leaf outside
 */
export function inclusionPath(node: NodeHash, index: number, { start, end }: Range): Buffer[] {
  if (!(index >= start && index < end)) throw new RangeError(`leaf ${index} is not among ${start} to ${end - 1}`);
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  const [left, right] = [
    { start, end: middle },
    { start: middle, end },
  ];
  const [inside, other] = index < middle ? [left, right] : [right, left];
  return [...inclusionPath(node, index, inside), rangeRoot(node, other)];
}

/**
 * What shows that the tree of `size` leaves holds a subtree as it was (RFC 6962 section 2.1.2, where that starts at 0;
 * else at a multiple of a power of two that is no smaller than it). Empty for no leaves and for the whole.
 */
export function consistencyPath(node: NodeHash, older: Range, size: number): Buffer[] {
  if (older.end > size) throw new RangeError(`size ${older.end} is past ${size}`);
  return older.end === older.start ? [] : partPath(node, older, { start: 0, end: size }, true);
}

/** `isKnown`: whoever checks has the root of the older tree already. */
function partPath(node: NodeHash, older: Range, whole: Range, isKnown: boolean): Buffer[] {
  if (older.start === whole.start && older.end === whole.end) return isKnown ? [] : [rangeRoot(node, whole)];
  const middle = whole.start + splitOf(whole.end - whole.start);
  const [left, right] = [
    { start: whole.start, end: middle },
    { start: middle, end: whole.end },
  ];
  if (older.end <= middle) return [...partPath(node, older, left, isKnown), rangeRoot(node, right)];
  const rest = older.start >= middle ? older : { start: middle, end: older.end };
  return [...partPath(node, rest, right, isKnown && rest === older), rangeRoot(node, left)];
}

/** The greatest power of two up to `n`. No shifts: those have 32 bits. */
function powerUpTo(n: number): { readonly power: number; readonly level: number } {
  let [power, level] = [1, 0];
  while (power * 2 <= n) [power, level] = [power * 2, level + 1];
  return { power, level };
}

/** How many leaves of `n` stand in the left subtree: the greatest power of two below `n`. */
function splitOf(n: number): number {
  return powerUpTo(n - 1).power;
}
