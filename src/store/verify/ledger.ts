import { isUtf8 } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import { sha256 } from '../../core/digest.ts';
import { CHAIN_START, chainHash, HASH_SIZE, leafHash, leafLatin1, packedRoot, TreeEdge } from '../../core/merkle.ts';
import type { Db } from '../open.ts';
import { BLOCK } from '../schema.ts';
import type { Findings } from './finding.ts';

/** No block of ours inflates to more: 256 entries of 64 KiB and what stands around them. */
const LARGEST_BLOCK = 256 * 1024 * 1024;

interface BlockRow {
  readonly first: number;
  readonly count: number;
  readonly chain: Buffer;
  readonly root: Buffer;
  readonly leaves: Buffer;
  readonly size: number;
  readonly z: Buffer;
}

/** Inflates a zlib stream that must end exactly where its bytes end, at exactly `size` bytes of UTF-8. */
function inflateExactly(z: Buffer, size: number, cap: number): string | undefined {
  if (size < 0 || size > cap) return undefined;
  try {
    const { buffer, engine } = inflateSync(z, { maxOutputLength: size + 1, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return buffer.length === size && engine.bytesWritten === z.length && isUtf8(buffer)
      ? buffer.toString('utf8')
      : undefined;
  } catch {
    return undefined;
  }
}

/** The ledger as recomputed from its texts. */
export interface Walked {
  readonly seq: number;
  readonly text: string;
}

/**
 * Check 9 and 10: recomputes every leaf, block root, chain link and stored node, and gives the texts on the way, so
 * that all is read once. `edge` grows to the tree of the whole ledger; `rootAt` is called at the sizes asked for.
 */
export class LedgerWalk {
  readonly #db: Db;
  readonly #findings: Findings;
  readonly #sizes: ReadonlySet<number>;
  readonly edge = new TreeEdge();
  /** Root at each size asked for. */
  readonly roots = new Map<number, Buffer>();
  #chain: Buffer = CHAIN_START;
  #level16: Buffer[] = [];
  #blockRoots: Buffer[] = [];
  #nodes = 0;

  constructor(db: Db, findings: Findings, sizes: Iterable<number>) {
    this.#db = db;
    this.#findings = findings;
    this.#sizes = new Set(sizes);
  }

  *walk(): Generator<Walked> {
    this.#note();
    for (const row of this.#db.prepare<[], BlockRow>('SELECT * FROM ledger_block ORDER BY first').iterate())
      yield* this.#block(row);
    yield* this.#tail();
    this.#checkNodeCount();
  }

  *#block(row: BlockRow): Generator<Walked> {
    const { first } = row;
    const number = first / BLOCK;
    if (first !== this.edge.size || row.count !== BLOCK)
      this.#findings.add('F-LEDGER', `block at ${first}: expected ${this.edge.size}`);
    const text = inflateExactly(row.z, row.size, LARGEST_BLOCK);
    const lines = text?.split('\n') ?? [];
    if (lines.length !== BLOCK)
      this.#findings.add('F-BLOCK', `block ${number}: cannot be read (${lines.length} entries)`);
    const computed = Buffer.alloc(BLOCK * HASH_SIZE);
    for (const [i, line] of lines.slice(0, BLOCK).entries()) {
      computed.write(leafLatin1(line), i * HASH_SIZE, HASH_SIZE, 'latin1');
      yield { seq: first + i, text: line };
    }
    if (!computed.equals(row.leaves)) this.#nameLeaves(row, computed);
    this.#grow(computed, first);
    this.#checkBlock(row, number, computed);
  }

  #nameLeaves({ first, leaves }: BlockRow, computed: Buffer): void {
    for (let i = 0; i < BLOCK; i++) {
      const [from, to] = [i * HASH_SIZE, (i + 1) * HASH_SIZE];
      if (computed.compare(leaves, from, to, from, to) === 0) continue;
      this.#findings.add('F-LEAF', `seq ${first + i} (block ${first / BLOCK}): content does not match its leaf hash`);
    }
  }

  /** Adds a block to the tree: as a whole, or leaf by leaf where a root is asked for inside it. */
  #grow(computed: Buffer, first: number): void {
    if (![...this.#sizes].some((size) => size > first && size < first + BLOCK)) {
      this.edge.add(Buffer.from(packedRoot(computed)), 8);
      this.#note();
      return;
    }
    for (let at = 0; at < computed.length; at += HASH_SIZE)
      this.#add(Buffer.from(computed.subarray(at, at + HASH_SIZE)));
  }

  #checkBlock(row: BlockRow, number: number, computed: Buffer): void {
    const root = packedRoot(computed);
    if (!root.equals(row.root)) this.#findings.add('F-BLOCK', `block ${number}: its root does not match its entries`);
    this.#chain = chainHash(this.#chain, row.root);
    if (!this.#chain.equals(row.chain))
      this.#findings.add('F-CHAIN', `block ${number}: does not follow the block before`);
    this.#chain = row.chain;
    this.#blockRoots.push(Buffer.from(root));
    if (this.#blockRoots.length === BLOCK) this.#node16();
  }

  #node16(): void {
    const hash = Buffer.from(packedRoot(Buffer.concat(this.#blockRoots)));
    this.#blockRoots = [];
    this.#level16.push(hash);
    this.#checkNode(16, this.edge.size / BLOCK ** 2 - 1, hash);
    if (this.#level16.length < BLOCK) return;
    this.#checkNode(24, this.edge.size / BLOCK ** 3 - 1, packedRoot(Buffer.concat(this.#level16)));
    this.#level16 = [];
  }

  #checkNode(level: number, number: number, hash: Buffer): void {
    this.#nodes++;
    const stored = this.#db
      .prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = ? AND number = ?')
      .pluck()
      .get(level, number);
    if (stored === undefined || !stored.equals(hash))
      this.#findings.add('F-CACHE', `node ${level}/${number} does not match`);
  }

  #checkNodeCount(): void {
    const stored = this.#db.prepare<[], number>('SELECT count(*) FROM ledger_node').pluck().get() ?? 0;
    if (stored !== this.#nodes)
      this.#findings.add('F-CACHE', `${stored} tree nodes are stored, the ledger has ${this.#nodes}`);
  }

  *#tail(): Generator<Walked> {
    const rows = this.#db.prepare<[], { seq: number; text: string; leaf: Buffer }>(
      'SELECT seq, text, leaf FROM ledger_tail ORDER BY seq',
    );
    for (const { seq, text, leaf } of rows.iterate()) {
      if (seq !== this.edge.size) this.#findings.add('F-LEDGER', `tail entry ${seq}: expected ${this.edge.size}`);
      const computed = leafHash(text);
      if (!computed.equals(leaf))
        this.#findings.add('F-LEAF', `seq ${seq} (tail): content does not match its leaf hash`);
      this.#add(computed);
      yield { seq, text };
    }
  }

  #add(leaf: Buffer): void {
    this.edge.add(leaf);
    this.#note();
  }

  #note(): void {
    if (this.#sizes.has(this.edge.size)) this.roots.set(this.edge.size, this.edge.root());
  }
}

/** Every long raw text must have its digest, and be asked for by an entry. */
export function checkRaw(db: Db, wanted: ReadonlySet<string>, findings: Findings): void {
  const missing = new Set(wanted);
  for (const { sha256: key, size, z } of db
    .prepare<[], { sha256: Buffer; size: number; z: Buffer }>('SELECT sha256, size, z FROM ledger_raw')
    .iterate()) {
    const digest = key.toString('hex');
    const text = inflateExactly(z, size, LARGEST_BLOCK);
    if (!wanted.has(digest)) findings.add('F-RAW', `raw text ${digest.slice(0, 8)} belongs to no entry`);
    else if (text === undefined || sha256(text) !== digest)
      findings.add('F-RAW', `raw text ${digest.slice(0, 8)} does not match its digest`);
    missing.delete(digest);
  }
  for (const digest of missing) findings.add('F-RAW', `raw text ${digest.slice(0, 8)} is missing`);
}
