import { HASH_SIZE, packedRoot } from '../core/merkle.ts';
import { damaged } from './entries.ts';
import { type Db, guarded } from './open.ts';
import { BLOCK } from './schema.ts';

/** Levels between two stored ones: leaves, block roots, `ledger_node` of level 16 and 24. */
const TIER = 8;
/** Hashes of a tier that one hash of the next stands for. */
const FAN = 2 ** TIER;
const TOP = 3;

/**
 * Hashes of the tree as the case stores them, without reading an entry. What is asked for once is kept: a proof asks
 * for a few hundred.
 */
export class TreeNodes {
  readonly #db: Db;
  readonly #groups = new Map<string, Buffer>();

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Root of the aligned subtree of 2^level leaves that is number `number` of its level.
   * @throws {AppError} `case-damaged` where the case does not hold it
   */
  node(level: number, number: number): Buffer {
    const tier = Math.min(TOP, Math.floor(level / TIER));
    const count = 2 ** (level - tier * TIER);
    const from = number * count;
    // Above the top tier a subtree is wider than a group.
    const group = tier === TOP ? 0 : Math.floor(from / FAN);
    const start = (from - group * FAN) * HASH_SIZE;
    const hashes = this.#group(tier, group).subarray(start, start + count * HASH_SIZE);
    if (hashes.length !== count * HASH_SIZE) throw damaged(`tree node ${level}/${number}`);
    return Buffer.from(packedRoot(hashes));
  }

  #group(tier: number, group: number): Buffer {
    const key = `${tier}/${group}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const hashes = guarded(this.#db.name, () => this.#read(tier, group));
    this.#groups.set(key, hashes);
    return hashes;
  }

  #read(tier: number, group: number): Buffer {
    if (tier === 0) return this.#leaves(group);
    if (tier === TOP)
      return this.#packed('SELECT hash FROM ledger_node WHERE level = 24 AND number >= ? ORDER BY number', [0]);
    const within = [group * FAN, (group + 1) * FAN - 1] as const;
    if (tier === 2)
      return this.#packed(
        'SELECT hash FROM ledger_node WHERE level = 16 AND number BETWEEN ? AND ? ORDER BY number',
        within,
      );
    const blocks = within.map((number) => number * BLOCK);
    return this.#packed('SELECT root FROM ledger_block WHERE first BETWEEN ? AND ? ORDER BY first', blocks);
  }

  /** Of a block, or of the unfinished one at the end. */
  #leaves(block: number): Buffer {
    const first = block * BLOCK;
    const sealed = this.#db
      .prepare<[number], Buffer>('SELECT leaves FROM ledger_block WHERE first = ?')
      .pluck()
      .get(first);
    if (sealed !== undefined) return sealed;
    return this.#packed('SELECT leaf FROM ledger_tail WHERE seq BETWEEN ? AND ? ORDER BY seq', [
      first,
      first + BLOCK - 1,
    ]);
  }

  #packed(query: string, values: readonly number[]): Buffer {
    return Buffer.concat(
      this.#db
        .prepare<number[], Buffer>(query)
        .pluck()
        .all(...values),
    );
  }
}
