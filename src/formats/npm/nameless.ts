import type { Out } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';

/** What is held back at most: records, and characters of them. */
const MOST = 10_000;
const MOST_TEXT = 16 * 1024 * 1024;

/** The members of a document that does not say what it is about: one problem together, however many they are. */
export class Nameless {
  readonly #message: string;
  #records: number[] = [];
  #size = 0;

  constructor(message: string) {
    this.#message = message;
  }

  push({ number, text }: EvidenceRecord): readonly Out[] {
    this.#records.push(number);
    this.#size += text.length;
    return this.#records.length >= MOST || this.#size >= MOST_TEXT ? this.end() : [];
  }

  end(): readonly Out[] {
    const records = this.#records;
    this.#records = [];
    this.#size = 0;
    if (records.length === 0) return [];
    return [{ kind: 'problem', code: 'missing-field', message: this.#message, records }];
  }
}
