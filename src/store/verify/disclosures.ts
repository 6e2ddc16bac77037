import { keyDigest } from '../../core/case-key.ts';
import { digestOf, readDisclosure, shortDigest } from '../../core/disclosure.ts';
import type { Entry } from '../../core/entry.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { opened } from '../../core/sealer.ts';
import type { Db } from '../open.ts';
import { keyIn } from '../redact/redactions.ts';
import { type Findings, stopping } from './finding.ts';
import type { Absent, RangeResult } from './range.ts';
import type { RemovedValues } from './removed-values.ts';

interface Row {
  readonly seq: number;
  readonly digest: Buffer;
  readonly text: string;
}

/**
 * Check 12, the half of it that concerns sealed values: what stands beside an entry has its digest in it. For a
 * stretch of the ledger; entries are given in order.
 */
export class DisclosureCheck {
  readonly #findings: Findings;
  readonly #rows: IterableIterator<Row>;
  #next: Row | undefined;
  readonly absent: Absent[] = [];
  /** Rows that were looked at. */
  count = 0;

  constructor(db: Db, findings: Findings, from: number, end: number) {
    this.#findings = findings;
    this.#rows = stopping(findings, 'sealed values', () => rowsIn(db, from, end)) ?? [].values();
    stopping(findings, 'sealed values', () => this.#advance());
  }

  #advance(): void {
    const { value, done } = this.#rows.next() as IteratorResult<Row, undefined>;
    this.#next = done === true ? undefined : value;
    if (done !== true) this.count++;
  }

  /** The entry with what its disclosures say. */
  open(seq: number, entry: Entry): Entry {
    const digests = digestsIn(entry as unknown as JsonObject);
    if (digests.length === 0 && (this.#next === undefined || this.#next.seq > seq)) return entry;
    const texts = this.#textsOf(seq, new Set(digests));
    if (texts.length < digests.length) this.#miss(seq, digests, new Set(texts.map(digestOf)));
    return opened(entry, texts);
  }

  #miss(seq: number, digests: readonly string[], there: ReadonlySet<string>): void {
    for (const digest of digests) {
      if (!there.has(digest)) this.absent.push({ seq, digest: shortDigest(Buffer.from(digest, 'base64url')) });
    }
  }

  #textsOf(seq: number, digests: ReadonlySet<string>): string[] {
    const texts: string[] = [];
    for (let row = this.#next; row !== undefined && row.seq <= seq; row = this.#next) {
      const wrong = row.seq < seq ? 'belongs to no entry' : wrongIn(row, digests);
      if (wrong === undefined) texts.push(row.text);
      else this.#findings.add('F-DISCLOSURE', `seq ${row.seq}: a sealed value ${wrong}`);
      this.#advance();
    }
    return texts;
  }

  /** After the last entry. */
  finish(): void {
    stopping(this.#findings, 'sealed values', () => this.#textsOf(Number.POSITIVE_INFINITY, new Set()));
    this.#rows.return?.();
  }
}

function rowsIn(db: Db, from: number, end: number): IterableIterator<Row> {
  return db
    .prepare<[number, number], Row>(
      'SELECT seq, digest, text FROM ledger_disclosure WHERE seq >= ? AND seq < ? ORDER BY seq, digest',
    )
    .iterate(from, end);
}

function digestsIn(entry: JsonObject): string[] {
  const { event } = entry;
  return [...listIn(entry['_sd']), ...(isObject(event) ? listIn(event['_sd']) : [])];
}

function listIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function wrongIn({ digest, text }: Row, digests: ReadonlySet<string>): string | undefined {
  if (Buffer.from(digestOf(text), 'base64url').compare(digest) !== 0) return 'does not match its digest';
  if (!digests.has(digest.toString('base64url'))) return 'is not spoken of in its entry';
  return readDisclosure(text) === undefined ? 'cannot be read' : undefined;
}

/** What the stretches gave, put together. */
export class SealedTotals {
  readonly #findings: Findings;
  readonly #absent: Absent[] = [];
  readonly #keys = new Set<string>();
  #count = 0;
  #erased = false;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  add({ absent, disclosures }: Pick<RangeResult, 'absent' | 'disclosures'>): void {
    for (const value of absent) this.#absent.push(value);
    this.#count += disclosures;
  }

  /** An entry that may speak of the key. */
  entry(entry: Entry): void {
    if ((entry.entry === 'case' || entry.entry === 'redact') && entry.key !== undefined) this.#keys.add(entry.key);
    if (entry.entry === 'redact' && entry.key_erased === true) this.#erased = true;
  }

  /** @param removed what redact entries name @param whole whether all was read */
  finish(db: Db, removed: RemovedValues, whole: boolean): void {
    const unexplained = this.#absent.filter(({ seq, digest }) => !removed.names(seq, digest));
    for (const seq of new Set(unexplained.map((value) => value.seq)))
      this.#findings.add('F-DISCLOSURE', `seq ${seq}: a sealed value is missing, and no redact entry says why`);
    const entries = new Set(this.#absent.map(({ seq }) => seq)).size;
    if (entries > 0)
      this.#findings.add(
        'N-RAW-ABSENT',
        `sealed values of ${entries === 1 ? '1 entry' : `${entries} entries`} are gone`,
      );
    for (const seq of removed.thereAgain(db))
      this.#findings.add('I-NOT-REDACTED', `seq ${seq}: a sealed value was removed, and is there again`);
    if (!whole) return;
    const rows = db.prepare<[], number>('SELECT count(*) FROM ledger_disclosure').pluck().get() ?? 0;
    if (rows !== this.#count)
      this.#findings.add('F-DISCLOSURE', `${rows - this.#count} sealed values belong to no entry`);
    this.#checkKey(keyIn(db));
  }

  #checkKey(key: Buffer | undefined): void {
    const wanted = [...this.#keys];
    if (this.#erased) {
      if (key !== undefined) this.#findings.add('I-NOT-REDACTED', 'the key of the case was erased, and is there again');
    } else if (key === undefined) {
      if (wanted.length > 0) this.#findings.add('F-DISCLOSURE', 'the key of the case is missing');
    } else if (wanted.length !== 1 || keyDigest(key) !== wanted[0])
      this.#findings.add('F-DISCLOSURE', 'the key of the case is not the one that its entries speak of');
  }
}
