import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflate, deflateSync } from 'node:zlib';
import { sha256 } from '../core/digest.ts';
import { CHAIN_START, chainHash, HASH_SIZE, packedRoot, TreeEdge } from '../core/merkle.ts';
import type { Db } from './open.ts';
import { BLOCK } from './schema.ts';
import { Slab } from './slab.ts';

/** Blocks in a tree node of level 16, and such nodes in one of level 24. */
const FAN = 256;
/** One output buffer for a block: each further one is a trip to another thread and back. */
export const COMPRESSION = { level: 1, chunkSize: 128 * 1024 };
const compress = promisify<Buffer, typeof COMPRESSION, Buffer>(deflate);

/** A block whose entries are complete and whose compressed form is being made on another thread. */
interface Sealed {
  readonly first: number;
  readonly slab: Slab;
  readonly chain: Buffer;
  readonly root: Buffer;
  readonly leaves: Buffer;
  readonly z: Promise<Buffer>;
}

/**
 * The append end of the ledger. Entries gather in memory; 256 of them are sealed into a block. Sealed blocks are
 * written in order by `settle`, the rest as tail rows by `flush`. Nothing is durable before the caller commits.
 */
export class LedgerWriter {
  readonly #insertBlock;
  readonly #insertTail;
  readonly #deleteTail;
  readonly #insertNode;
  readonly #insertRaw;
  readonly #edge = new TreeEdge();
  readonly #leaves = Buffer.alloc(BLOCK * HASH_SIZE);
  #chain: Buffer = CHAIN_START;
  #slab = new Slab();
  readonly #spare: Slab[] = [];
  /** How many entries of the slab are tail rows already. */
  #stored = 0;
  readonly #sealed: Sealed[] = [];
  /** Roots of the blocks behind the last node of level 16, and hashes of such nodes behind the last of level 24. */
  #roots: Buffer[] = [];
  #nodes: Buffer[] = [];

  constructor(db: Db) {
    this.#insertBlock = db.prepare(
      'INSERT INTO ledger_block(first, count, chain, root, leaves, size, z) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertTail = db.prepare('INSERT INTO ledger_tail(seq, text, leaf) VALUES (?, ?, ?)');
    this.#deleteTail = db.prepare('DELETE FROM ledger_tail WHERE seq < ?');
    this.#insertNode = db.prepare('INSERT INTO ledger_node(level, number, hash) VALUES (?, ?, ?)');
    this.#insertRaw = db.prepare('INSERT OR IGNORE INTO ledger_raw(sha256, size, z) VALUES (?, ?, ?)');
    this.#load(db);
  }

  /** Number of entries. */
  get size(): number {
    return this.#edge.size + this.#slab.count;
  }

  /** Blocks waiting for `settle`, and the bytes of their texts. */
  get waiting(): { readonly blocks: number; readonly bytes: number } {
    return { blocks: this.#sealed.length, bytes: this.#sealed.reduce((sum, { slab }) => sum + slab.size, 0) };
  }

  /** Appends an entry's canonical text; gives its number. */
  append(text: string): number {
    return this.#added(this.#slab.add(text));
  }

  /** The same with the text as bytes behind a zero byte: what its leaf is the hash of. */
  appendBytes(bytes: Uint8Array): number {
    this.#slab.addBytes(bytes);
    return this.#added(bytes);
  }

  #added(bytes: Uint8Array): number {
    const seq = this.size - 1;
    const leaf = hash('sha256', bytes, 'latin1' as 'hex');
    this.#leaves.write(leaf, (this.#slab.count - 1) * HASH_SIZE, HASH_SIZE, 'latin1');
    if (this.#slab.count === BLOCK) this.#seal();
    return seq;
  }

  /** Text of an entry that is not in the file yet. */
  unwritten(seq: number): string | undefined {
    if (seq >= this.#edge.size) return this.#slab.text(seq - this.#edge.size);
    const first = seq - (seq % BLOCK);
    return this.#sealed.find((block) => block.first === first)?.slab.text(seq - first);
  }

  /** Stores a long raw text once; gives its digest. */
  appendRaw(raw: string): string {
    const bytes = Buffer.from(raw, 'utf8');
    const digest = sha256(bytes);
    this.#insertRaw.run(Buffer.from(digest, 'hex'), bytes.length, deflateSync(bytes, COMPRESSION));
    return digest;
  }

  /** Writes sealed blocks, in order, until at most `most` are waiting, with at most `bytes` of texts. */
  async settle(most: number, bytes = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const [block] = this.#sealed;
      if (block === undefined || (this.#sealed.length <= most && this.waiting.bytes <= bytes)) return;
      const z = await block.z;
      const { first, chain, root, leaves, slab } = block;
      this.#insertBlock.run(first, BLOCK, chain, root, leaves, slab.size, z);
      this.#deleteTail.run(first + BLOCK);
      this.#sealed.shift();
      slab.clear();
      if (slab.isUsual) this.#spare.push(slab);
    }
  }

  /** Writes the unfinished block's entries as tail rows. After `settle(0)`, before each commit. */
  flush(): void {
    const first = this.#edge.size;
    for (; this.#stored < this.#slab.count; this.#stored++) {
      const leaf = Buffer.from(this.#leaves.subarray(this.#stored * HASH_SIZE, (this.#stored + 1) * HASH_SIZE));
      this.#insertTail.run(first + this.#stored, this.#slab.text(this.#stored), leaf);
    }
  }

  /** Root of all entries appended so far. */
  root(): Buffer {
    return rootWith(this.#edge.copy(), this.#leaves, this.#slab.count);
  }

  #seal(): void {
    const first = this.#edge.size;
    const slab = this.#slab;
    const leaves = Buffer.from(this.#leaves);
    const root = Buffer.from(packedRoot(leaves));
    this.#chain = chainHash(this.#chain, root);
    const z = compress(slab.lines(), COMPRESSION);
    z.catch(() => undefined);
    this.#sealed.push({ first, slab, chain: this.#chain, root, leaves, z });
    this.#edge.add(root, 8);
    this.#slab = this.#spare.pop() ?? new Slab();
    this.#stored = 0;
    this.#addNodes(root);
  }

  /** Stores the tree nodes that a block completes: level 16 after 256 blocks, level 24 after 65,536. */
  #addNodes(root: Buffer): void {
    this.#roots.push(root);
    if (this.#roots.length < FAN) return;
    const node = Buffer.from(packedRoot(Buffer.concat(this.#roots)));
    this.#roots = [];
    this.#insertNode.run(16, this.#edge.size / (BLOCK * FAN) - 1, node);
    this.#nodes.push(node);
    if (this.#nodes.length < FAN) return;
    this.#insertNode.run(
      24,
      this.#edge.size / (BLOCK * FAN * FAN) - 1,
      Buffer.from(packedRoot(Buffer.concat(this.#nodes))),
    );
    this.#nodes = [];
  }

  #load(db: Db): void {
    for (const root of blockRoots(db)) {
      this.#edge.add(root, 8);
      this.#roots.push(root);
      if (this.#roots.length === FAN) this.#roots = [];
    }
    this.#nodes = db.prepare<[], Buffer>('SELECT hash FROM ledger_node WHERE level = 16 ORDER BY number').pluck().all();
    this.#nodes.splice(0, this.#nodes.length - (this.#nodes.length % FAN));
    this.#chain =
      db.prepare<[], Buffer>('SELECT chain FROM ledger_block ORDER BY first DESC LIMIT 1').pluck().get() ?? CHAIN_START;
    for (const { text, leaf } of db
      .prepare<[], { text: string; leaf: Buffer }>('SELECT text, leaf FROM ledger_tail ORDER BY seq')
      .iterate()) {
      leaf.copy(this.#leaves, this.#slab.count * HASH_SIZE);
      this.#slab.add(text);
    }
    this.#stored = this.#slab.count;
  }
}

function blockRoots(db: Db): IterableIterator<Buffer> {
  return db.prepare<[], Buffer>('SELECT root FROM ledger_block ORDER BY first').pluck().iterate();
}

/** Root of a tree edge with some leaves behind it. */
function rootWith(edge: TreeEdge, leaves: Buffer, count: number): Buffer {
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
