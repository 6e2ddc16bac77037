import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leafHash, nodeHash, TreeEdge } from '../../src/core/merkle.ts';
import { inclusionRoot, verifyConsistency, verifyInclusion } from '../../src/integrity/proof.ts';
import { consistencyPath, inclusionPath, type NodeHash, rangeRoot } from '../../src/integrity/tree-proof.ts';

const FOLDER = 'fixtures/vectors/transparency-dev';

function published<T>(file: string): T {
  return JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as T;
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** Hashes of a tree, made as they are asked for. */
function nodesOf(leaves: readonly Buffer[]): NodeHash {
  const made = new Map<string, Buffer>();
  const node: NodeHash = (level, number) => {
    const key = `${level} ${number}`;
    const hash = made.get(key) ?? (level === 0 ? leafAt(number) : pairAt(level - 1, number * 2));
    made.set(key, hash);
    return hash;
  };
  const pairAt = (level: number, left: number): Buffer => nodeHash(node(level, left), node(level, left + 1));
  const leafAt = (number: number): Buffer => {
    const leaf = leaves[number];
    if (leaf === undefined) throw new RangeError(`no leaf ${number}`);
    return leaf;
  };
  return node;
}

/** RFC 6962 section 2.1.1 and 2.1.2, word for word on lists of leaves: the slow reference. */
function slowRoot(leaves: readonly Buffer[]): Buffer {
  const edge = new TreeEdge();
  for (const leaf of leaves) edge.add(leaf);
  return edge.root();
}

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function slowPath(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k ? [...slowPath(m, left), slowRoot(right)] : [...slowPath(m - k, right), slowRoot(left)];
}

function slowProof(m: number, leaves: readonly Buffer[], known: boolean): Buffer[] {
  if (m === leaves.length) return known ? [] : [slowRoot(leaves)];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  if (m <= k) return [...slowProof(m, left, known), slowRoot(right)];
  return [...slowProof(m - k, right, false), slowRoot(left)];
}

const hex = (hashes: readonly Buffer[]): string => hashes.map((hash) => hash.toString('hex')).join(' ');
const LEAVES = Array.from({ length: 71 }, (_, number) => leafHash(`entry ${number}`));

describe('published proofs', () => {
  interface Inclusion {
    readonly leafIdx: string;
    readonly treeSize: string;
    readonly root: string;
    readonly leafHash: string;
    readonly proof: readonly string[] | null;
    readonly wantErr: boolean;
  }
  interface Consistency {
    readonly size1: string;
    readonly size2: string;
    readonly root1: string;
    readonly root2: string;
    readonly proof: readonly string[] | null;
    readonly wantErr: boolean;
  }
  const inclusion = Object.entries(published<Record<string, Inclusion>>('inclusion.json'));
  const consistency = Object.entries(published<Record<string, Consistency>>('consistency.json'));

  it('are there', () => {
    expect([inclusion.length, consistency.length]).toEqual([98, 98]);
    expect(inclusion.filter(([, { wantErr }]) => !wantErr)).toHaveLength(6);
  });

  it.each(inclusion)('of inclusion: %s', (_, { leafIdx, treeSize, root, leafHash: leaf, proof, wantErr }) => {
    const path = (proof ?? []).map(bytes);
    expect(verifyInclusion(BigInt(leafIdx), BigInt(treeSize), bytes(leaf), path, bytes(root))).toBe(!wantErr);
  });

  it.each(consistency)('of consistency: %s', (_, { size1, size2, root1, root2, proof, wantErr }) => {
    const path = (proof ?? []).map(bytes);
    expect(verifyConsistency(BigInt(size1), BigInt(size2), bytes(root1), bytes(root2), path)).toBe(!wantErr);
  });
});

/** draft-ietf-plants-merkle-tree-certs, appendix C.1: every subtree of 130 leaves, the empty ones too. */
describe('all subtrees of up to 130 leaves', () => {
  const SIZE = 130;
  const { accumulated_130: expected } = published<{ accumulated_130: Record<string, string> }>('accumulated.json');
  const node = nodesOf(Array.from({ length: SIZE }, (_, i) => createHash('sha256').update(Buffer.of(0, i)).digest()));

  function* subtrees(size: number): Generator<{ start: number; end: number }> {
    for (let end = 0; end <= size; end++)
      for (let start = 0; start <= end; start++) if (isSubtree(start, end)) yield { start, end };
  }

  function isSubtree(start: number, end: number): boolean {
    const width = end - start;
    return width === 0 || start % (width === 1 ? 1 : 2 * split(width)) === 0;
  }

  it('have the published hashes', () => {
    const all = createHash('sha256');
    for (const range of subtrees(SIZE))
      all.update(`[${range.start}, ${range.end}) ${rangeRoot(node, range).toString('hex')}\n`);
    expect(all.digest('hex')).toBe(expected['subtree_hash']);
  });

  it('have the published proofs of inclusion', () => {
    const all = createHash('sha256');
    for (const range of subtrees(SIZE)) {
      for (let index = range.start; index < range.end; index++) {
        const path = inclusionPath(node, index, range);
        all.update(
          `${[`${index} [${range.start}, ${range.end})`, ...path.map((hash) => hash.toString('hex'))].join(' ')}\n`,
        );
      }
    }
    expect(all.digest('hex')).toBe(expected['subtree_inclusion']);
  });

  it('have the published proofs of consistency', () => {
    const all = createHash('sha256');
    for (let size = 0; size <= SIZE; size++) {
      for (const range of subtrees(size)) {
        const path = consistencyPath(node, range, size).map((hash) => hash.toString('hex'));
        all.update(`${[`[${range.start}, ${range.end}) ${size}`, ...path].join(' ')}\n`);
      }
    }
    expect(all.digest('hex')).toBe(expected['subtree_consistency']);
  });
});

describe('trees of up to 70 leaves', () => {
  it('prove each of their leaves, by the same path as the slow reference', () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = LEAVES.slice(0, size);
      const [node, root] = [nodesOf(leaves), slowRoot(leaves)];
      for (const [index, leaf] of leaves.entries()) {
        const path = inclusionPath(node, index, { start: 0, end: size });
        expect(hex(path)).toBe(hex(slowPath(index, leaves)));
        expect(verifyInclusion(index, size, leaf, path, root)).toBe(true);
        expect(verifyInclusion(index, size, leafHash('another'), path, root)).toBe(false);
      }
    }
  });

  it('prove that they only grew, by the same path as the slow reference', () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = LEAVES.slice(0, size);
      const [node, root] = [nodesOf(leaves), slowRoot(leaves)];
      for (let older = 1; older <= size; older++) {
        const path = consistencyPath(node, { start: 0, end: older }, size);
        const before = slowRoot(leaves.slice(0, older));
        expect(hex(path)).toBe(hex(slowProof(older, leaves, true)));
        expect(verifyConsistency(older, size, before, root, path)).toBe(true);
        expect(verifyConsistency(older, size, leafHash('another'), root, path)).toBe(false);
        expect(verifyConsistency(older, size, before, leafHash('another'), path)).toBe(false);
        for (let flipped = 0; flipped < path.length; flipped++)
          expect(verifyConsistency(older, size, before, root, path.with(flipped, leafHash('x')))).toBe(false);
      }
    }
  });
});

describe('what is no proof', () => {
  const node = nodesOf(LEAVES);
  const [leaf = Buffer.alloc(0)] = LEAVES;
  const path = inclusionPath(node, 0, { start: 0, end: 7 });

  it('gives no root', () => {
    expect(inclusionRoot(0, 7, leaf, path)).toEqual(rangeRoot(node, { start: 0, end: 7 }));
    expect(inclusionRoot(7, 7, leaf, path)).toBeUndefined();
    expect(inclusionRoot(-1, 7, leaf, path)).toBeUndefined();
    expect(inclusionRoot(0, 7, leaf, [...path, leaf])).toBeUndefined();
    expect(inclusionRoot(0, 7, leaf, path.slice(1))).toBeUndefined();
    expect(inclusionRoot(0, 7, leaf, path.with(0, Buffer.alloc(31)))).toBeUndefined();
    expect(inclusionRoot(0, 7, Buffer.alloc(0), path)).toBeUndefined();
  });

  it('is not made', () => {
    expect(() => inclusionPath(node, 7, { start: 0, end: 7 })).toThrow(RangeError);
    expect(() => consistencyPath(node, { start: 0, end: 8 }, 7)).toThrow(RangeError);
    expect(consistencyPath(node, { start: 0, end: 0 }, 7)).toEqual([]);
  });

  it('counts without shifts: past 2^32 too', () => {
    const asked: string[] = [];
    const any: NodeHash = (level, number) => {
      asked.push(`${level}/${number}`);
      return leaf;
    };
    inclusionPath(any, 2 ** 40 + 3, { start: 0, end: 2 ** 40 + 5 });
    expect(asked).toEqual([`0/${2 ** 40 + 2}`, `1/${2 ** 39}`, `0/${2 ** 40 + 4}`, '40/0']);
  });
});
