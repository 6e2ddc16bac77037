import { ENTRY_KINDS, type Entry } from '../core/entry.ts';
import { placeText } from '../core/record.ts';
import { type EntryReader, parseEntry } from './entries.ts';
import type { Db } from './open.ts';
import { receiptsIn } from './receipts.ts';

/** Entries between a receipt and its end, both left out. */
interface Span {
  readonly evidence: string;
  readonly first: number;
  readonly last: number;
}

/** Finds entries by what people call them. Numbers come in ledger order. */
export class EntryFinder {
  readonly #db: Db;
  readonly #entries: EntryReader;

  constructor(db: Db, entries: EntryReader) {
    this.#db = db;
    this.#entries = entries;
  }

  /** Entries of the events whose id begins with these hex digits: 32 of them stand in the index. */
  byEvent(prefix: string): readonly number[] {
    const low = Buffer.from(prefix.slice(0, 32).padEnd(32, '0'), 'hex');
    const high = Buffer.from(prefix.slice(0, 32).padEnd(32, 'f'), 'hex');
    const found = this.#db
      .prepare<[Buffer, Buffer], number>('SELECT seq FROM timeline WHERE id BETWEEN ? AND ? ORDER BY seq')
      .pluck()
      .all(low, high);
    return prefix.length <= 32 ? found : found.filter((seq) => this.#idOf(seq).startsWith(prefix));
  }

  /** Digests of the evidence that begins with these hex digits, and the entries that stand at a place of it. */
  byPlace(prefix: string, place: string): { readonly evidence: readonly string[]; readonly seqs: readonly number[] } {
    const spans = this.#spans(prefix);
    const evidence = [...new Set(spans.map((span) => span.evidence))];
    return { evidence, seqs: spans.flatMap((span) => this.#inSpan(span, place)) };
  }

  #idOf(seq: number): string {
    const entry = this.#entry(seq);
    return entry !== undefined && 'id' in entry ? entry.id : '';
  }

  /** Undefined where the text was redacted. */
  #entry(seq: number): Entry | undefined {
    const text = this.#entries.text(seq);
    return text === '' ? undefined : parseEntry(seq, text);
  }

  #spans(prefix: string): Span[] {
    const receipts = receiptsIn(this.#db, (seq) => this.#entries.entry(seq)).all;
    const ends = this.#ends();
    return receipts
      .filter(({ evidence }) => evidence.sha256.startsWith(prefix))
      .map(({ seq, evidence }) => ({
        evidence: evidence.sha256,
        first: seq + 1,
        last: (ends.find((end) => end > seq) ?? this.#entries.size) - 1,
      }));
  }

  #ends(): readonly number[] {
    const kind = ENTRY_KINDS.indexOf('evidence-end');
    return this.#db.prepare<[number], number>('SELECT seq FROM mark WHERE entry = ? ORDER BY seq').pluck().all(kind);
  }

  /** By the index where it knows lines; else, as for parts of documents and what is no event, by every text. */
  #inSpan(span: Span, place: string): number[] {
    const line = /^:(\d{1,15})$/.exec(place)?.[1];
    const indexed = line === undefined ? [] : this.#onLine(span, Number(line));
    if (indexed.length > 0) return indexed;
    const found: number[] = [];
    for (let seq = span.first; seq <= span.last; seq++) if (this.#standsAt(seq, span.evidence, place)) found.push(seq);
    return found;
  }

  #onLine({ first, last }: Span, line: number): number[] {
    return this.#db
      .prepare<[number, number, number], number>(
        'SELECT seq FROM timeline WHERE seq BETWEEN ? AND ? AND line = ? ORDER BY seq',
      )
      .pluck()
      .all(first, last, line);
  }

  #standsAt(seq: number, evidence: string, place: string): boolean {
    const entry = this.#entry(seq);
    if (entry === undefined || !('at' in entry) || entry.evidence !== evidence) return false;
    return placeText(entry.at) === place || entry.at.some((at) => placeText([at]) === place || at === place.slice(1));
  }
}
