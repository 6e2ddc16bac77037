import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHAIN_START, chainHash, leafHash, leafLatin1, packedRoot, TreeEdge } from '../../src/core/merkle.ts';

/** RFC 6962, section 2.1, word for word: the slow reference. */
function slowRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [slowRoot(leaves.slice(0, split)), slowRoot(leaves.slice(split))];
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

function slowLeaf(text: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(text, 'utf8').digest();
}

/** Leaves and roots of the RFC 6962 test data that transparency logs share; the leaves are bytes, not all UTF-8. */
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];

describe('the tree', () => {
  it('has the published roots for 0 to 8 leaves', () => {
    const edge = new TreeEdge();
    const found = [edge.root().toString('hex')];
    for (const input of INPUTS) {
      edge.add(leafHash(Buffer.from(input, 'hex').toString('latin1')));
      found.push(edge.root().toString('hex'));
    }
    expect(found).toEqual(ROOTS);
  });

  it('equals the slow reference for every size up to 300', () => {
    const leaves: Buffer[] = [];
    const edge = new TreeEdge();
    for (let size = 0; size <= 300; size++) {
      expect(edge.size).toBe(size);
      expect(edge.root().equals(slowRoot(leaves)), `size ${size}`).toBe(true);
      const leaf = leafHash(`entry ${size}`);
      leaves.push(leaf);
      edge.add(leaf);
    }
  });

  it('takes whole subtrees as it takes their leaves, and copies do not share their growth', () => {
    const leaves = Array.from({ length: 512 }, (_, i) => leafHash(`${i}`));
    const edge = new TreeEdge();
    edge.add(Buffer.from(packedRoot(Buffer.concat(leaves.slice(0, 256)))), 8);
    const copy = edge.copy();
    edge.add(Buffer.from(packedRoot(Buffer.concat(leaves.slice(256)))), 8);
    for (const leaf of leaves.slice(256, 300)) copy.add(leaf);
    expect(edge.root().equals(slowRoot(leaves))).toBe(true);
    expect(copy.root().equals(slowRoot(leaves.slice(0, 300)))).toBe(true);
  });
});

it.each([
  '',
  'a',
  'ü €',
  '\u{1f600}',
  '{"entry":"event"}',
])('the leaf of %j is SHA-256 of a zero byte and its UTF-8', (text) => {
  expect(leafHash(text).equals(slowLeaf(text))).toBe(true);
  expect(Buffer.from(leafLatin1(text), 'latin1').equals(slowLeaf(text))).toBe(true);
});

it('a link of the chain is SHA-256 of 2, the link before and the root', () => {
  const root = Buffer.alloc(32, 7);
  const wanted = createHash('sha256').update(Buffer.of(2)).update(Buffer.alloc(32)).update(root).digest();
  expect(chainHash(CHAIN_START, root).equals(wanted)).toBe(true);
});
