import type { Redaction } from '../../core/audit-log.ts';
import { canonical } from '../../core/canonical.ts';
import { type Sha256, sha256 } from '../../core/digest.ts';
import { endLine, entryHash, entryLine, genesis, headerText } from './layout.ts';
import { Leaves } from './leaves.ts';

/** Makes the lines of a log, without their line ends. It holds no more than the right edge of the tree. */
export class LogWriter {
  readonly #origin: string;
  readonly #leaves = new Leaves();
  #last: Sha256;

  /** @param origin see `isOrigin` */
  constructor(origin: string) {
    this.#origin = origin;
    this.#last = genesis(origin);
  }

  /** Entries so far. */
  get size(): number {
    return this.#leaves.size;
  }

  /** Base64. */
  get root(): string {
    return this.#leaves.root().toString('base64');
  }

  /** The first line: of the log, or of the slice that begins with the next entry. */
  header(): string {
    const { size } = this;
    return headerText({ origin: this.#origin, firstSeq: size, ...(size > 0 && { prevHash: this.#last }) });
  }

  /** @param record canonical text (RFC 8785) of an object */
  entry(record: string): string {
    return this.#line(sha256(`\0${record}`), `"record":${record}`);
  }

  /** An entry whose record was taken out; `leaf` is what its hash was. */
  redacted(leaf: Sha256, { authority, reason, ts }: Redaction): string {
    const why = { ...(authority !== undefined && { authority }), reason, ts };
    return this.#line(leaf, `"redacted":${canonical(why)}`);
  }

  /** The last line of a finished log. */
  end(): string {
    return endLine({ count: this.size, hash: this.#last, root: this.root });
  }

  #line(leaf: Sha256, member: string): string {
    const [seq, prev] = [this.size, this.#last];
    this.#last = entryHash(seq, prev, leaf);
    this.#leaves.add(leaf);
    return entryLine(this.#last, leaf, prev, seq, member);
  }
}
