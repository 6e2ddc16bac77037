const LF = 0x0a;

/** Longest line, in bytes: more than any record is, and a bound for memory where a file has no line ends. */
const LONGEST_LINE = 32 * 1024 * 1024;

/** Cuts bytes at LF and nothing else; unlike lines of evidence, these are never repaired. */
export class LogLines {
  readonly #visit: (line: Buffer | 'too-long') => void;
  readonly #longest: number;
  #carry: Buffer[] = [];
  #carried = 0;

  /** @param visit gets each line without its LF; the bytes are valid, and may be changed, until it returns */
  constructor(visit: (line: Buffer | 'too-long') => void, longest = LONGEST_LINE) {
    this.#visit = visit;
    this.#longest = longest;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      this.#line(chunk.subarray(from, end));
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  /** Bytes after the last LF. */
  get rest(): number {
    return this.#carried;
  }

  #line(tail: Buffer): void {
    if (this.#carried === 0) {
      this.#give(tail, tail.length);
      return;
    }
    this.#keep(tail);
    const [parts, length] = [this.#carry, this.#carried];
    this.#carry = [];
    this.#carried = 0;
    this.#give(parts, length);
  }

  #give(bytes: Buffer | readonly Buffer[], length: number): void {
    if (length > this.#longest) this.#visit('too-long');
    else this.#visit(Buffer.isBuffer(bytes) ? bytes : Buffer.concat(bytes));
  }

  /** What is too long is counted, not kept. */
  #keep(bytes: Buffer): void {
    this.#carried += bytes.length;
    if (this.#carried > this.#longest) this.#carry = [];
    else this.#carry.push(bytes);
  }
}
