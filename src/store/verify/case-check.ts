import { EntryReader } from '../entries.ts';
import type { Db } from '../open.ts';
import { BLOCK } from '../schema.ts';
import { type CaseAnchor, checkAnchors, checkForks, checkRewritten } from './anchor-check.ts';
import { Custody } from './custody.ts';
import { SealedTotals } from './disclosures.ts';
import { checkHeader, checkSchema, sameRevision } from './file.ts';
import { Findings, stopping } from './finding.ts';
import { IndexTotals } from './index-totals.ts';
import { LedgerTotals } from './ledger-totals.ts';
import type { BlockHash, Notable, RangeResult, RangeTask, VerifyPart, VerifyTask } from './range.ts';
import { RedactedCheck } from './redacted.ts';
import { type Stretch, stretchFrom } from './stretch.ts';
import { TreeMerge } from './tree-merge.ts';

export interface CaseCheckOptions<T extends CaseAnchor = CaseAnchor> {
  readonly anchors: readonly T[];
  /** Check 14: canonical form of every entry. And SQLite's full check, however large the file. */
  readonly deep: boolean;
  /** Only entries from this one on are read again: before it, what is stored of the tree is believed. */
  readonly from: number;
}

export interface CaseVerdict<T extends CaseAnchor = CaseAnchor> {
  readonly findings: Findings;
  readonly size: number;
  readonly root: Buffer;
  readonly origin: string | undefined;
  /** Anchors that hold: the root at their size. */
  readonly held: readonly T[];
  /** Entries before this one were not read again. */
  readonly from: number;
  /** Entries that speak of the case as a whole: receipts, redactions. */
  readonly notable: readonly Notable[];
}

/** A file up to this size gets SQLite's full check: it takes a few tenths of a second. */
const SMALL = 64 * 1024 * 1024;

/**
 * Checks 7 to 12 and the canonical form of check 14, cut into tasks that know nothing of each other, and put together
 * again: `take` wants what the tasks gave in their order.
 */
export class CaseCheck<T extends CaseAnchor = CaseAnchor> {
  readonly #db: Db;
  readonly #options: CaseCheckOptions<T>;
  readonly #findings = new Findings();
  readonly #tree: TreeMerge;
  readonly #custody = new Custody(this.#findings);
  readonly #redacted = new RedactedCheck(this.#findings);
  readonly #sealed = new SealedTotals(this.#findings);
  readonly #ledger = new LedgerTotals(this.#findings);
  readonly #totals: IndexTotals;
  readonly #from: number;
  readonly #stretch: Stretch;
  readonly #wanted = new Set<string>();
  /** Whether the index was compared, all of it. */
  #index = true;
  #raw: readonly string[] = [];

  constructor(db: Db, options: CaseCheckOptions<T>) {
    this.#db = db;
    this.#options = options;
    this.#from = options.from - (options.from % BLOCK);
    this.#tree = new TreeMerge(
      db,
      options.anchors.map(({ size }) => size),
      this.#findings,
    );
    this.#totals = new IndexTotals(db, this.#findings, this.#from);
    this.#do('the file', () => {
      checkHeader(db.name, this.#findings);
      checkSchema(db, this.#findings);
    });
    const nothing: Stretch = { size: 0, chunks: [] };
    this.#stretch = this.#do('the ledger', () => stretchFrom(db, this.#from)) ?? nothing;
    if (this.#from > 0) this.#do('the entries before', () => this.#believe());
  }

  /** How many entries there are to read. */
  get size(): number {
    return Math.max(0, this.#stretch.size - this.#from);
  }

  #do<R>(what: string, work: () => R): R | undefined {
    return stopping(this.#findings, what, work);
  }

  /** The tree before the first entry that is read again, as it is stored. Of the entries only the name of the case. */
  #believe(): void {
    const rows = this.#db.prepare<[number], Required<BlockHash>>(
      'SELECT first, root, leaves FROM ledger_block WHERE first < ? ORDER BY first',
    );
    for (const { first, root, leaves } of rows.iterate(this.#from)) {
      const isAsked = this.#options.anchors.some(({ size }) => size > first && size < first + BLOCK);
      this.#tree.block(isAsked ? { first, root, leaves } : { first, root });
    }
    this.#custody.entry({ seq: 0, entry: new EntryReader(this.#db).entry(0) });
  }

  /** The longest first. */
  tasks(): VerifyTask[] {
    const { deep, anchors } = this.#options;
    const full = deep || this.#isSmall();
    const index = this.#do('index_meta', () => sameRevision(this.#db, this.#findings)) ?? false;
    const sizes = anchors.map(({ size }) => size);
    const each = { kind: 'range', from: this.#from, sizes, deep, index, lookUp: !full } as const;
    const ranges = this.#stretch.chunks.map((chunk): RangeTask => ({ ...each, chunk }));
    return [{ kind: 'file', full }, { kind: 'raw' }, ...ranges];
  }

  #isSmall(): boolean {
    const [pages = 0, size = 0] = ['page_count', 'page_size'].map((name) =>
      Number(this.#db.pragma(name, { simple: true })),
    );
    return pages * size <= SMALL;
  }

  /** What a task gave, in the order of the tasks. */
  take(part: VerifyPart): void {
    this.#findings.take(part.findings);
    if (part.kind === 'raw') this.#raw = part.digests;
    if (part.kind === 'range') this.#takeRange(part);
  }

  #takeRange(range: RangeResult): void {
    this.#ledger.add(range);
    for (const block of range.blocks) this.#tree.block(block);
    this.#tree.leaves(range.tail);
    for (const notable of range.notable) {
      this.#custody.entry(notable);
      this.#redacted.entry(notable.seq, notable.entry);
      this.#sealed.entry(notable.entry);
    }
    for (const seq of range.gaps) this.#redacted.gap(seq);
    for (const digest of range.raw) this.#wanted.add(digest);
    this.#sealed.add(range);
    this.#index &&= range.index;
    if (range.index) this.#totals.add(range);
  }

  /** After the last task. */
  finish(): CaseVerdict<T> {
    const { anchors } = this.#options;
    const tree = this.#tree;
    const whole = this.#from === 0;
    checkForks(anchors, this.#findings);
    this.#do('the ledger', () => this.#ledger.finish(this.#db, this.#from, this.#stretch, tree.edge.size));
    this.#custody.finish(whole);
    this.#redacted.finish(this.#from, tree.edge.size, Math.max(0, ...anchors.map(({ size }) => size)));
    this.#do('sealed values', () => this.#sealed.finish(this.#db, this.#redacted.sealed(), whole));
    this.#checkRaw(whole);
    if (this.#index) this.#do('the index', () => this.#totals.finish());
    this.#do('the tree', () => tree.finish());
    const held = checkAnchors(anchors, tree, this.#findings);
    if (whole) checkRewritten(this.#findings);
    return {
      findings: this.#findings,
      size: tree.edge.size,
      root: tree.edge.root(),
      origin: this.#custody.origin,
      held,
      from: this.#from,
      notable: this.#custody.entries,
    };
  }

  /** The other half of check 12: each long raw text is asked for by an entry, and none is missing. */
  #checkRaw(whole: boolean): void {
    const present = new Set(this.#raw);
    for (const digest of whole ? present : []) {
      if (!this.#wanted.has(digest)) this.#findings.add('F-RAW', `raw text ${digest.slice(0, 8)} belongs to no entry`);
    }
    for (const digest of this.#wanted)
      if (!present.has(digest)) this.#findings.add('F-RAW', `raw text ${digest.slice(0, 8)} is missing`);
  }
}
