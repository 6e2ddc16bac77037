/** Collects the bytes of one thing that may go on over several chunks, up to a cap. */
export class Capture {
  start = 0;
  line = 0;
  readonly #cap: number;
  #from = 0;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  /** @param from index in the chunk of the first byte. @param start where that byte lies in the evidence. */
  begin(from: number, start: number, line: number): void {
    this.start = start;
    this.line = line;
    this.#from = from;
    this.#parts = [];
    this.#size = 0;
  }

  /** It goes on in the next chunk. */
  keep(chunk: Buffer): void {
    this.#size += chunk.length - this.#from;
    if (this.#size > this.#cap) this.#parts = [];
    else this.#parts.push(chunk.subarray(this.#from));
    this.#from = 0;
  }

  /** It ends before the index `to` of this chunk. Nothing where it is larger than the cap. */
  finish(chunk: Buffer, to: number): Buffer | undefined {
    this.#size += to - this.#from;
    if (this.#size > this.#cap) return undefined;
    const tail = chunk.subarray(this.#from, to);
    return this.#parts.length === 0 ? tail : Buffer.concat([...this.#parts, tail]);
  }
}
