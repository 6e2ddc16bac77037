import type { Sha256 } from '../../core/digest.ts';
import type { Position } from '../../core/record.ts';
import type { PlainCounts } from './batch.ts';

/**
 * What became of a record; when several things did, the first of these. `told`: an event or a part was made of it;
 * whether the case has that already, only whoever holds the case can say.
 */
const FATES = ['told', 'problem', 'folded', 'ignored'] as const;
type Fate = (typeof FATES)[number];

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
 * Conservation, the half of it that the records themselves decide: each record read gets exactly one fate. A record
 * that a format never names is a bug of that format, and stops the ingest.
 */
export class Accounts {
  readonly #open = new Map<number, OpenRecord>();
  readonly #settled: Record<Exclude<Fate, 'told'>, number> = { problem: 0, folded: 0, ignored: 0 };
  readonly #rules = new Map<string, number>();
  readonly #held = new Set<number>();
  readonly #told: (record: number) => void;
  #read = 0;

  /** @param told is called for each record of that fate when it is let go of. */
  constructor(told: (record: number) => void) {
    this.#told = told;
  }

  get read(): number {
    return this.#read;
  }

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
      else this.#letGo(number, record.fate);
    }
  }

  /** A record with a problem may still turn out to be part of an act: it is let go of later. */
  #hold(number: number): void {
    if (this.#held.has(number)) return;
    this.#held.add(number);
    if (this.#held.size <= HELD) return;
    const [oldest = number] = this.#held;
    this.#letGo(oldest, this.record(oldest).fate ?? 'problem');
  }

  #letGo(number: number, fate: Fate): void {
    if (fate === 'told') this.#told(number);
    else this.#settled[fate]++;
    this.#open.delete(number);
    this.#held.delete(number);
  }

  /** So far. Records whose act is still open are not counted: if reading stops here, they are read again. */
  soFar(): PlainCounts {
    const counts = { ...this.#settled };
    for (const { fate } of this.#open.values()) if (fate !== undefined && fate !== 'told') counts[fate]++;
    return counts;
  }

  /** Lets go of all that is left. Gives the ignored records by rule. @throws {Error} when a record has no fate */
  close(): Readonly<Record<string, number>> {
    for (const [number, { fate }] of this.#open) {
      if (fate === undefined) throw new Error(`record ${number} was read and never accounted for`);
      this.#letGo(number, fate);
    }
    return Object.fromEntries([...this.#rules].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
