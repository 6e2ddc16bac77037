import { packageName } from '../../registry/names.ts';
import type { LogLine } from './line.ts';

/** What npm shows of a tarball before it publishes or packs it. */
export interface Pack {
  readonly name: string;
  version?: string;
  shasum?: string;
  readonly records: number[];
}

const MOST = 1000;
/** A file in the tarball may be called `logo@2x.png`: only what begins like a title is one. */
const TITLE = /^(?:\u{1F4E6}|package:) +(@?[^@\s]+)@([^@\s]+)$/u;
const DETAIL = /^(name|version|shasum): +(\S+)$/;

/** Collects the tarballs that a run shows, in their order; workspaces give several. */
export class Packs {
  readonly #packs = new Map<string, Pack>();
  #current: Pack | undefined;

  /** True: the line belongs to a tarball. */
  take({ level, rest, record }: LogLine): boolean {
    if (level !== 'notice') return false;
    const [, named, titleVersion] = TITLE.exec(rest) ?? [];
    const [, detail, value] = DETAIL.exec(rest) ?? [];
    if (named !== undefined) this.#begin(named);
    else if (detail === 'name' && value !== undefined) this.#begin(value);
    else if (detail === undefined) return false;
    const pack = this.#current;
    if (pack === undefined || pack.records.length >= 8) return false;
    pack.records.push(record);
    const version = titleVersion ?? (detail === 'version' ? value : undefined);
    if (version !== undefined) pack.version = version;
    if (detail === 'shasum' && value !== undefined && /^[0-9a-f]{40}$/.test(value)) pack.shasum = value;
    return true;
  }

  #begin(text: string): void {
    const name = packageName(text);
    const known = this.#packs.get(name ?? '');
    this.#current = known;
    if (name === undefined || known !== undefined || this.#packs.size >= MOST) return;
    this.#current = { name, records: [] };
    this.#packs.set(name, this.#current);
  }

  /** The tarball of a package, taken out. Without a name: the only one. */
  remove(name: string | undefined): Pack | undefined {
    const [only] = this.#packs.values();
    const pack = name === undefined && this.#packs.size === 1 ? only : this.#packs.get(name ?? '');
    if (pack !== undefined) this.#packs.delete(pack.name);
    return pack;
  }

  /** Those that nothing has asked for. */
  rest(): readonly Pack[] {
    return [...this.#packs.values()];
  }
}
