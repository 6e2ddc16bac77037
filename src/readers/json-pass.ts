import { BYTE, closerOf, KIND, KINDS } from './json-bytes.ts';

/** How a value stands on its own line. After damage the next line of the same layout is where to go on. */
export interface Layout {
  /** Bytes between the start of the line and the value, or the name before it. */
  readonly indent: number;
  /** First byte of the value, or of the name before it. */
  readonly opener: number;
  /** Closing byte of the array or object around it; -1 where there is none. */
  readonly outer: number;
}

/**
 * How passing over a value ended: `more` bytes are needed, the value is `whole`, or it is damaged and what follows is
 * the `next` one or the end of the container `around` it. A damaged value that was found to end is `whole` too:
 * `JSON.parse` will refuse it.
 */
export type PassState = 'more' | 'whole' | 'next' | 'around';

/** Brackets within this depth are compared with what they close. */
const TRACKED = 1024;
/** After this many bytes of a string a native search takes over. */
const LONG = 96;

/**
 * Passes over one JSON value without parsing it, in as many chunks as it takes, and counts what parsing alone cannot
 * show: names of members, depth, line feeds.
 *
 * A line feed within a string is illegal, and so is a value where a name must stand. Such a value is damaged, and may
 * have swallowed its neighbours; the layout tells where the next one begins. A value without a flaw never ends early.
 */
export class JsonPass {
  state: PassState = 'more';
  /** Members of all objects in the value. */
  names = 0;
  deepest = 0;
  lineFeeds = 0;
  /** Commas before a closing bracket, as in JSON5. */
  trailingCommas = 0;
  /** Index of the byte after the last line feed in the chunk that was passed last. Negative if it was in one before. */
  fresh = 0;

  readonly #types = new Uint8Array(TRACKED);
  #layout: Layout | undefined;
  #closer = -1;
  #flawed = false;
  #unbalanced = false;
  #depth = 0;
  #last: number = KIND.blank;
  /** Index of the last byte that was no blank; negative if it was in a chunk before. */
  #lastAt = 0;
  #mode: 'scalar' | 'structure' | 'string' | 'probe' = 'structure';
  #escaped = false;
  #nextBackslash = -1;
  #nextLineFeed = -1;

  /** Starts a value whose first byte is `first`. Without a layout damage can only be found, not overcome. */
  begin(first: number, layout?: Layout): void {
    this.state = 'more';
    this.names = 0;
    this.deepest = 0;
    this.lineFeeds = 0;
    this.trailingCommas = 0;
    this.fresh = Number.NEGATIVE_INFINITY;
    this.#layout = layout;
    this.#closer = closerOf(first);
    this.#flawed = false;
    this.#unbalanced = false;
    this.#depth = 0;
    this.#last = KIND.blank;
    this.#lastAt = 0;
    this.#mode = KINDS[first] === KIND.scalar ? 'scalar' : 'structure';
    this.#escaped = false;
  }

  /** Starts on bytes that are no value, up to where the layout says that one begins, or that the container ends. */
  beginJunk(layout: Layout): void {
    this.begin(layout.opener, layout);
    this.#mode = 'structure';
    this.#flawed = true;
    this.#unbalanced = true;
    this.#open(KIND.blank);
  }

  /** Whether the value breaks the grammar, as far as passing over it shows. */
  get flawed(): boolean {
    return this.#flawed;
  }

  /** Goes on from `from`. Returns the index of the first byte that no longer belongs to the value. */
  run(chunk: Buffer, from: number, to: number): number {
    this.#nextBackslash = -1;
    this.#nextLineFeed = -1;
    let i = from;
    while (i < to && this.state === 'more') {
      if (this.#mode === 'structure') i = this.#structure(chunk, i, to);
      else if (this.#mode === 'string') i = this.#string(chunk, i, to);
      else if (this.#mode === 'probe') i = this.#probe(chunk, i, to);
      else i = this.#scalar(chunk, i, to);
    }
    if (this.state === 'more') {
      this.fresh -= to;
      this.#lastAt -= to;
    }
    return i;
  }

  #scalar(chunk: Buffer, from: number, to: number): number {
    let i = from;
    while (i < to && KINDS[chunk[i] as number] === KIND.scalar) i += 1;
    if (i < to) this.state = 'whole';
    return i;
  }

  #structure(chunk: Buffer, from: number, to: number): number {
    let i = from;
    while (i < to) {
      i = this.#plain(chunk, i, to);
      if (i === to) return i;
      const byte = chunk[i] as number;
      const kind = KINDS[byte] as number;
      const misfit = kind !== KIND.quote && kind < KIND.openObject && this.#misfits(kind);
      if ((misfit || this.#flawed || this.#isWrong(kind)) && this.#endsAt(byte, i))
        return this.state === 'whole' ? i + 1 : i;
      this.#lastAt = i;
      i += 1;
      if (kind === KIND.quote) {
        this.#mode = 'string';
        return i;
      }
      if (kind >= KIND.openObject) this.#open(kind);
      else if (misfit) this.#unbalanced = true;
      else if (this.#close()) return i;
      this.#last = kind;
    }
    return i;
  }

  /** The usual bytes, as fast as can be: all up to a bracket, a long string, or one that should not be here. */
  #plain(chunk: Buffer, from: number, to: number): number {
    let careful = this.#flawed || this.#depth === 0;
    let [i, last, lastAt, names] = [from, this.#last, this.#lastAt, this.names];
    while (i < to) {
      const kind = KINDS[chunk[i] as number] as number;
      if (kind === KIND.scalar || kind >= KIND.colon) {
        if (kind === KIND.lineFeed) {
          this.lineFeeds += 1;
          this.fresh = i + 1;
        } else {
          if (kind === KIND.colon) names += 1;
          if (kind === KIND.colon ? last !== KIND.quote : kind === KIND.comma && last > KIND.endsValue) {
            this.#flawed = true;
            careful = true;
          }
          last = kind;
          lastAt = i;
        }
      } else if (kind === KIND.quote) {
        if (careful || (last !== KIND.blank && last <= KIND.endsValue)) break;
        const end = endOfShortString(chunk, i + 1, to);
        if (end === -1) break;
        i = end;
        last = last === KIND.comma || last === KIND.openObject ? KIND.quote : KIND.scalar;
        lastAt = i;
      } else if (kind !== KIND.blank) break;
      i += 1;
    }
    this.#last = last;
    this.#lastAt = lastAt;
    this.names = names;
    return i;
  }

  #isWrong(kind: number): boolean {
    if (kind === KIND.quote) return this.#last !== KIND.blank && this.#last <= KIND.endsValue;
    return kind < KIND.openObject ? this.#last === KIND.colon : this.#opensWrongly();
  }

  #open(kind: number): void {
    if (this.#depth < TRACKED) this.#types[this.#depth] = kind;
    this.#depth += 1;
    if (this.#depth > this.deepest) this.deepest = this.#depth;
  }

  /**
   * Closes the innermost bracket. Where the brackets do not add up the last one closes nothing: the layout says where
   * the value ends.
   */
  #close(): boolean {
    if (this.#last === KIND.comma) this.trailingCommas += 1;
    if (this.#last === KIND.colon) this.#unbalanced = true;
    if (this.#depth === 1 && this.#unbalanced && this.#layout !== undefined) return false;
    this.#depth -= 1;
    if (this.#depth === 0) this.state = 'whole';
    return this.#depth === 0;
  }

  #opensWrongly(): boolean {
    const last = this.#last;
    if (last === KIND.comma) return this.#depth <= TRACKED && this.#types[this.#depth - 1] === KIND.openObject;
    return last === KIND.openObject || (last !== KIND.blank && last <= KIND.endsValue);
  }

  /** Whether a closing bracket is of the wrong kind. */
  #misfits(kind: number): boolean {
    const opened = kind === KIND.closeObject ? KIND.openObject : KIND.openArray;
    return this.#depth <= TRACKED && this.#types[this.#depth - 1] !== opened;
  }

  /** Whether a value with a flaw ends at this first byte of a line, whatever its brackets say. */
  #endsAt(byte: number, i: number): boolean {
    this.#flawed = true;
    if (this.#layout === undefined || this.#lastAt >= this.fresh) return false;
    const { indent, opener, outer } = this.#layout;
    const column = i - this.fresh;
    if (column === indent && byte === opener) this.state = 'next';
    else if (column === indent && byte === this.#closer) this.state = 'whole';
    else if ((column < indent || indent === 0) && byte === outer) this.state = 'around';
    return this.state !== 'more';
  }

  #endString(quote: number): number {
    this.#mode = 'structure';
    this.#last = this.#last === KIND.comma || this.#last === KIND.openObject ? KIND.quote : KIND.scalar;
    this.#lastAt = quote;
    if (this.#depth === 0) this.state = 'whole';
    return quote + 1;
  }

  #string(chunk: Buffer, from: number, to: number): number {
    let i = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    while (i < to) {
      i = this.#nextSpecial(chunk, i, to);
      if (i >= to) return to;
      const byte = chunk[i];
      if (byte === BYTE.quote) return this.#endString(i);
      if (byte === BYTE.lineFeed) return this.#brokenString(i + 1);
      this.#escaped = i + 1 === to;
      i += 2;
    }
    return to;
  }

  /** The next quote, backslash or line feed. */
  #nextSpecial(chunk: Buffer, from: number, to: number): number {
    const limit = Math.min(to, from + LONG);
    for (let i = from; i < limit; i += 1) {
      const byte = chunk[i];
      if (byte === BYTE.quote || byte === BYTE.backslash || byte === BYTE.lineFeed) return i;
    }
    if (limit === to) return to;
    if (this.#nextBackslash < limit) this.#nextBackslash = found(chunk.indexOf(BYTE.backslash, limit), to);
    if (this.#nextLineFeed < limit) this.#nextLineFeed = found(chunk.indexOf(BYTE.lineFeed, limit), to);
    return Math.min(found(chunk.indexOf(BYTE.quote, limit), to), this.#nextBackslash, this.#nextLineFeed);
  }

  #brokenString(next: number): number {
    this.lineFeeds += 1;
    this.fresh = next;
    this.#flawed = true;
    if (this.#layout !== undefined) this.#mode = 'probe';
    return next;
  }

  /** A string went on over a line feed: perhaps the line after it begins the next value. */
  #probe(chunk: Buffer, from: number, to: number): number {
    let i = from;
    for (; i < to; i += 1) {
      const kind = KINDS[chunk[i] as number];
      if (kind === KIND.lineFeed) {
        this.lineFeeds += 1;
        this.fresh = i + 1;
      } else if (kind !== KIND.blank) break;
    }
    if (i === to) return i;
    this.#mode = 'string';
    if (!this.#endsAt(chunk[i] as number, i)) return i;
    return this.state === 'whole' ? i + 1 : i;
  }
}

/** Index of the quote that ends a string; -1 if it does not end soon, in this chunk, and on this line. */
function endOfShortString(chunk: Buffer, from: number, to: number): number {
  const limit = Math.min(to, from + LONG);
  for (let i = from; i < limit; i += 1) {
    const byte = chunk[i];
    if (byte === BYTE.quote) return i;
    if (byte === BYTE.lineFeed) return -1;
    if (byte === BYTE.backslash) i += 1;
  }
  return -1;
}

function found(index: number, otherwise: number): number {
  return index === -1 || index > otherwise ? otherwise : index;
}
