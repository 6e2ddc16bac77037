import { deflateSync } from 'node:zlib';
import { sha256 } from '../core/digest.ts';
import { CHAIN_START, chainHash, HASH_SIZE, leafLatin1, packedRoot, TreeEdge } from '../core/merkle.ts';
import type { Db } from './open.ts';
import { BLOCK } from './schema.ts';

const BLOCKS_PER_NODE = 256;
const COMPRESSION = { level: 1 };

/**
 * The append end of the ledger. Entries gather in memory; 256 of them are sealed into a block, and `flush` writes
 * what is left as tail rows. Nothing is durable before the caller's transaction commits.
 */
export class LedgerWriter {
  readonly #db: Db;
  readonly #insertBlock;
  readonly #insertTail;
  readonly #deleteTail;
  readonly #insertNode;
  readonly #insertRaw;
  readonly #edge = new TreeEdge();
  #chain: Buffer = CHAIN_START;
  #texts: string[] = [];
  readonly #leaves = Buffer.alloc(BLOCK * HASH_SIZE);
  /** How many of `#texts` are tail rows already. */
  #stored = 0;

  constructor(db: Db) {
    this.#db = db;
    this.#insertBlock = db.prepare('INSERT INTO ledger_block(first, count, chain, root, leaves, size, z) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#insertTail = db.prepare('INSERT INTO ledger_tail(seq, text, leaf) VALUES (?, ?, ?)');
    this.#deleteTail = db.prepare('DELETE FROM ledger_tail WHERE seq < ?');
    this.#insertNode = db.prepare('INSERT INTO ledger_node(level, number, hash) VALUES (?, ?, ?)');
    this.#insertRaw = db.prepare('INSERT OR IGNORE INTO ledger_raw(sha256, size, z) VALUES (?, ?, ?)');
    this.#load();
  }

  /** Number of entries. */
  get size(): number {
    return this.#edge.size + this.#texts.length;
  }

  /** Appends an entry's canonical text; gives its number. */
  append(text: string): number {
    const seq = this.size;
    this.#leaves.write(leafLatin1(text), this.#texts.length * HASH_SIZE, HASH_SIZE, 'latin1');
    this.#texts.push(text);
    if (this.#texts.length === BLOCK) this.#seal();
    return seq;
  }

  /** Stores a long raw text once; gives its digest. */
  appendRaw(raw: string): string {
    const bytes = Buffer.from(raw, 'utf8');
    const digest = sha256(bytes);
    this.#insertRaw.run(Buffer.from(digest, 'hex'), bytes.length, deflateSync(bytes, COMPRESSION));
    return digest;
  }

  /** Writes the unfinished block's entries as tail rows. Call before each commit. */
  flush(): void {
    const first = this.#edge.size;
    for (; this.#stored < this.#texts.length; this.#stored++) {
      const leaf = Buffer.from(this.#leaves.subarray(this.#stored * HASH_SIZE, (this.#stored + 1) * HASH_SIZE));
      this.#insertTail.run(first + this.#stored, this.#texts[this.#stored], leaf);
    }
  }

  /** Root of all entries appended so far. */
  root(): Buffer {
    return rootWith(this.#edgeCopy(), this.#leaves, this.#texts.length);
  }

  #edgeCopy(): TreeEdge {
    const copy = new TreeEdge();
    for (const root of blockRoots(this.#db)) copy.add(root, 8);
    return copy;
  }

  #seal(): void {
    const first = this.#edge.size;
    const bytes = Buffer.from(this.#texts.join('\n'), 'utf8');
    const root = Buffer.from(packedRoot(this.#leaves));
    this.#chain = chainHash(this.#chain, root);
    this.#insertBlock.run(first, BLOCK, this.#chain, root, this.#leaves, bytes.length, deflateSync(bytes, COMPRESSION));
    if (this.#stored > 0) this.#deleteTail.run(first + BLOCK);
    this.#edge.add(root, 8);
    this.#texts = [];
    this.#stored = 0;
    this.#addNodes();
  }

  /** Stores the tree nodes that this block completes: level 16 after 256 blocks, level 24 after 65,536. */
  #addNodes(): void {
    const blocks = this.#edge.size / BLOCK;
    if (blocks % BLOCKS_PER_NODE !== 0) return;
    const number = blocks / BLOCKS_PER_NODE - 1;
    const roots = this.#db.prepare<[number, number], Buffer>('SELECT root FROM ledger_block WHERE first >= ? AND first < ? ORDER BY first').pluck();
    const span = BLOCK * BLOCKS_PER_NODE;
    this.#insertNode.run(16, number, packedRoot(Buffer.concat(roots.all(number * span, (number + 1) * span))));
    if ((number + 1) % BLOCKS_PER_NODE !== 0) return;
    const upper = (number + 1) / BLOCKS_PER_NODE - 1;
    const nodes = this.#db.prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = 16 AND number >= ? AND number < ? ORDER BY number').pluck();
    this.#insertNode.run(24, upper, packedRoot(Buffer.concat(nodes.all(upper * BLOCKS_PER_NODE, (upper + 1) * BLOCKS_PER_NODE))));
  }

  #load(): void {
    for (const root of blockRoots(this.#db)) this.#edge.add(root, 8);
    const chain = this.#db.prepare<[], Buffer>('SELECT chain FROM ledger_block ORDER BY first DESC LIMIT 1').pluck().get();
    this.#chain = chain ?? CHAIN_START;
    const tail = this.#db.prepare<[], { text: string; leaf: Buffer }>('SELECT text, leaf FROM ledger_tail ORDER BY seq').all();
    for (const { text, leaf } of tail) {
      leaf.copy(this.#leaves, this.#texts.length * HASH_SIZE);
      this.#texts.push(text);
    }
    this.#stored = this.#texts.length;
  }
}

function blockRoots(db: Db): IterableIterator<Buffer> {
  return db.prepare<[], Buffer>('SELECT root FROM ledger_block ORDER BY first').pluck().iterate();
}

/** Root of a tree edge with some leaves behind it. */
export function rootWith(edge: TreeEdge, leaves: Buffer, count: number): Buffer {
  for (let i = 0; i < count; i++) edge.add(Buffer.from(leaves.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE)));
  return edge.root();
}

/** Root and size as the stored hashes give them, without reading the entries. */
export function storedHead(db: Db): { readonly size: number; readonly root: Buffer } {
  const edge = new TreeEdge();
  for (const root of blockRoots(db)) edge.add(root, 8);
  const leaves = db.prepare<[], Buffer>('SELECT leaf FROM ledger_tail ORDER BY seq').pluck().all();
  const root = rootWith(edge, Buffer.concat(leaves), leaves.length);
  return { size: edge.size, root };
}
