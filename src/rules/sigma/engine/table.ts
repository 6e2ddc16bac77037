/** What a correlation keeps of each event that takes part in it. */
export interface TableRow {
  readonly at: number;
  readonly isExact: boolean;
  readonly seq: number;
  /** Orders events of one moment, the same on every machine. */
  readonly tie: number;
  /** Which of the correlation's rules it fits. */
  readonly stage: number;
  /** Number of the inner correlation's episode, or -1. */
  readonly inner: number;
  /** Values of the columns. */
  readonly values: readonly number[];
}

const FIRST_SIZE = 1024;

/** Rows in typed arrays: a million of them take some 35 MB. */
export class Table {
  readonly width: number;
  #size = 0;
  #at = new Float64Array(FIRST_SIZE);
  #seq = new Int32Array(FIRST_SIZE);
  #tie = new Uint32Array(FIRST_SIZE);
  #inner = new Int32Array(FIRST_SIZE);
  #stage = new Uint16Array(FIRST_SIZE);
  #exact = new Uint8Array(FIRST_SIZE);
  #values: Uint32Array;

  constructor(width: number) {
    this.width = width;
    this.#values = new Uint32Array(FIRST_SIZE * width);
  }

  get size(): number {
    return this.#size;
  }

  add(row: TableRow): void {
    if (this.#size === this.#at.length) this.#grow();
    const index = this.#size++;
    this.#at[index] = row.at;
    this.#seq[index] = row.seq;
    this.#tie[index] = row.tie;
    this.#inner[index] = row.inner;
    this.#stage[index] = row.stage;
    this.#exact[index] = row.isExact ? 1 : 0;
    this.#values.set(row.values, index * this.width);
  }

  #grow(): void {
    const size = this.#at.length * 2;
    const larger = <T extends Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array>(
      to: T,
      from: T,
    ): T => {
      to.set(from);
      return to;
    };
    this.#at = larger(new Float64Array(size), this.#at);
    this.#seq = larger(new Int32Array(size), this.#seq);
    this.#tie = larger(new Uint32Array(size), this.#tie);
    this.#inner = larger(new Int32Array(size), this.#inner);
    this.#stage = larger(new Uint16Array(size), this.#stage);
    this.#exact = larger(new Uint8Array(size), this.#exact);
    this.#values = larger(new Uint32Array(size * this.width), this.#values);
  }

  at(row: number): number {
    return this.#at[row] ?? 0;
  }

  seq(row: number): number {
    return this.#seq[row] ?? 0;
  }

  inner(row: number): number {
    return this.#inner[row] ?? -1;
  }

  stage(row: number): number {
    return this.#stage[row] ?? 0;
  }

  isExact(row: number): boolean {
    return this.#exact[row] === 1;
  }

  value(row: number, column: number): number {
    return this.#values[row * this.width + column] ?? 0;
  }

  /** Rows of each group in the order of time; rows that lack one of the first `columns` are left out. */
  *groups(columns: number): Generator<Uint32Array> {
    const ids = this.#groupIds(columns);
    const rows = grouped(ids);
    rows.sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0) || this.#compare(a, b));
    for (let from = 0; from < rows.length; ) {
      let to = from + 1;
      while (to < rows.length && ids[rows[to] ?? 0] === ids[rows[from] ?? 0]) to++;
      yield rows.subarray(from, to);
      from = to;
    }
  }

  #compare(a: number, b: number): number {
    return (
      this.at(a) - this.at(b) ||
      this.stage(a) - this.stage(b) ||
      (this.#tie[a] ?? 0) - (this.#tie[b] ?? 0) ||
      this.seq(a) - this.seq(b)
    );
  }

  /** From 1; 0: it has no group. */
  #groupIds(columns: number): Uint32Array {
    const ids = new Uint32Array(this.#size);
    const known = new Map<string, number>();
    for (let row = 0; row < ids.length; row++) ids[row] = this.#groupId(row, columns, known);
    return ids;
  }

  #groupId(row: number, columns: number, known: Map<string, number>): number {
    if (columns === 0) return 1;
    if (columns === 1) return this.value(row, 0);
    let key = '';
    for (let column = 0; column < columns; column++) {
      const value = this.value(row, column);
      if (value === 0) return 0;
      key += ` ${value}`;
    }
    const id = known.get(key) ?? known.size + 1;
    known.set(key, id);
    return id;
  }
}

/** Numbers of the rows that have a group. */
function grouped(ids: Uint32Array): Uint32Array {
  const rows = new Uint32Array(ids.length);
  let count = 0;
  for (let row = 0; row < ids.length; row++) if (ids[row] !== 0) rows[count++] = row;
  return rows.subarray(0, count);
}
