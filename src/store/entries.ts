import { inflateSync } from 'node:zlib';
import type { Entry } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import { Disclosures } from './disclosures.ts';
import { type Db, guarded } from './open.ts';
import { BLOCK } from './schema.ts';
import { LARGEST } from './verify/block-texts.ts';

const CACHED_BLOCKS = 16;

/** Reads entries by number, through a small cache of inflated blocks. */
export class EntryReader {
  readonly #path: string;
  readonly #block;
  readonly #tail;
  readonly #raw;
  readonly #size;
  readonly #disclosures;
  readonly #blocks = new Map<number, readonly string[]>();

  constructor(db: Db) {
    this.#path = db.name;
    this.#disclosures = new Disclosures(db);
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
    return guarded(this.#path, () => this.#size.get()) ?? 0;
  }

  /**
   * Canonical text of an entry as it stands in the ledger: what its leaf is the hash of. Empty where it was redacted.
   * @throws {AppError} `case-damaged` where it cannot be read
   */
  text(seq: number): string {
    const block = this.#lines(seq - (seq % BLOCK));
    const text = block === undefined ? guarded(this.#path, () => this.#tail.get(seq)) : block[seq % BLOCK];
    if (text === undefined) throw damaged(`entry ${seq}`);
    return text;
  }

  /** The same with what was sealed and is still there. */
  told(seq: number): string {
    const text = this.text(seq);
    return guarded(this.#path, () => this.#disclosures.openText(seq, text));
  }

  /** An entry with what was sealed and is still there. */
  entry(seq: number): Entry {
    const text = this.text(seq);
    const entry = parseEntry(seq, text);
    return guarded(this.#path, () => this.#disclosures.open(seq, text, entry));
  }

  /** What stands beside a sealed entry, as it is stored. */
  disclosures(seq: number): readonly string[] {
    return guarded(this.#path, () => this.#disclosures.of(seq));
  }

  /** A long raw text by its digest. */
  raw(digest: string): string | undefined {
    const row = guarded(this.#path, () => this.#raw.get(Buffer.from(digest, 'hex')));
    return row === undefined ? undefined : inflate(row, `long text ${digest.slice(0, 8)}`);
  }

  #lines(first: number): readonly string[] | undefined {
    const cached = this.#blocks.get(first);
    if (cached !== undefined) return cached;
    const row = guarded(this.#path, () => this.#block.get(first));
    if (row === undefined) return undefined;
    const lines = inflate(row, `block ${first / BLOCK}`).split('\n');
    if (this.#blocks.size >= CACHED_BLOCKS) this.#blocks.delete(this.#blocks.keys().next().value ?? -1);
    this.#blocks.set(first, lines);
    return lines;
  }
}

/** The entry that a canonical text stands for. @throws {AppError} `case-damaged` */
export function parseEntry(seq: number, text: string): Entry {
  try {
    return JSON.parse(text) as Entry;
  } catch {
    throw damaged(`entry ${seq}`);
  }
}

function inflate({ size, z }: { readonly size: number; readonly z: Buffer }, what: string): string {
  // A size that a file merely claims gets no memory.
  if (size > LARGEST) throw damaged(what);
  try {
    return inflateSync(z, { maxOutputLength: size + 1 }).toString('utf8');
  } catch {
    throw damaged(what);
  }
}

/** What to throw where something in the case cannot be what was written. */
export function damaged(what: string, options?: ErrorOptions): AppError {
  const remedy = 'run `audit-timeline verify`; go on with a copy kept elsewhere';
  return new AppError('case-damaged', `${what} cannot be read`, remedy, options);
}

/** All entries in order, block by block. */
export function* allEntries(db: Db): Generator<{ readonly seq: number; readonly text: string }> {
  const reader = new EntryReader(db);
  const { size } = reader;
  for (let seq = 0; seq < size; seq++) yield { seq, text: reader.text(seq) };
}
