import type { Context, Out } from '../../core/format.ts';
import { type EvidenceRecord, pointerOf } from '../../core/record.ts';
import type { DocumentReading, Path } from '../npm/documents.ts';
import { partOut } from '../npm/outs.ts';
import { type Entry, entryOut, fault, type Locked, passed, RULES } from './entry.ts';
import { dependenciesEntries, type NpmEntry, packagesEntry } from './npm-entry.ts';

/** Folders remembered, to tell what version 2 says twice. What comes after that many is told twice, too. */
const REMEMBERED = 100_000;

const INSTALLED = 'installed: from the hidden lockfile in node_modules';
const TWICE = 'said in `packages` and again in `dependencies`';

/** One package-lock.json. */
export class NpmLockReading implements DocumentReading {
  readonly #context: Context;
  readonly #seen = new Map<string, string | undefined>();

  constructor(context: Context) {
    this.#context = context;
  }

  push(record: EvidenceRecord, path: Path): readonly Out[] {
    const [section, name] = path;
    if (path.length === 1) return [this.#out(passed(RULES.frame), record)];
    if (path.length !== 2 || typeof name !== 'string')
      return [this.#out(fault('not a member of `packages` or `dependencies`'), record)];
    if (section === 'dependencies') return this.#dependencies(name, record);
    const entry = packagesEntry(name, record.json);
    return [
      this.#out(this.#once({ folder: name, entry: this.#isHidden(record) ? asInstalled(entry) : entry }), record),
    ];
  }

  end(): readonly Out[] {
    return [];
  }

  /** One record holds the packages below it too; it is stored once, and each of them cites it. */
  #dependencies(name: string, record: EvidenceRecord): readonly Out[] {
    const found = dependenciesEntries(name, record.json).map((entry) => this.#once(entry));
    const told = found.filter(({ kind }) => kind !== 'passed');
    const [first, ...others] = told;
    if (first === undefined) return [this.#out(found[0] ?? passed(RULES.frame), record)];
    if (others.length === 0) return [this.#out(first, record)];
    const part = partOut(`lockfile:${this.#context.name}`, pointerOf(record.path ?? []).slice(1), record);
    const { taken } = this.#context;
    const outs = told.map((entry, number) =>
      entryOut(entry, { records: [record.number], taken, number, rawIsPart: true }),
    );
    return [part, ...outs];
  }

  #out(entry: Entry, record: EvidenceRecord): Out {
    return entryOut(entry, { records: [record.number], taken: this.#context.taken });
  }

  /** npm 7 and 8 write each package twice, the second time for npm 6. A second entry that says otherwise stays. */
  #once({ folder, entry }: NpmEntry): Entry {
    if (entry.kind !== 'locked') return entry;
    const key = `${folder} ${sameness(entry)}`;
    if (this.#seen.has(key)) {
      const integrity = this.#seen.get(key);
      const agrees = integrity === undefined || entry.integrity === undefined || integrity === entry.integrity;
      if (agrees) return passed(TWICE);
    }
    if (this.#seen.size < REMEMBERED) this.#seen.set(key, entry.integrity);
    return entry;
  }

  /** Only the lockfile that npm keeps within node_modules has no entry for the project itself. */
  #isHidden({ document = 0, path = [] }: EvidenceRecord): boolean {
    const surveyed = this.#context.survey[document];
    return surveyed !== undefined && !surveyed.has(pointerOf([...path.slice(0, -1), '']));
  }
}

function sameness({ name, version, origin }: Locked): string {
  return origin?.kind === 'git' ? origin.url : `${name}@${version ?? origin?.url}`;
}

function asInstalled(entry: Entry): Entry {
  return entry.kind === 'locked' ? { ...entry, remarks: [INSTALLED, ...entry.remarks] } : entry;
}
