import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { leafHash, TreeEdge } from '../../src/core/merkle.ts';
import { verifyConsistency, verifyInclusion } from '../../src/integrity/proof.ts';
import { consistencyPath, inclusionPath, type NodeHash, rangeRoot } from '../../src/integrity/tree-proof.ts';
import { CaseTree } from '../../src/store/case-tree.ts';
import { openDatabase } from '../../src/store/database.ts';
import { temporaryFolder } from '../support/cases.ts';
import { appendEntries } from '../support/entries.ts';
import { seeded } from '../support/program.ts';

const folder = temporaryFolder();

/** Roots of the first entries at some sizes, from the texts: the slow reference. */
function slowRoots(tree: CaseTree, sizes: readonly number[]): ReadonlyMap<number, Buffer> {
  const wanted = new Set(sizes);
  const roots = new Map<number, Buffer>();
  const edge = new TreeEdge();
  for (let seq = 0; seq <= tree.size; seq++) {
    if (wanted.has(seq)) roots.set(seq, edge.root());
    if (seq < tree.size) edge.add(leafHash(tree.text(seq)));
  }
  return roots;
}

function nodesOf(tree: CaseTree): NodeHash {
  return (level, number) => tree.node(level, number);
}

/** Every proof between these sizes holds, made from stored hashes alone. */
function expectProofs(tree: CaseTree, sizes: readonly number[], indexes: readonly number[]): void {
  const [node, roots] = [nodesOf(tree), slowRoots(tree, sizes)];
  for (const size of sizes) {
    const root = roots.get(size) ?? Buffer.alloc(0);
    expect(rangeRoot(node, { start: 0, end: size }).equals(root), `root at ${size}`).toBe(true);
    for (const index of indexes.filter((each) => each < size)) {
      const path = inclusionPath(node, index, { start: 0, end: size });
      expect(verifyInclusion(index, size, leafHash(tree.text(index)), path, root), `${index} in ${size}`).toBe(true);
    }
    for (const older of sizes.filter((each) => each > 0 && each <= size)) {
      const path = consistencyPath(node, { start: 0, end: older }, size);
      const before = roots.get(older) ?? Buffer.alloc(0);
      expect(verifyConsistency(older, size, before, root, path), `${older} to ${size}`).toBe(true);
    }
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('the stored tree', () => {
  it('proves every entry and every growth of a case up to 70 entries', async () => {
    const db = join(folder, 'seventy.db');
    await appendEntries(db, 70);
    const tree = new CaseTree(db);
    expect(tree.size).toBe(70);
    expectProofs(tree, upTo(71), upTo(70));
    expect(tree.check(() => undefined)).toMatchObject({ size: 70, faults: [] });
    tree.close();
  });

  it('agrees with the texts after every one of some random appends', async () => {
    const db = join(folder, 'random.db');
    const random = seeded(7);
    for (let round = 0; round < 12; round++) {
      await appendEntries(db, 1 + Math.floor(random() * 300));
      const tree = new CaseTree(db);
      const some = Array.from({ length: 8 }, () => Math.floor(random() * (tree.size + 1)));
      expectProofs(tree, [...some, tree.size], [0, ...some, tree.size - 1]);
      expect(tree.check(() => undefined)).toEqual({
        size: tree.size,
        root: rangeRoot(nodesOf(tree), { start: 0, end: tree.size }),
        faults: [],
      });
      tree.close();
    }
  });
});

describe('a case of more than 65,536 entries', () => {
  const db = join(folder, 'large.db');
  const SIZE = 2 * 65_536 + 300;

  beforeAll(() => appendEntries(db, SIZE));

  it('proves across its stored nodes', () => {
    const tree = new CaseTree(db);
    expectProofs(
      tree,
      [1, 255, 256, 257, 65_535, 65_536, 65_537, 65_792, 100_000, 131_072, 131_073, SIZE - 1, SIZE],
      [0, 1, 255, 256, 65_535, 65_536, 70_000, 131_071, 131_072, SIZE - 1],
    );
    expect(tree.check(() => undefined)).toMatchObject({ size: SIZE, faults: [] });
    tree.close();
  });

  it('has no node that it does not hold', () => {
    const tree = new CaseTree(db);
    for (const [level, number] of [
      [0, SIZE],
      [7, Math.floor(SIZE / 128)],
      [8, Math.floor(SIZE / 256)],
      [15, 4],
      [16, 2],
      [17, 1],
      [24, 0],
      [30, 0],
    ] as const)
      expect(() => tree.node(level, number), `${level}/${number}`).toThrow('cannot be read');
    tree.close();
  });

  it.each([
    ['UPDATE ledger_block SET root = zeroblob(32) WHERE first = 512', 'block 2: its root does not match its leaves'],
    [
      'UPDATE ledger_block SET leaves = zeroblob(8192) WHERE first = 512',
      'block 2: its root does not match its leaves',
    ],
    ['UPDATE ledger_node SET hash = zeroblob(32) WHERE number = 1', 'node 16/1 does not match'],
    ['DELETE FROM ledger_node WHERE number = 1', 'node 16/1 does not match'],
    ['INSERT INTO ledger_node VALUES (24, 9, zeroblob(32))', '3 tree nodes are stored, the ledger has 2'],
    ['DELETE FROM ledger_block WHERE first = 512', 'block 3 stands where 2 should'],
  ])('whose tree was changed is found out: %s', (change, fault) => {
    const changed = join(folder, 'changed.db');
    copyFileSync(db, changed);
    const writable = openDatabase(changed);
    writable.unsafeMode(true);
    writable.pragma('ignore_check_constraints = ON');
    const triggers = writable
      .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all();
    writable.exec('BEGIN');
    for (const { name } of triggers) writable.exec(`DROP TRIGGER ${name}`);
    writable.exec(change);
    for (const { sql } of triggers) writable.exec(sql);
    writable.exec('COMMIT');
    writable.close();
    const tree = new CaseTree(changed);
    expect(tree.check(() => undefined).faults).toContain(fault);
    tree.close();
  });
});
