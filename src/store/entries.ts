import { inflateSync } from 'node:zlib';
import type { Entry } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import type { Db } from './open.ts';
import { BLOCK } from './schema.ts';

const CACHED_BLOCKS = 16;

/** Reads entries by number, through a small cache of inflated blocks. */
export class EntryReader {
  readonly #block;
  readonly #tail;
  readonly #raw;
  readonly #size;
  readonly #blocks = new Map<number, readonly string[]>();

  constructor(db: Db) {
    this.#block = db.prepare<[number], { size: number; z: Buffer }>('SELECT size, z FROM ledger_block WHERE first = ?');
    this.#tail = db.prepare<[number], string>('SELECT text FROM ledger_tail WHERE seq = ?').pluck();
    this.#raw = db.prepare<[Buffer], { size: number; z: Buffer }>('SELECT size, z FROM ledger_raw WHERE sha256 = ?');
    this.#size = db
      .prepare<[], number>(
        `SELECT ifnull((SELECT max(first) + ${BLOCK} FROM ledger_block), 0) + (SELECT count(*) FROM ledger_tail)`,
      )
      .pluck();
  }

  get size(): number {
    return this.#size.get() ?? 0;
  }

  /** Canonical text of an entry. @throws {AppError} `case-damaged` where it cannot be read */
  text(seq: number): string {
    const block = this.#lines(seq - (seq % BLOCK));
    const text = block === undefined ? this.#tail.get(seq) : block[seq % BLOCK];
    if (text === undefined) throw damaged(seq);
    return text;
  }

  entry(seq: number): Entry {
    return JSON.parse(this.text(seq)) as Entry;
  }

  /** A long raw text by its digest. */
  raw(digest: string): string | undefined {
    const row = this.#raw.get(Buffer.from(digest, 'hex'));
    return row === undefined ? undefined : inflateSync(row.z, { maxOutputLength: row.size + 1 }).toString('utf8');
  }

  #lines(first: number): readonly string[] | undefined {
    const cached = this.#blocks.get(first);
    if (cached !== undefined) return cached;
    const row = this.#block.get(first);
    if (row === undefined) return undefined;
    const lines = inflateSync(row.z, { maxOutputLength: row.size + 1 })
      .toString('utf8')
      .split('\n');
    if (this.#blocks.size >= CACHED_BLOCKS) this.#blocks.delete(this.#blocks.keys().next().value ?? -1);
    this.#blocks.set(first, lines);
    return lines;
  }
}

function damaged(seq: number): AppError {
  return new AppError(
    'case-damaged',
    `entry ${seq} cannot be read`,
    'run `audit-timeline verify`; go on with a copy kept elsewhere',
  );
}

/** All entries in order, block by block. */
export function* allEntries(db: Db): Generator<{ readonly seq: number; readonly text: string }> {
  const reader = new EntryReader(db);
  const { size } = reader;
  for (let seq = 0; seq < size; seq++) yield { seq, text: reader.text(seq) };
}
