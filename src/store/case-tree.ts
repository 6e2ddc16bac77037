import { leafHash } from '../core/merkle.ts';
import { damaged, EntryReader } from './entries.ts';
import { EntryFinder } from './find-entry.ts';
import { type Db, guarded, openForReading, orClosed } from './open.ts';
import { checkTree, type TreeCheck } from './tree-check.ts';
import { TreeNodes } from './tree-nodes.ts';

/** A case opened for what can be proven of it: its tree at one moment, whatever is written meanwhile. */
export class CaseTree {
  readonly #db: Db;
  readonly #entries: EntryReader;
  readonly #nodes: TreeNodes;
  /** Which case it is, by its first entry. */
  readonly origin: string;
  readonly size: number;

  /** @throws {AppError} as opening a case does; `case-damaged` */
  constructor(path: string) {
    this.#db = openForReading(path);
    [this.#entries, this.#nodes, this.origin] = guarded(path, () => orClosed(this.#db, atOneMoment));
    this.size = this.#entries.size;
  }

  /** Hash of a subtree of 2^level leaves. */
  node(level: number, number: number): Buffer {
    return this.#nodes.node(level, number);
  }

  /** Canonical text of an entry; empty where it was redacted. */
  text(seq: number): string {
    return this.#entries.text(seq);
  }

  /** What kind of entry it is; `redacted` where its text is gone. */
  kind(seq: number): string {
    return this.text(seq) === '' ? 'redacted' : this.#entries.entry(seq).entry;
  }

  finder(): EntryFinder {
    return new EntryFinder(this.#db, this.#entries);
  }

  /** Whether what is stored above the leaves follows from them, up to the last entry. */
  check(progress: (entries: number) => void): TreeCheck {
    return guarded(this.#db.name, () => checkTree(this.#db, progress));
  }

  close(): void {
    this.#db.close();
  }
}

function atOneMoment(db: Db): [EntryReader, TreeNodes, string] {
  db.exec('BEGIN');
  const [entries, nodes] = [new EntryReader(db), new TreeNodes(db)];
  return [entries, nodes, originOf(entries, nodes)];
}

/** Entry 0 says which case this is; it counts as far as its leaf holds it. */
function originOf(entries: EntryReader, nodes: TreeNodes): string {
  const text = entries.text(0);
  const first = entries.entry(0);
  if (first.entry !== 'case' || !leafHash(text).equals(nodes.node(0, 0))) throw damaged('which case this is (entry 0)');
  return first.origin;
}
