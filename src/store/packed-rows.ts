import { type RowText, rowText, type TimelineRow } from './derive.ts';

/** Rows of the timeline on their way between threads: each text once, everything else as numbers. */
export interface PackedRows {
  /** Three a row: sort, low (NaN: none), start. */
  readonly reals: Float64Array;
  /** A row is as long as it has members; see `RowPacker.add`. */
  readonly ints: Int32Array;
  /** 16 bytes a row. */
  readonly ids: Uint8Array;
  /** Number of the first of `texts`; the others follow. */
  readonly firstText: number;
  /** Texts before `firstText` are not spoken of any more. */
  readonly forget: boolean;
  readonly texts: readonly string[];
}

const ID_SIZE = 16;
const REALS = 3;
const NONE = -1;

/** Texts that keep their number; beyond that all are numbered anew. */
const REMEMBERED = 20_000;

/** The sending end. Numbers of texts only grow, so that a number never means two texts. */
export class RowPacker {
  readonly #numbers = new Map<string, number>();
  #next = 0;
  #first = 0;
  #forget = false;
  #texts: string[] = [];
  #reals: number[] = [];
  #ints: number[] = [];
  #ids: Buffer[] = [];

  add(row: TimelineRow): void {
    this.#reals.push(row.sort, row.low ?? Number.NaN, row.start);
    this.#ids.push(row.id);
    const ints = this.#ints;
    ints.push(row.bounded, row.line ?? NONE, row.number);
    ints.push(this.#number(row.also ?? undefined), this.#number(row.evidence), this.#number(row.pointer));
    for (let i = 0; i < row.columns.length; i++) ints.push(this.#number(row.columns[i]));
    ints.push(this.#number(row.tokenId));
    const count = ints.push(0) - 1;
    for (let i = 0; i < row.more.length; i++) {
      const text = row.more[i];
      if (text !== undefined) ints.push(i, this.#number(text));
    }
    ints[count] = (ints.length - count - 1) / 2;
  }

  /** What was added since the last call. */
  take(): PackedRows {
    const packed = {
      reals: Float64Array.from(this.#reals),
      ints: Int32Array.from(this.#ints),
      ids: new Uint8Array(Buffer.concat(this.#ids)),
      firstText: this.#first,
      forget: this.#forget,
      texts: this.#texts,
    };
    this.#forget = this.#numbers.size > REMEMBERED;
    if (this.#forget) this.#numbers.clear();
    this.#first = this.#next;
    this.#texts = [];
    this.#reals = [];
    this.#ints = [];
    this.#ids = [];
    return packed;
  }

  #number(value: RowText | undefined): number {
    if (value === undefined) return NONE;
    const text = typeof value === 'string' ? value : rowText(value);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#next);
    this.#texts.push(text);
    return this.#next++;
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** The receiving end: gives the rows one after the other, texts as their numbers. */
export class RowUnpacker {
  #packed: PackedRows | undefined;
  #first = 0;
  readonly #texts: string[] = [];
  readonly #stringIds: (number | undefined)[] = [];
  #place = 0;
  #count = 0;
  readonly #columns: (number | undefined)[] = Array(8).fill(undefined);
  readonly #more: (number | undefined)[];
  readonly #row: Writable<TimelineRow<number>>;

  /** @param members how many members a row may have beside its columns. */
  constructor(members: number) {
    this.#more = Array(members).fill(undefined);
    this.#row = {
      sort: 0,
      low: null,
      bounded: 0,
      id: Buffer.alloc(0),
      evidence: 0,
      start: 0,
      line: null,
      pointer: undefined,
      also: null,
      number: 0,
      columns: this.#columns,
      more: this.#more,
      tokenId: undefined,
    };
  }

  load(packed: PackedRows): void {
    if (packed.forget) {
      this.#texts.length = 0;
      this.#stringIds.length = 0;
      this.#first = packed.firstText;
    }
    for (const text of packed.texts) this.#texts.push(text);
    this.#packed = packed;
    this.#place = 0;
    this.#count = 0;
  }

  /** The next row. It is the same object each time. @throws {Error} behind the last */
  next(): TimelineRow<number> {
    const packed = this.#packed;
    if (packed === undefined || this.#count * ID_SIZE >= packed.ids.length) throw new Error('no row is left');
    const { reals, ids } = packed;
    const row = this.#row;
    const n = this.#count++;
    const low = reals[n * REALS + 1] ?? Number.NaN;
    row.sort = reals[n * REALS] ?? 0;
    row.low = Number.isNaN(low) ? null : low;
    row.start = reals[n * REALS + 2] ?? 0;
    row.id = Buffer.from(ids.buffer, ids.byteOffset + n * ID_SIZE, ID_SIZE);
    this.#members(packed.ints);
    return row;
  }

  #members(ints: Int32Array): void {
    const row = this.#row;
    let place = this.#place;
    const next = (): number => ints[place++] ?? NONE;
    const text = (): number | undefined => present(next());
    row.bounded = next() as 0 | 1 | 2;
    row.line = text() ?? null;
    row.number = next();
    const also = text();
    row.also = also === undefined ? null : this.text(also);
    row.evidence = next();
    row.pointer = text();
    for (let i = 0; i < this.#columns.length; i++) this.#columns[i] = text();
    row.tokenId = text();
    this.#more.fill(undefined);
    for (let left = next(); left > 0; left--) this.#more[next()] = next();
    this.#place = place;
  }

  text(number: number): string {
    const text = this.#texts[number - this.#first];
    if (text === undefined) throw new Error(`the text ${number} was not sent`);
    return text;
  }

  /** The string id of a text, asked for once. */
  stringId(number: number, intern: (text: string) => number): number {
    const place = number - this.#first;
    const known = this.#stringIds[place];
    if (known !== undefined) return known;
    const id = intern(this.text(number));
    this.#stringIds[place] = id;
    return id;
  }
}

function present(number: number): number | undefined {
  return number === NONE ? undefined : number;
}
