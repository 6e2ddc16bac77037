import type { Sha256 } from '../core/digest.ts';
import type { Counts } from '../core/entry.ts';
import type { Position } from '../core/record.ts';

/** What became of a record; when several things did, the first of these. */
const FATES = ['recorded', 'known', 'problem', 'folded', 'ignored'] as const;
export type Fate = (typeof FATES)[number];

/** Records with a problem that stay open for later answers. */
const HELD = 10_000;

/** A record that has been read and may still be named by an answer. */
export interface OpenRecord {
  readonly at: Position;
  text: string;
  readonly base64?: string;
  /** Digest of its text, once it is stored as a part. */
  part?: Sha256;
  fate?: Fate;
}

/**
 * Conservation: each record read falls into exactly one of recorded, folded, known, problem, ignored, and the five
 * add up. A record that a format never names is a bug of that format, and stops the ingest.
 */
export class Accounts {
  readonly #open = new Map<number, OpenRecord>();
  readonly #settled: Record<Fate, number> = { recorded: 0, known: 0, problem: 0, folded: 0, ignored: 0 };
  readonly #rules = new Map<string, number>();
  readonly #held = new Set<number>();
  #read = 0;

  opened(number: number, record: OpenRecord): void {
    this.#open.set(number, record);
    this.#read++;
  }

  /** @throws {Error} for a record that was settled before, or never read: a bug of the format */
  record(number: number): OpenRecord {
    const record = this.#open.get(number);
    if (record === undefined) throw new Error(`record ${number} is named twice, or was never read`);
    return record;
  }

  mark(number: number, fate: Fate): void {
    const record = this.record(number);
    if (record.fate === undefined || FATES.indexOf(fate) < FATES.indexOf(record.fate)) record.fate = fate;
  }

  ignored(rule: string, numbers: readonly number[]): void {
    for (const number of numbers) this.mark(number, 'ignored');
    this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + numbers.length);
  }

  /** Counts the records that an answer named and lets go of them, except parts: later answers may cite those. */
  settle(numbers: Iterable<number>): void {
    for (const number of numbers) {
      const record = this.#open.get(number);
      if (record?.fate === undefined) continue;
      if (record.part !== undefined) {
        record.text = '';
        continue;
      }
      if (record.fate === 'problem') this.#hold(number);
      else this.#count(number, record.fate);
    }
  }

  /** A record with a problem may still turn out to be part of an act: it is let go of later. */
  #hold(number: number): void {
    if (this.#held.has(number)) return;
    this.#held.add(number);
    if (this.#held.size <= HELD) return;
    const [oldest = number] = this.#held;
    this.#held.delete(oldest);
    this.#count(oldest, this.record(oldest).fate ?? 'problem');
  }

  #count(number: number, fate: Fate): void {
    this.#settled[fate]++;
    this.#open.delete(number);
    this.#held.delete(number);
  }

  /** What is settled when reading stops half-way; records whose act is still open are not counted, they are read again. */
  soFar(): Counts {
    const open = [...this.#open.values()].filter(({ fate }) => fate !== undefined);
    const settled = { ...this.#settled };
    for (const { fate } of open) if (fate !== undefined) settled[fate]++;
    return { read: FATES.reduce((sum, fate) => sum + settled[fate], 0), ...settled };
  }

  /** Totals at the end. @throws {Error} when a record has no fate, or the five do not add up */
  close(): { readonly counts: Counts; readonly ignored: Readonly<Record<string, number>> } {
    for (const [number, { fate }] of this.#open) {
      if (fate === undefined) throw new Error(`record ${number} was read and never accounted for`);
      this.#settled[fate]++;
    }
    this.#open.clear();
    const counts = { read: this.#read, ...this.#settled };
    const sum = FATES.reduce((total, fate) => total + counts[fate], 0);
    if (sum !== counts.read) throw new Error(`${counts.read} records read, ${sum} accounted for`);
    return { counts, ignored: Object.fromEntries([...this.#rules].sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}

export const NO_COUNTS: Counts = { read: 0, recorded: 0, folded: 0, known: 0, problem: 0, ignored: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    read: a.read + b.read,
    recorded: a.recorded + b.recorded,
    folded: a.folded + b.folded,
    known: a.known + b.known,
    problem: a.problem + b.problem,
    ignored: a.ignored + b.ignored,
  };
}
