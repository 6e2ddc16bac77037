/**
 * Strings get their ids in the order of first use, from 1. A stretch of the ledger can be checked for that without
 * what came before: of the ids that are higher than all before them in the stretch, those at the end that follow each
 * other without a gap, from `low` to `high`, may be new here. The others must have been used before. So the stretch is
 * right if, and only if, the ids used before it reach to `low - 1` at least.
 */
export class FirstUse {
  /** 0: no string was used. */
  low = 0;
  high = 0;
  /** The entry that used `low`. */
  seq = 0;

  see(id: number, seq: number): void {
    if (id <= this.high) return;
    if (id !== this.high + 1 || this.low === 0) {
      this.low = id;
      this.seq = seq;
    }
    this.high = id;
  }

  clear(): void {
    this.low = 0;
    this.high = 0;
  }
}
