import type { Out, Reading, Taken } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { bunEntry } from './bun-entry.ts';
import { entryOut, fault, passed, RULES } from './entry.ts';
import { EntryFold } from './entry-fold.ts';
import { indentOf } from './fields.ts';
import { bracketsOf } from './jsonc.ts';

const PACKAGES = /^"packages"\s*:/;

/**
 * Reads a bun.lock line by line: it is not JSON, and bun writes each package on a line of its own. An entry over
 * several lines is read as well; several on one line are not.
 */
export class BunReading implements Reading {
  readonly #taken: Taken;
  readonly #fold: EntryFold;
  #depth = 0;
  #isPackages = false;
  #isWanted = false;
  /** How far the newest entry is indented. */
  #indent = 0;
  /** The line that opens `packages`, until it is closed: a lockfile cut in between can be told from a whole one. */
  #opening: number | undefined;

  constructor(taken: Taken) {
    this.#taken = taken;
    this.#fold = new EntryFold((lines) => [entryOut(bunEntry(lines), { records: lines.records, taken })]);
  }

  push(record: EvidenceRecord): Out[] {
    const line = record.text.trim();
    const conflict = this.#fold.conflict(record);
    if (conflict !== undefined) return conflict;
    if (line.startsWith('//')) return [this.#passed(RULES.comment, record)];
    const { sum, lowest, isOpen } = bracketsOf(line);
    if (isOpen || this.#depth + lowest < 0)
      return [...this.#fold.end(), this.#fault('not a line of a bun.lock', record)];
    const before = this.#depth;
    this.#depth += sum;
    return this.#isPackages && before > 1
      ? this.#inPackages(record, line, before)
      : this.#outside(record, line, before);
  }

  end(): Out[] {
    const last = this.#fold.end();
    if (this.#opening === undefined) return last;
    // An entry that cannot be read lacks its end for the same reason.
    const lacking = last.filter(({ kind }) => kind === 'problem');
    const cut = fault('`packages` is never closed: the lockfile is cut off', 'cut-in-record');
    const records = [this.#opening, ...lacking.flatMap((out) => ('records' in out ? out.records : []))];
    return [...last.filter((out) => !lacking.includes(out)), entryOut(cut, { records, taken: this.#taken })];
  }

  #outside(record: EvidenceRecord, line: string, before: number): Out[] {
    const isMember = before === 1 || indentOf(record.text) <= 2;
    if (isMember && PACKAGES.test(line)) return this.#open(record, line, before);
    if (before === 0 && line !== '{') return [this.#fault('not laid out as bun does', record)];
    if (before <= 1) this.#isWanted = line.startsWith('"workspaces"');
    return [this.#passed(this.#isWanted ? RULES.wanted : RULES.frame, record)];
  }

  /** Brackets may not add up before it, where lines are missing; from here on they are counted anew. */
  #open(record: EvidenceRecord, line: string, before: number): Out[] {
    const rest = line.replace(PACKAGES, '').trim();
    if (/^\{\s*\},?$/.test(rest)) return [this.#passed(RULES.frame, record)];
    this.#depth += 1 - before;
    this.#isPackages = this.#depth > 1;
    if (before !== 1) return [this.#fault('brackets before `packages` that do not add up', record)];
    if (rest !== '{') return [this.#fault('packages share a line: not as bun lays it out', record)];
    this.#opening = record.number;
    return [];
  }

  /** `before` is 2 between the entries. Where brackets are missing the next entry is told by how it is indented. */
  #inPackages(record: EvidenceRecord, line: string, before: number): Out[] {
    const indent = indentOf(record.text);
    const isNext = line.startsWith('"') && (before === 2 || indent === this.#indent);
    const isEnd = /^\}[\s},]*$/.test(line) && (before === 2 || indent < this.#indent);
    if (isEnd) return this.#close(record);
    if (before === 2 && !isNext) return this.#damaged('not a package of a bun.lock', record);
    if (isNext && before > 2) this.#depth += 2 - before;
    if (this.#depth < 2) return this.#damaged('brackets that do not add up', record);
    if (isNext && before === 2) this.#indent = indent;
    const outs = isNext ? this.#fold.begin(record) : this.#fold.add(record);
    return this.#depth === 2 ? [...outs, ...this.#fold.end()] : outs;
  }

  #damaged(message: string, record: EvidenceRecord): Out[] {
    this.#depth = 2;
    return [...this.#fold.end(), this.#fault(message, record)];
  }

  #close(record: EvidenceRecord): Out[] {
    this.#isPackages = false;
    this.#depth = Math.max(0, 2 - record.text.replaceAll(/[^}]/g, '').length);
    const opening = this.#opening;
    this.#opening = undefined;
    const last = this.#fold.end();
    const open =
      opening === undefined ? [] : [entryOut(passed(RULES.frame), { records: [opening], taken: this.#taken })];
    return [...last, ...open, this.#passed(RULES.frame, record)];
  }

  #passed(rule: string, { number }: EvidenceRecord): Out {
    return entryOut(passed(rule), { records: [number], taken: this.#taken });
  }

  #fault(message: string, { number }: EvidenceRecord): Out {
    return entryOut(fault(message), { records: [number], taken: this.#taken });
  }
}
