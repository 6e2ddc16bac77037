import type { ByteCursor } from './byte-cursor.ts';
import { readPax } from './pax.ts';
import { BLOCK, isZero, readHeader, type TarHeader } from './tar-header.ts';

/** A member of a tar archive. Its bytes are next under the cursor; what is not taken of them is passed over. */
export interface TarMember {
  readonly name: string;
  readonly kind: TarKind;
  readonly size: number;
  /** Where its bytes begin in the archive. */
  readonly start: number;
  /** What a link leads to. */
  readonly target: string;
}

export type TarKind = 'file' | 'folder' | 'link' | 'device' | 'sparse' | 'volume' | 'strange';

const KINDS: Readonly<Record<string, TarKind>> = {
  '0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'link',
  '3': 'device',
  '4': 'device',
  '5': 'folder',
  '6': 'device',
  D: 'folder',
  S: 'sparse',
  M: 'volume',
  V: 'volume',
};
/** These have no bytes, whatever size they state. */
const WITHOUT_BYTES: readonly TarKind[] = ['link', 'device', 'folder'];
/** A long name or a set of attributes is never larger. */
const LARGEST_EXTRA = 1024 * 1024;

/** What headers before the next member say of it. */
interface Extras {
  readonly name?: string | undefined;
  readonly target?: string | undefined;
  readonly size?: number | undefined;
  readonly sparse?: boolean;
}

/**
 * The members of a tar archive in one pass. Members after a damaged header are found again; several archives in one
 * file are read as one.
 */
export class TarReader {
  /** What is wrong with the archive itself. */
  readonly damage: string[] = [];
  readonly #cursor: ByteCursor;
  #global: Extras = {};
  #ended = false;

  constructor(cursor: ByteCursor) {
    this.#cursor = cursor;
  }

  async *members(): AsyncGenerator<TarMember> {
    let extras: Extras = {};
    for (let header = await this.#next(); header !== undefined; header = await this.#next()) {
      if ('xgLKX'.includes(header.flag)) {
        const more = await this.#extras(header);
        if (more === undefined) return;
        if (header.flag === 'g') this.#global = { ...this.#global, ...more };
        else extras = { ...extras, ...more };
        continue;
      }
      const member = this.#member(header, { ...this.#global, ...extras });
      extras = {};
      if (header.extended) await this.#passHoles();
      const at = { ...member, start: this.#cursor.at };
      yield at;
      const left = at.start + at.size - this.#cursor.at;
      await this.#cursor.skip(left + paddingOf(at.size));
    }
    if (!this.#ended) this.damage.push('it ends without the mark that tar writes at the end: members may be missing');
  }

  /** The next header, past zeros and damage. */
  async #next(): Promise<TarHeader | undefined> {
    let damaged: number | undefined;
    for (;;) {
      const at = this.#cursor.at;
      const block = await this.#cursor.take(BLOCK);
      const header = readHeader(block);
      if (header !== undefined || block.length < BLOCK) {
        if (damaged !== undefined) this.damage.push(`bytes ${damaged} to ${at} are no header of a member`);
        if (header === undefined && !isZero(block)) this.damage.push('it ends in the middle of a header');
        this.#ended &&= header === undefined;
        return header;
      }
      if (isZero(block)) this.#ended ||= damaged === undefined;
      else damaged ??= at;
    }
  }

  async #extras({ flag, size }: TarHeader): Promise<Extras | undefined> {
    if (size > LARGEST_EXTRA) {
      this.damage.push(`the attributes of a member are ${size} bytes; nothing after them was read`);
      this.#ended = true;
      return undefined;
    }
    const bytes = await this.#cursor.take(size);
    await this.#cursor.skip(paddingOf(size));
    if (flag === 'L') return { name: untilNul(bytes) };
    if (flag === 'K') return { target: untilNul(bytes) };
    return paxExtras(readPax(bytes));
  }

  #member(header: TarHeader, { name = header.name, target = header.target, size = header.size, sparse }: Extras) {
    const isFolder = header.flag === '0' && name.endsWith('/');
    const plain = isFolder ? 'folder' : (KINDS[header.flag] ?? 'strange');
    const kind = plain === 'file' && sparse === true ? 'sparse' : plain;
    return { name, kind, size: WITHOUT_BYTES.includes(plain) ? 0 : size, target };
  }

  /** Blocks that continue the map of holes in front of the bytes; each says whether one more follows. */
  async #passHoles(): Promise<void> {
    for (let block = await this.#cursor.take(BLOCK); (block[504] ?? 0) !== 0; ) block = await this.#cursor.take(BLOCK);
  }
}

function paxExtras(records: ReadonlyMap<string, string>): Extras {
  const size = records.get('size') ?? '';
  const sparse = [...records.keys()].some((name) => name.startsWith('GNU.sparse.'));
  const name = records.get('GNU.sparse.name') ?? records.get('path');
  return {
    ...(name !== undefined && { name }),
    ...(records.has('linkpath') && { target: records.get('linkpath') }),
    ...(/^\d{1,15}$/.test(size) && { size: Number(size) }),
    ...(sparse && { sparse }),
  };
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
