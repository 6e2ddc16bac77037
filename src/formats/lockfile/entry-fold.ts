import type { Out } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { RULES } from './entry.ts';

/** The lines of one entry, and where they stand. */
export interface EntryLines {
  readonly texts: readonly string[];
  readonly records: readonly number[];
  /** Stands between the marks of a merge conflict: one side of it, and nobody has chosen. */
  readonly disputed: boolean;
}

/** Lines that are held for one entry. Real ones have some dozens. */
const MOST_LINES = 10_000;

const CONFLICT = /^(<{7}|\|{7}|={7}|>{7})(?: |$)/;
const CONFLICT_BEGINS = '<<<<<<<';
const CONFLICT_ENDS = '>>>>>>>';

/** Folds lines to entries, one open at a time. A line that is damaged costs the entry that it stands in. */
export class EntryFold {
  readonly #read: (lines: EntryLines) => Out[];
  #state: 'closed' | 'entry' | 'stray' | 'overlong' = 'closed';
  #held: EvidenceRecord[] = [];
  #disputed = false;
  /** Whether the open entry stands within a conflict. */
  #entryDisputed = false;

  constructor(read: (lines: EntryLines) => Out[]) {
    this.#read = read;
  }

  /** The answer to a mark of a merge conflict; undefined for all other lines. */
  conflict({ text, number }: EvidenceRecord): Out[] | undefined {
    const [, mark] = CONFLICT.exec(text) ?? [];
    if (mark === undefined) return undefined;
    const before = this.end();
    this.#disputed = mark !== CONFLICT_ENDS && (this.#disputed || mark === CONFLICT_BEGINS);
    return [...before, problem('a mark of a merge conflict: the lockfile names both sides', [number])];
  }

  /** The answer to a line that no tool indents so; undefined for a sound one. JSON may be indented with tabs. */
  damage(record: EvidenceRecord): Out[] | undefined {
    if (!/^ *\t/.test(record.text)) return this.conflict(record);
    return [problem('indented with a tab, which lockfiles of this kind never are', [record.number])];
  }

  /** The first line of an entry; what was open before ends. */
  begin(record: EvidenceRecord): Out[] {
    const before = this.end();
    this.#state = 'entry';
    this.#entryDisputed = this.#disputed;
    this.#held = [record];
    return before;
  }

  /** A further line of the open entry. */
  add(record: EvidenceRecord): Out[] {
    if (this.#state === 'overlong')
      return [{ kind: 'ignored', rule: 'rest of an overlong entry', records: [record.number] }];
    if (this.#state === 'closed') this.#state = 'stray';
    this.#held.push(record);
    if (this.#held.length < MOST_LINES) return [];
    const records = this.#release();
    this.#state = 'overlong';
    return [problem(`an entry of more than ${MOST_LINES} lines`, records)];
  }

  end(): Out[] {
    const state = this.#state;
    this.#state = 'closed';
    const texts = this.#held.map(({ text }) => text);
    const records = this.#release();
    if (state === 'entry') return this.#read({ texts, records, disputed: this.#entryDisputed });
    return state === 'stray' ? [problem('lines that belong to no entry', records)] : [];
  }

  #release(): number[] {
    const records = this.#held.map(({ number }) => number);
    this.#held = [];
    return records;
  }
}

function problem(message: string, records: readonly number[]): Out {
  return { kind: 'problem', code: 'unknown-shape', message, records };
}

/** Lines whose entries begin at the margin, as both kinds of yarn write them. */
export function marginReading(read: (lines: EntryLines) => Out[]): {
  push(record: EvidenceRecord): Out[];
  end(): Out[];
} {
  const fold = new EntryFold(read);
  return {
    push(record) {
      const damage = fold.damage(record);
      if (damage !== undefined) return damage;
      const { text, number } = record;
      if (text.trimStart().startsWith('#')) return [{ kind: 'ignored', rule: RULES.comment, records: [number] }];
      // A key of more than 1,024 characters has a line of its own, and the colon stands on the next one.
      return text.startsWith(' ') || text.trimEnd() === ':' ? fold.add(record) : fold.begin(record);
    },
    end: () => fold.end(),
  };
}
