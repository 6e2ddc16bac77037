import { POSTED_ROLES } from '../derive.ts';
import { Postings } from '../index-writer.ts';
import type { Db } from '../open.ts';
import { CHUNK } from '../schema.ts';
import type { Findings } from './finding.ts';

type PostingRow = readonly [role: number, string: number, seqs: Buffer];

/** What the entries of one chunk can be found by, and whether `posting` says the same. */
export class PostingCheck {
  readonly #rows;
  /** For each role and each of its columns (an account has two, so has a token): the string of each place, 0 for none. */
  readonly #strings = Array.from(
    { length: POSTED_ROLES },
    () => [new Float64Array(CHUNK), new Float64Array(CHUNK)] as const,
  );
  readonly #counts = new Float64Array(POSTED_ROLES);
  /** Rows of `posting` that were looked at, in all chunks. */
  seen = 0;

  constructor(db: Db) {
    this.#rows = db
      .prepare<[number], PostingRow>('SELECT role, string, seqs FROM posting WHERE chunk = ? ORDER BY role, string')
      .raw();
  }

  /** @param second whether it is the second column of the role. */
  add(role: number, second: boolean, string: number, place: number): void {
    const columns = this.#strings[role];
    if (columns === undefined || columns[0][place] === string) return;
    columns[second ? 1 : 0][place] = string;
    this.#counts[role] = (this.#counts[role] ?? 0) + 1;
  }

  /** Compares. @param from the first place that was added */
  finish(chunk: number, from: number, findings: Findings): void {
    this.seen = 0;
    if (this.#fits(this.#rows.iterate(chunk), from)) return;
    const named = findings.count('F-INDEX');
    this.#name(chunk, this.#rows.iterate(chunk), from, findings);
    // What is wrong may lie before the first place, or in the order of rows.
    if (findings.count('F-INDEX') === named)
      findings.add('F-INDEX', `posting: chunk ${chunk} is not what the ledger gives`);
  }

  /** Makes ready for a chunk. */
  begin(): void {
    for (const columns of this.#strings) for (const column of columns) column.fill(0);
    this.#counts.fill(0);
  }

  /** Each place that stands there is right, none twice, and there are as many as there should be: so none is missing. */
  #fits(rows: Iterable<PostingRow>, from: number): boolean {
    const counts = new Float64Array(POSTED_ROLES);
    let [lastRole, lastString] = [-1, -1];
    for (const [role, string, seqs] of rows) {
      this.seen++;
      if (role < lastRole || (role === lastRole && string <= lastString)) return false;
      [lastRole, lastString] = [role, string];
      const found = this.#placesOf(role, string, seqs, from);
      if (found === undefined) return false;
      counts[role] = (counts[role] ?? 0) + found;
    }
    return counts.every((count, role) => count === this.#counts[role]);
  }

  #placesOf(role: number, string: number, seqs: Buffer, from: number): number | undefined {
    const columns = this.#strings[role];
    if (columns === undefined || !Buffer.isBuffer(seqs) || seqs.length === 0 || seqs.length % 2 !== 0) return undefined;
    const [first, second] = columns;
    let count = 0;
    for (let i = 0, last = -1; i < seqs.length; i += 2) {
      const place = (seqs[i] ?? 0) + (seqs[i + 1] ?? 0) * 256;
      if (place <= last) return undefined;
      last = place;
      if (place < from) continue;
      if (first[place] !== string && second[place] !== string) return undefined;
      count++;
    }
    return count;
  }

  /** The slow way, which can say what is wrong. */
  #name(chunk: number, rows: Iterable<PostingRow>, from: number, findings: Findings): void {
    this.seen = 0;
    const wanted = new Map<string, Buffer>();
    for (const [role, string, seqs] of this.#wanted(from)) wanted.set(`role ${role}, string ${string}`, seqs);
    for (const [role, string, seqs] of rows) {
      this.seen++;
      const name = `role ${role}, string ${string}`;
      const places = placesFrom(Buffer.from(seqs), from);
      if (wanted.get(name)?.equals(places) !== true && (from === 0 || places.length > 0))
        findings.add('F-INDEX', `posting: chunk ${chunk}, ${name} does not equal what the ledger gives`);
      wanted.delete(name);
    }
    for (const name of wanted.keys()) findings.add('F-INDEX', `posting: chunk ${chunk}, ${name} is missing`);
  }

  #wanted(from: number): Iterable<PostingRow> {
    const postings = new Postings();
    for (const [role, columns] of this.#strings.entries()) {
      for (let place = from; place < CHUNK; place++) {
        for (const column of columns) {
          const string = column[place] ?? 0;
          if (string !== 0) postings.add(role, string, place);
        }
      }
    }
    return postings.rows();
  }
}

function placesFrom(seqs: Buffer, from: number): Buffer {
  let at = 0;
  while (at + 1 < seqs.length && seqs.readUInt16LE(at) < from) at += 2;
  return seqs.subarray(at);
}
