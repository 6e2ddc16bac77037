import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 section 2.1 over SHA-256. A leaf is the text of a ledger entry:
 * `leaf = SHA-256(0x00 || text)`, `node = SHA-256(0x01 || left || right)`.
 */
export const HASH_SIZE = 32;

/** Root of no leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Buffer = Buffer.from(hash('sha256', '', 'hex'), 'hex');

/** Hash of an entry's text, as 32 characters of latin1: cheaper to make than a Buffer, and easy to pack. */
export function leafLatin1(text: string): string {
  return hash('sha256', `\0${text}`, 'latin1' as 'hex');
}

export function leafHash(text: string): Buffer {
  return Buffer.from(leafLatin1(text), 'latin1');
}

/** Hash of the node above two others. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return digest(Buffer.concat([Buffer.of(0x01), left, right]));
}

/** Link of the block chain: SHA-256(0x02 || chain of the block before || root of this block). */
export function chainHash(previous: Uint8Array, root: Uint8Array): Buffer {
  return digest(Buffer.concat([Buffer.of(0x02), previous, root]));
}

/** What the first block of a chain follows. */
export const CHAIN_START: Buffer = Buffer.alloc(HASH_SIZE);

function digest(bytes: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', bytes, 'latin1' as 'hex'), 'latin1');
}

/** Root of a full subtree from its packed hashes; their number is a power of two. The input is not changed. */
export function packedRoot(hashes: Uint8Array): Buffer {
  const level = Buffer.from(hashes);
  const pair = Buffer.alloc(1 + 2 * HASH_SIZE, 0x01);
  for (let size = level.length / HASH_SIZE; size > 1; size /= 2) {
    for (let i = 0; i < size / 2; i++) {
      level.copy(pair, 1, i * 2 * HASH_SIZE, (i + 1) * 2 * HASH_SIZE);
      level.write(hash('sha256', pair, 'latin1' as 'hex'), i * HASH_SIZE, HASH_SIZE, 'latin1');
    }
  }
  return level.subarray(0, HASH_SIZE);
}

/**
 * The right edge of a growing tree: one hash for each full subtree, largest first. Enough to add leaves, or whole
 * aligned subtrees, and to give the root at any moment.
 */
export class TreeEdge {
  readonly #peaks: { readonly level: number; readonly hash: Buffer }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds the root of an aligned subtree of 2^level leaves; level 0 is a leaf. */
  add(root: Buffer, level = 0): void {
    let top = { level, hash: root };
    for (let last = this.#peaks.at(-1); last?.level === top.level; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      top = { level: top.level + 1, hash: nodeHash(last.hash, top.hash) };
    }
    this.#peaks.push(top);
    this.#size += 2 ** level;
  }

  copy(): TreeEdge {
    const copy = new TreeEdge();
    copy.#peaks.push(...this.#peaks);
    copy.#size = this.#size;
    return copy;
  }

  root(): Buffer {
    const [last, ...rest] = [...this.#peaks].reverse();
    if (last === undefined) return EMPTY_ROOT;
    return rest.reduce((right, { hash: left }) => nodeHash(left, right), last.hash);
  }
}
