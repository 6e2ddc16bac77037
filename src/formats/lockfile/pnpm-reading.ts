import type { Out, Reading, Taken } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { entryOut, fault, passed, quoted, RULES } from './entry.ts';
import { EntryFold } from './entry-fold.ts';
import { indentOf } from './fields.ts';
import { pnpmEntry } from './pnpm-entry.ts';
import { splitYaml } from './yaml.ts';

/** What stands beside `packages`, by the rule that passes it over. Everything else is about the lockfile itself. */
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ['importers', RULES.wanted],
  ['specifiers', RULES.wanted],
  ['dependencies', RULES.wanted],
  ['devDependencies', RULES.wanted],
  ['optionalDependencies', RULES.wanted],
  ['snapshots', 'which packages stand beside which'],
  ['time', 'publish times as pnpm noted them'],
]);

/** Reads a pnpm-lock.yaml line by line: only the entries of `packages` are held, one at a time. */
export class PnpmReading implements Reading {
  readonly #taken: Taken;
  readonly #fold: EntryFold;
  #section = '';
  /** How far the keys of `packages` are indented: as far as the first one. */
  #indent: number | undefined;

  constructor(taken: Taken) {
    this.#taken = taken;
    this.#fold = new EntryFold((lines) => [entryOut(pnpmEntry(lines), { records: lines.records, taken })]);
  }

  push(record: EvidenceRecord): Out[] {
    const damage = this.#fold.damage(record);
    if (damage !== undefined) return damage;
    const indent = indentOf(record.text);
    if (indent === 0) return [...this.#fold.end(), this.#atMargin(record)];
    if (this.#section !== 'packages') return [this.#passed(SECTIONS.get(this.#section) ?? RULES.frame, record)];
    // Deeper down a line that begins so may be part of a text over several lines.
    if (record.text.startsWith('#', indent) && indent <= (this.#indent ?? indent))
      return [this.#passed(RULES.comment, record)];
    this.#indent ??= indent;
    const begins = indent === this.#indent && !record.text.startsWith(':', indent);
    return begins ? this.#fold.begin(record) : this.#within(record, indent);
  }

  end(): Out[] {
    return this.#fold.end();
  }

  #within(record: EvidenceRecord, indent: number): Out[] {
    if (indent >= (this.#indent ?? 0)) return this.#fold.add(record);
    return [...this.#fold.end(), this.#fault(`${quoted(record.text)} is indented less than the entries above`, record)];
  }

  #atMargin(record: EvidenceRecord): Out {
    const line = record.text.trim();
    if (line.startsWith('#')) return this.#passed(RULES.comment, record);
    this.#section = '';
    this.#indent = undefined;
    if (line === '---' || line === '...') return this.#passed(RULES.frame, record);
    const [name, value] = splitYaml(line) ?? [];
    if (name === undefined) return this.#fault(`${quoted(line)} is no member of a lockfile`, record);
    this.#section = name;
    if (name === 'packages' && value !== '' && value !== '{}')
      return this.#fault('packages on the line that names them cannot be read', record);
    return this.#passed(SECTIONS.get(name) ?? RULES.frame, record);
  }

  #passed(rule: string, { number }: EvidenceRecord): Out {
    return entryOut(passed(rule), { records: [number], taken: this.#taken });
  }

  #fault(message: string, { number }: EvidenceRecord): Out {
    return entryOut(fault(message), { records: [number], taken: this.#taken });
  }
}
