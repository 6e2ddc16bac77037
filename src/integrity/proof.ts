import { HASH_SIZE, nodeHash } from '../core/merkle.ts';

/** Sizes in use fit a number; published tests go up to 2^64 - 1. */
type Size = number | bigint;

/**
 * Root of the tree of `size` leaves that the leaf hash at `index` and its path give (RFC 9162 section 2.1.3.2).
 * Undefined where the path does not fit: an index past the end, a hash too many or too few, or one of another length.
 */
export function inclusionRoot(index: Size, size: Size, leaf: Buffer, path: readonly Buffer[]): Buffer | undefined {
  if (index < 0 || index >= size || !areHashes([leaf, ...path])) return undefined;
  const walk = new Walk(BigInt(index), BigInt(size) - 1n);
  let root = leaf;
  for (const hash of path) {
    if (walk.isDone) return undefined;
    root = walk.isLeft() ? nodeHash(root, hash) : nodeHash(hash, root);
    walk.up();
  }
  return walk.isDone ? root : undefined;
}

/** Whether a leaf hash stands at an index of the tree of this size and root. */
export function verifyInclusion(index: Size, size: Size, leaf: Buffer, path: readonly Buffer[], root: Buffer): boolean {
  return inclusionRoot(index, size, leaf, path)?.equals(root) === true;
}

/**
 * Whether the tree of the greater size begins with the whole tree of the smaller one (RFC 9162 section 2.1.4.2). Of no
 * leaves nothing can be shown: size 0 is false.
 */
export function verifyConsistency(
  size1: Size,
  size2: Size,
  root1: Buffer,
  root2: Buffer,
  path: readonly Buffer[],
): boolean {
  if (size1 <= 0 || size1 > size2) return false;
  if (BigInt(size1) === BigInt(size2)) return path.length === 0 && root1.equals(root2);
  if (!areHashes([root1, root2, ...path])) return false;
  const first = BigInt(size1) - 1n;
  const walk = new Walk(first, BigInt(size2) - 1n);
  const [start, ...rest] = walk.skipRight() ? [root1, ...path] : path;
  return path.length > 0 && start !== undefined && bothRoots(walk, start, rest, [root1, root2]);
}

function bothRoots(walk: Walk, start: Buffer, rest: readonly Buffer[], roots: readonly [Buffer, Buffer]): boolean {
  let [older, newer] = [start, start];
  for (const hash of rest) {
    if (walk.isDone) return false;
    if (walk.isLeft()) newer = nodeHash(newer, hash);
    else [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)];
    walk.up();
  }
  return walk.isDone && older.equals(roots[0]) && newer.equals(roots[1]);
}

function areHashes(hashes: readonly Buffer[]): boolean {
  return hashes.every((hash) => hash.length === HASH_SIZE);
}

/** The way up from a leaf: its number, and that of the last leaf, level by level. */
class Walk {
  #at: bigint;
  #last: bigint;

  constructor(at: bigint, last: bigint) {
    this.#at = at;
    this.#last = last;
  }

  get isDone(): boolean {
    return this.#last === 0n;
  }

  /** Whether the next hash stands on the right. A node without a neighbour rises to where it has one, on its left. */
  isLeft(): boolean {
    if (this.#at % 2n === 1n) return false;
    if (this.#at !== this.#last) return true;
    while (this.#at % 2n === 0n && this.#at !== 0n) this.up();
    return false;
  }

  up(): void {
    this.#at /= 2n;
    this.#last /= 2n;
  }

  /** Rises while it is on the right; whether that leads to the top, which is so when all before is one full tree. */
  skipRight(): boolean {
    while (this.#at % 2n === 1n) this.up();
    return this.#at === 0n;
  }
}
