import { HASH_SIZE, packedRoot, TreeEdge } from '../core/merkle.ts';
import { type Db, guardedRows } from './open.ts';
import { BLOCK } from './schema.ts';

/** The tree as its stored leaves make it. */
export interface TreeCheck {
  readonly size: number;
  readonly root: Buffer;
  /** What is stored above the leaves and does not follow from them; the first few. */
  readonly faults: readonly string[];
}

const NAMED = 20;
const LEVELS = [16, 24] as const;

interface Block {
  readonly first: number;
  readonly root: Buffer;
  readonly leaves: Buffer;
}

/**
 * Recomputes the tree from the stored leaves, and compares what is stored above them. Reads no entry: whether these are
 * the leaves of the texts is for `verify` to say. About 0.1 ms a block.
 */
export function checkTree(db: Db, progress: (entries: number) => void): TreeCheck {
  const edge = new TreeEdge();
  const faults = new Faults();
  const stored = new StoredNodes(db, faults);
  const blocks = db.prepare<[], Block>('SELECT first, root, leaves FROM ledger_block ORDER BY first').iterate();
  for (const { first, root, leaves } of guardedRows(db.name, blocks)) {
    const computed = Buffer.from(packedRoot(leaves));
    if (first !== edge.size) faults.add(`block ${first / BLOCK} stands where ${edge.size / BLOCK} should`);
    if (!computed.equals(root)) faults.add(`block ${first / BLOCK}: its root does not match its leaves`);
    edge.add(computed, 8);
    stored.add(computed);
    progress(edge.size);
  }
  addTail(db, edge, faults);
  stored.finish();
  return { size: edge.size, root: edge.root(), faults: faults.list };
}

function addTail(db: Db, edge: TreeEdge, faults: Faults): void {
  const rows = db.prepare<[], { seq: number; leaf: Buffer }>('SELECT seq, leaf FROM ledger_tail ORDER BY seq');
  for (const { seq, leaf } of guardedRows(db.name, rows.iterate())) {
    if (seq !== edge.size || leaf.length !== HASH_SIZE)
      faults.add(`tail entry ${seq} stands where ${edge.size} should`);
    edge.add(leaf);
  }
}

class Faults {
  readonly list: string[] = [];

  add(fault: string): void {
    if (this.list.length < NAMED) this.list.push(fault);
  }
}

/** Compares the nodes of `ledger_node` with what the block roots give. */
class StoredNodes {
  readonly #hash;
  readonly #count;
  readonly #faults: Faults;
  /** For each stored level the hashes below it that no node stands for yet. */
  readonly #open: Buffer[][] = [[], []];
  readonly #made = [0, 0];

  constructor(db: Db, faults: Faults) {
    this.#hash = db
      .prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = ? AND number = ?')
      .pluck();
    this.#count = db.prepare<[], number>('SELECT count(*) FROM ledger_node').pluck();
    this.#faults = faults;
  }

  add(root: Buffer, tier = 0): void {
    const [level, open] = [LEVELS[tier], this.#open[tier]];
    if (level === undefined || open === undefined || open.push(root) < BLOCK) return;
    const node = Buffer.from(packedRoot(Buffer.concat(open.splice(0))));
    const number = this.#made[tier] ?? 0;
    this.#made[tier] = number + 1;
    if (this.#hash.get(level, number)?.equals(node) !== true)
      this.#faults.add(`node ${level}/${number} does not match`);
    this.add(node, tier + 1);
  }

  finish(): void {
    const [made, stored] = [this.#made.reduce((sum, each) => sum + each, 0), this.#count.get() ?? 0];
    if (made !== stored) this.#faults.add(`${stored} tree nodes are stored, the ledger has ${made}`);
  }
}
