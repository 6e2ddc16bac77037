import { printable } from '../../../../core/printable.ts';
import type { RegistryKey } from '../../../../integrity/npm-keyring.ts';
import type { SourceVerdict } from '../../source-check.ts';
import type { Copy } from './copies.ts';

/** Kinds that are told one by one; a hostile file may name a key of its own in every version. */
const KINDS = 100;

/** How many of a kind there were, and where the first one stands. */
class Kind {
  readonly first: string;
  #count = 0;
  #packages = 0;
  #package = '';
  readonly #versions = new Set<string>();

  constructor({ citation, name, version }: Copy) {
    this.first = `${citation} ${printable(`${name}@${version}`, 300)}`;
  }

  /** Copies come package by package. */
  add({ name, version }: Copy): void {
    if (this.#package !== name) {
      this.#package = name;
      this.#packages++;
      this.#versions.clear();
    }
    if (!this.#versions.has(version)) this.#count++;
    this.#versions.add(version);
  }

  /** `3 versions of 2 packages` */
  get text(): string {
    return `${counted(this.#count, 'version')} of ${counted(this.#packages, 'package')}`;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Counts by kind, in the order in which they first came. */
export class Tally {
  readonly #kinds = new Map<string, Kind>();
  #left = 0;

  add(kind: string, copy: Copy): void {
    const known = this.#kinds.get(kind) ?? (this.#kinds.size < KINDS ? new Kind(copy) : undefined);
    if (known === undefined) this.#left++;
    else this.#kinds.set(kind, known);
    known?.add(copy);
  }

  get names(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  /** One verdict a kind. @param say what holds of so many, the first of which stands there */
  *verdicts(
    code: SourceVerdict['code'],
    say: (kind: string, count: string, first: string) => string,
  ): Generator<SourceVerdict> {
    const coded = code === undefined ? {} : { code };
    for (const [name, kind] of this.#kinds) yield { ...coded, message: say(name, kind.text, kind.first) };
    if (this.#left > 0) yield { ...coded, message: `and ${this.#left} more signatures of other kinds` };
  }
}

/** Names of keys as they are told. */
export function keyNames(keys: Iterable<RegistryKey>): string {
  return [...new Set([...keys].map(({ id }) => printable(id, 80)))].sort().join(', ');
}
