import type { Entry } from '../../core/entry.ts';
import { CHAIN_START, chainHash, HASH_SIZE, leafHash, packedRoot } from '../../core/merkle.ts';
import type { Db } from '../open.ts';
import { BLOCK, CHUNK } from '../schema.ts';
import { BlockTexts, inflateExactly, LARGEST } from './block-texts.ts';
import { DisclosureCheck } from './disclosures.ts';
import { EntryCheck } from './entry-check.ts';
import { Findings, stopping } from './finding.ts';
import { IndexCheck } from './index-check.ts';
import { type BlockRow, LedgerRows, type TailRow } from './ledger-rows.ts';
import { checkLookUps } from './look-ups.ts';
import type { BlockHash, RangeResult, RangeTask } from './range.ts';

/** Checks 9, 9b and 14, stretch by stretch: every leaf, block root, link of the chain and row of the index. */
export class RangeCheck {
  readonly #db: Db;
  readonly #rows: LedgerRows;
  #index: IndexCheck | undefined;

  constructor(db: Db) {
    this.#db = db;
    this.#rows = new LedgerRows(db);
  }

  run(task: RangeTask): RangeResult {
    const findings = new Findings();
    if (task.index) this.#index ??= stopping(findings, 'the index', () => new IndexCheck(this.#db));
    const index = task.index ? this.#index : undefined;
    const [from, end] = [Math.max(task.chunk * CHUNK, task.from), (task.chunk + 1) * CHUNK];
    const range = new Range(task, new DisclosureCheck(this.#db, findings, from, end), findings, index);
    stopping(findings, `chunk ${task.chunk}`, () => {
      let chain = this.#rows.chainBefore(from) ?? CHAIN_START;
      for (const row of this.#rows.blocks(from, end)) chain = range.block(row, chain);
      range.tail(this.#rows.tail(range.next, end));
      range.finish(from);
    });
    range.sealed.finish();
    if (task.lookUp) stopping(findings, 'indexes', () => checkLookUps(this.#db, from, end, findings));
    return range.result();
  }
}

class Range {
  readonly #task: RangeTask;
  #index: IndexCheck | undefined;
  readonly #entries: EntryCheck;
  readonly findings: Findings;
  readonly sealed: DisclosureCheck;
  readonly #blocks: BlockHash[] = [];
  readonly #tail: Buffer[] = [];
  readonly #gaps: number[] = [];
  #count = 0;
  /** Number of the entry that should come next. */
  next: number;

  constructor(task: RangeTask, sealed: DisclosureCheck, findings: Findings, index: IndexCheck | undefined) {
    this.#task = task;
    this.findings = findings;
    this.sealed = sealed;
    this.next = Math.max(task.chunk * CHUNK, task.from);
    this.#index = index;
    this.#entries = new EntryCheck(sealed, findings);
    index?.begin(findings);
  }

  finish(from: number): void {
    this.#index?.chunk(this.#task.chunk, from);
  }

  result(): RangeResult {
    const { low = 0, high = 0, seq = 0 } = this.#index?.firstUse ?? {};
    return {
      kind: 'range',
      chunk: this.#task.chunk,
      findings: this.findings.pack(),
      blocks: this.#blocks,
      tail: Buffer.concat(this.#tail),
      entries: this.#count,
      index: this.#index !== undefined,
      rows: this.#index?.rows ?? { timeline: 0, mark: 0, posting: 0, span: 0 },
      strings: { low, high, seq },
      notable: this.#entries.notable,
      gaps: this.#gaps,
      raw: this.#entries.raw,
      absent: this.sealed.absent,
      disclosures: this.sealed.count,
    };
  }

  /** Gives what the next block follows. */
  block(row: BlockRow, chain: Buffer): Buffer {
    const number = row.first / BLOCK;
    if (row.first !== this.next || row.count !== BLOCK)
      this.findings.add('F-LEDGER', `block at ${row.first}: expected ${this.next}`);
    if (!chainHash(chain, row.root).equals(row.chain))
      this.findings.add('F-CHAIN', `block ${number}: does not follow the block before`);
    this.next = row.first + BLOCK;
    const lines = inflateExactly(row.z, row.size, LARGEST);
    const texts = lines === undefined ? undefined : new BlockTexts(lines);
    if (texts?.count === BLOCK) {
      this.#hashes(row, texts.leaves(row.leaves));
      this.#read(row.first, texts);
    } else this.#unreadable(row, texts?.count ?? 0);
    return row.chain;
  }

  /** Nothing can be said of its entries, nor of what the index says of this stretch. */
  #unreadable({ first }: BlockRow, count: number): void {
    this.findings.add('F-BLOCK', `block ${first / BLOCK}: cannot be read (${count} entries)`);
    this.#blocks.push({ first, root: Buffer.alloc(HASH_SIZE) });
    this.#index = undefined;
  }

  #hashes(row: BlockRow, leaves: Buffer): void {
    const { first } = row;
    if (!leaves.equals(row.leaves)) this.#nameLeaves(row, leaves);
    const root = Buffer.from(packedRoot(leaves));
    if (!root.equals(row.root))
      this.findings.add('F-BLOCK', `block ${first / BLOCK}: its root does not match its entries`);
    const isAsked = this.#task.sizes.some((size) => size > first && size < first + BLOCK);
    this.#blocks.push(isAsked ? { first, root, leaves } : { first, root });
  }

  #nameLeaves({ first, leaves }: BlockRow, computed: Buffer): void {
    for (let i = 0; i < BLOCK; i++) {
      const [from, to] = [i * HASH_SIZE, (i + 1) * HASH_SIZE];
      if (leaves.length >= to && computed.compare(leaves, from, to, from, to) === 0) continue;
      this.findings.add('F-LEAF', `seq ${first + i} (block ${first / BLOCK}): content does not match its leaf hash`);
    }
  }

  #read(first: number, texts: BlockTexts): void {
    const { deep } = this.#task;
    const entries: (Entry | undefined)[] = [];
    for (let i = 0; i < BLOCK; i++) {
      if (texts.isGap(i)) entries.push(this.#gap(first + i));
      else entries.push(this.#entries.read(first + i, deep ? texts.text(i) : texts.meaning(i), deep));
    }
    this.#count += entries.length;
    this.#index?.block(first, entries);
  }

  #gap(seq: number): undefined {
    this.#gaps.push(seq);
    return undefined;
  }

  /** The entries behind the last block. */
  tail(rows: Iterable<TailRow>): void {
    const first = this.next;
    const entries: (Entry | undefined)[] = [];
    for (const { seq, text, leaf } of rows) {
      if (seq !== this.next) this.findings.add('F-LEDGER', `tail entry ${seq}: expected ${this.next}`);
      const computed = text === '' ? leaf : leafHash(text);
      if (!computed.equals(leaf))
        this.findings.add('F-LEAF', `seq ${seq} (tail): content does not match its leaf hash`);
      this.#tail.push(computed);
      entries.push(text === '' ? this.#gap(seq) : this.#entries.read(seq, text, this.#task.deep));
      this.next = seq + 1;
    }
    this.#count += entries.length;
    this.#index?.block(first, entries);
  }
}

/** Of a file in which the tables cannot even be asked. */
export function emptyRange(chunk: number, findings: Findings): RangeResult {
  const lists = { blocks: [], notable: [], gaps: [], raw: [], absent: [] };
  const nothing = { ...lists, tail: Buffer.alloc(0), entries: 0, disclosures: 0, index: false };
  const rows = { timeline: 0, mark: 0, posting: 0, span: 0 };
  return { kind: 'range', chunk, findings: findings.pack(), ...nothing, rows, strings: { low: 0, high: 0, seq: 0 } };
}
