import { shortDigest } from '../../core/disclosure.ts';
import { inRanges, type Ranges, union } from '../../core/ranges.ts';
import type { Db } from '../open.ts';

/** Sealed values that redact entries say were removed: of these entries these values, and no other ones of them. */
export class RemovedValues {
  readonly #ranges: Ranges;
  readonly #digests: ReadonlySet<string>;

  constructor(logged: readonly { readonly sealed: Ranges; readonly digests: readonly string[] }[]) {
    this.#ranges = union(logged.map(({ sealed }) => sealed));
    this.#digests = new Set(logged.flatMap(({ digests }) => digests));
  }

  names(seq: number, digest: string): boolean {
    return inRanges(this.#ranges, seq) && this.#digests.has(digest);
  }

  /** Entries beside which a removed value stands. */
  thereAgain(db: Db): readonly number[] {
    const rows = db.prepare<[number, number], { readonly seq: number; readonly digest: Buffer }>(
      'SELECT seq, digest FROM ledger_disclosure WHERE seq >= ? AND seq <= ? ORDER BY seq, digest',
    );
    const found = new Set<number>();
    for (const [first, last] of this.#ranges) {
      for (const { seq, digest } of rows.iterate(first, last)) {
        if (this.#digests.has(shortDigest(digest))) found.add(seq);
      }
    }
    return [...found];
  }
}
