import { deflateSync, inflateSync } from 'node:zlib';
import type { Entry } from '../../core/entry.ts';
import { leafHash } from '../../core/merkle.ts';
import { inRanges, type Ranges } from '../../core/ranges.ts';
import { allEntries, damaged, parseEntry } from '../entries.ts';
import { COMPRESSION, storedHead } from '../ledger.ts';
import type { Db } from '../open.ts';
import { BLOCK } from '../schema.ts';

/** What does not come along when a case is copied. */
export interface Gone {
  /** Entries whose text stays behind. */
  readonly texts: Ranges;
  /** Whether a sealed value stays behind. Entries without text lose all of theirs. */
  readonly disclosure: (seq: number, digest: string) => boolean;
}

interface BlockRow {
  readonly first: number;
  readonly count: number;
  readonly chain: Buffer;
  readonly root: Buffer;
  readonly leaves: Buffer;
  readonly size: number;
  readonly z: Buffer;
}

/**
 * Copies the ledger of a case into an empty one, row by row, without what is to be gone. Leaves, roots, chain and nodes
 * come along as they are. @throws {AppError} `case-damaged` where a text to be removed is not what its leaf says
 */
export function copyLedger(from: Db, to: Db, gone: Gone, progress: (entries: number) => void): void {
  const before = storedHead(from);
  const raws = new RemovedRaws();
  copyBlocks(from, to, gone.texts, raws, progress);
  for (const row of rows(from, 'SELECT level, number, hash FROM ledger_node ORDER BY level, number'))
    insert(to, 'ledger_node', row);
  copyTail(from, to, gone.texts, raws);
  copyRaws(from, to, raws.neededNoMore(to));
  copyDisclosures(from, to, gone);
  const after = storedHead(to);
  if (before.size !== after.size || !before.root.equals(after.root)) throw damaged('the ledger');
}

/** Column values, in the order they are asked for. */
function rows(db: Db, sql: string): IterableIterator<unknown[]> {
  return db.prepare<[], unknown[]>(sql).raw().iterate();
}

function insert(db: Db, table: string, values: readonly unknown[]): void {
  db.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
}

function copyBlocks(from: Db, to: Db, gone: Ranges, raws: RemovedRaws, progress: (entries: number) => void): void {
  const add = to.prepare('INSERT INTO ledger_block VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const row of from.prepare<[], BlockRow>('SELECT * FROM ledger_block ORDER BY first').iterate()) {
    const { first, count, chain, root, leaves } = row;
    const { size, z } = isTouched(gone, first) ? emptied(row, gone, raws) : row;
    add.run(first, count, chain, root, leaves, size, z);
    progress(first + BLOCK);
  }
}

function isTouched(gone: Ranges, first: number): boolean {
  return gone.some(([from, to]) => from < first + BLOCK && to >= first);
}

/** The same block with an empty line in place of each text that is to be gone. */
function emptied({ first, leaves, size, z }: BlockRow, gone: Ranges, raws: RemovedRaws): Pick<BlockRow, 'size' | 'z'> {
  const texts = inflateSync(z, { maxOutputLength: size + 1 })
    .toString('utf8')
    .split('\n');
  const lines = texts.map((text, i) => {
    if (text === '') return text;
    checkLeaf(first + i, text, leaves.subarray(i * 32, i * 32 + 32));
    return inRanges(gone, first + i) ? raws.removed(first + i, text) : text;
  });
  const bytes = Buffer.from(lines.join('\n'));
  return { size: bytes.length, z: deflateSync(bytes, COMPRESSION) };
}

/** A text that was changed is never made to disappear, nor its neighbours written anew. */
function checkLeaf(seq: number, text: string, leaf: Buffer): void {
  if (!leafHash(text).equals(leaf)) throw damaged(`entry ${seq}`);
}

function copyTail(from: Db, to: Db, gone: Ranges, raws: RemovedRaws): void {
  const add = to.prepare('INSERT INTO ledger_tail(seq, text, leaf) VALUES (?, ?, ?)');
  for (const { seq, text, leaf } of from
    .prepare<[], { seq: number; text: string; leaf: Buffer }>('SELECT seq, text, leaf FROM ledger_tail ORDER BY seq')
    .iterate()) {
    if (text !== '') checkLeaf(seq, text, leaf);
    add.run(seq, text !== '' && inRanges(gone, seq) ? raws.removed(seq, text) : text, leaf);
  }
}

/** Long texts that removed entries asked for. */
class RemovedRaws {
  readonly #digests = new Set<string>();

  /** Notes what a removed entry asked for; gives what stands in its place. */
  removed(seq: number, text: string): '' {
    for (const digest of rawsOf(parseEntry(seq, text))) this.#digests.add(digest);
    return '';
  }

  /** Those that no entry in the new case asks for. */
  neededNoMore(to: Db): ReadonlySet<string> {
    if (this.#digests.size === 0) return this.#digests;
    for (const { seq, text } of allEntries(to)) {
      if (text.includes('s_sha256":"') || text.includes('w_sha256":"'))
        for (const digest of rawsOf(parseEntry(seq, text))) this.#digests.delete(digest);
    }
    return this.#digests;
  }
}

/** Digests of the long texts that an entry asks for. */
function rawsOf(entry: Entry): string[] {
  const raw = 'raw_sha256' in entry ? entry.raw_sha256 : undefined;
  const parts = entry.entry === 'state' ? entry.parts_sha256 : undefined;
  return [raw, parts].filter((digest) => digest !== undefined);
}

function copyRaws(from: Db, to: Db, gone: ReadonlySet<string>): void {
  for (const row of rows(from, 'SELECT sha256, size, z FROM ledger_raw ORDER BY sha256'))
    if (!gone.has((row[0] as Buffer).toString('hex'))) insert(to, 'ledger_raw', row);
}

function copyDisclosures(from: Db, to: Db, { texts, disclosure }: Gone): void {
  for (const row of rows(from, 'SELECT seq, digest, text FROM ledger_disclosure ORDER BY seq, digest')) {
    const [seq, digest] = row as [number, Buffer];
    if (!inRanges(texts, seq) && !disclosure(seq, digest.toString('hex'))) insert(to, 'ledger_disclosure', row);
  }
}
