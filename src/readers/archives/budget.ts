import { LIMITS } from '../gunzip.ts';

/** What an archive, with all archives within it, may come to. */
export interface ArchiveLimits {
  /** Members, folders and links included. */
  readonly members: number;
  /** Archives within archives; 1 is the file itself. */
  readonly depth: number;
  /** Most that its members may be a multiple of it, looked at beyond `ratioFrom` bytes: as for compressed files. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Bytes of all members. */
  readonly bytes: number;
}

/** 200 GB is four times the largest collection of logs that this program is made for. */
export const ARCHIVE_LIMITS: ArchiveLimits = { ...LIMITS, members: 100_000, depth: 3, bytes: 200_000_000_000 };

/** A limit is exceeded: nothing more of the archive is read. */
export class Exceeded extends Error {
  /** That of the archive: it may be one around the archive that is read. */
  readonly budget: Budget;

  constructor(message: string, budget: Budget) {
    super(message);
    this.budget = budget;
  }
}

/** Counts what comes out of one archive, and of those in it. */
export class Budget {
  readonly limits: ArchiveLimits;
  /** Bytes of the archive as it lies there. */
  readonly #packed: number;
  readonly #around: Budget | undefined;
  #members = 0;
  #bytes = 0;

  constructor(packed: number, limits: ArchiveLimits, around?: Budget) {
    this.#packed = packed;
    this.limits = limits;
    this.#around = around;
  }

  /** 1 for the file itself. */
  get depth(): number {
    return 1 + (this.#around?.depth ?? 0);
  }

  /** For an archive in this one. */
  within(packed: number): Budget {
    return new Budget(packed, this.limits, this);
  }

  /** For a first look at the same archive: what that costs is not counted twice. */
  fresh(): Budget {
    return new Budget(this.#packed, this.limits);
  }

  /** @throws {Exceeded} */
  countMember(): void {
    this.#around?.countMember();
    this.#members += 1;
    const { members } = this.limits;
    if (this.#members > members) this.#exceed(`more than ${members.toLocaleString('en')} members`);
  }

  /** @throws {Exceeded} */
  countBytes(size: number): void {
    this.#around?.countBytes(size);
    this.#bytes += size;
    const { bytes, ratio, ratioFrom } = this.limits;
    if (this.#bytes > bytes) this.#exceed(`members of more than ${bytes / 1e9} GB`);
    if (this.#bytes > ratioFrom && this.#bytes > ratio * this.#packed) this.tooMuch();
  }

  /** @throws {Exceeded} always: it expands too much */
  tooMuch(): never {
    return this.#exceed(`it expands to more than ${this.limits.ratio} times its size`);
  }

  /** The same bytes, counted. @throws {Exceeded} */
  async *counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.countBytes(chunk.length);
      yield chunk;
    }
  }

  #exceed(why: string): never {
    throw new Exceeded(why, this);
  }
}
