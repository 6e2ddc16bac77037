import { HASH_SIZE, packedRoot, TreeEdge } from '../../core/merkle.ts';
import type { Db } from '../open.ts';
import { BLOCK } from '../schema.ts';
import type { Findings } from './finding.ts';
import type { BlockHash } from './range.ts';

const LEVELS = [16, 24] as const;

/** Check 10 and the roots of check 9: the tree over the whole ledger, put together from its blocks in their order. */
export class TreeMerge {
  readonly #db: Db;
  readonly #findings: Findings;
  readonly #sizes: ReadonlySet<number>;
  readonly edge = new TreeEdge();
  /** Root at each size asked for. */
  readonly roots = new Map<number, Buffer>();
  /** For each stored level the hashes below it that no node stands for yet, and how many nodes there were. */
  readonly #open: Buffer[][] = [[], []];
  readonly #made = [0, 0];

  constructor(db: Db, sizes: Iterable<number>, findings: Findings) {
    this.#db = db;
    this.#findings = findings;
    this.#sizes = new Set(sizes);
    this.#note();
  }

  block({ root, leaves }: BlockHash): void {
    const hash = Buffer.from(root);
    if (leaves === undefined) {
      this.edge.add(hash, 8);
      this.#note();
    } else this.leaves(leaves);
    this.#addNode(hash, 0);
  }

  /** Leaves one behind the other. */
  leaves(packed: Uint8Array): void {
    for (let at = 0; at < packed.length; at += HASH_SIZE) {
      this.edge.add(Buffer.from(packed.subarray(at, at + HASH_SIZE)));
      this.#note();
    }
  }

  /** After the last leaf: no node may be left over. */
  finish(): void {
    const stored = this.#db.prepare<[], number>('SELECT count(*) FROM ledger_node').pluck().get() ?? 0;
    const made = this.#made.reduce((sum, each) => sum + each, 0);
    if (stored !== made) this.#findings.add('F-CACHE', `${stored} tree nodes are stored, the ledger has ${made}`);
  }

  #addNode(root: Buffer, tier: number): void {
    const [level, open] = [LEVELS[tier], this.#open[tier]];
    if (level === undefined || open === undefined || open.push(root) < BLOCK) return;
    const node = Buffer.from(packedRoot(Buffer.concat(open.splice(0))));
    const number = this.#made[tier] ?? 0;
    this.#made[tier] = number + 1;
    const stored = this.#db
      .prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = ? AND number = ?')
      .pluck()
      .get(level, number);
    if (stored?.equals(node) !== true) this.#findings.add('F-CACHE', `node ${level}/${number} does not match`);
    this.#addNode(node, tier + 1);
  }

  #note(): void {
    if (this.#sizes.has(this.edge.size)) this.roots.set(this.edge.size, this.edge.root());
  }
}
