import { isUtf8 } from 'node:buffer';
import type { Sha256 } from '../../core/digest.ts';
import { type EntryParts, leafIn, readLine } from './entry-parts.ts';
import type { LogFault, LogFinding } from './fault.ts';
import { entryHash, genesis, type LogEnd, type LogHeader, readHeader } from './layout.ts';
import { Leaves } from './leaves.ts';
import { LogLines } from './log-lines.ts';

/** What a log turned out to be, once all of it was read. */
export interface LogState {
  readonly header: LogHeader | undefined;
  /** Entries before the slice, where it is one, and in the file: the size of the log as far as it goes. */
  readonly size: number;
  /** Entries whose record was taken out. */
  readonly redacted: number;
  /** Whether it has its end line. */
  readonly ended: boolean;
  /** Root over all leaf hashes that stand in the file; absent for a slice, and where an entry could not be read. */
  readonly root: Buffer | undefined;
  /** Roots at the sizes that were asked for, as far as the log goes. */
  readonly roots: ReadonlyMap<number, Buffer>;
}

/**
 * Checks a log of the format audit-log/v1 while it is read, in memory that does not grow with it. An entry with a fault
 * does not hide the next one: what it states is taken as given from there on.
 */
export class LogVerifier {
  readonly #lines = new LogLines((line) => this.#line(line));
  readonly #report: (finding: LogFinding) => void;
  readonly #sizes: ReadonlySet<number>;
  readonly #roots = new Map<number, Buffer>();
  readonly #leaves = new Leaves();
  #number = 0;
  #header: LogHeader | undefined;
  /** Number of the entry that comes next. */
  #next = 0;
  /** Hash of the entry before it; unknown after a line that could not be read. */
  #last: Sha256 | undefined;
  #entries = 0;
  #redacted = 0;
  /** Whether the leaves are those of entries 0 to the last one. */
  #whole = true;
  #ended: 'no' | 'yes' | 'more follows' = 'no';

  /** @param sizes at which roots are wanted */
  constructor(sizes: Iterable<number>, report: (finding: LogFinding) => void) {
    this.#sizes = new Set(sizes);
    this.#report = report;
  }

  /** Entries so far. */
  get entries(): number {
    return this.#entries;
  }

  /** The bytes may be changed meanwhile, and are as before afterwards. */
  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  end(): LogState {
    if (this.#lines.rest > 0 || this.#number === 0) {
      this.#number++;
      this.#fault('no-final-newline', 'the file does not end in a line end: it was cut here');
    }
    const root = this.#whole && this.#header?.firstSeq === 0 ? this.#leaves.root() : undefined;
    return {
      header: this.#header,
      size: (this.#header?.firstSeq ?? 0) + this.#entries,
      redacted: this.#redacted,
      ended: this.#ended !== 'no',
      root,
      roots: this.#roots,
    };
  }

  #line(line: Buffer | 'too-long'): void {
    this.#number++;
    if (this.#number === 1) this.#first(line);
    else if (this.#ended !== 'no') this.#afterEnd();
    else if (line === 'too-long') this.#unread('too-long', 'the line is longer than any entry');
    else this.#says(line);
  }

  #first(line: Buffer | 'too-long'): void {
    this.#header = line !== 'too-long' && isUtf8(line) ? readHeader(line.toString()) : undefined;
    if (this.#header === undefined) {
      this.#fault('header', 'the first line is not the header of an audit-log/v1, to the byte');
      return;
    }
    const { origin, firstSeq, prevHash } = this.#header;
    this.#next = firstSeq;
    this.#last = prevHash ?? genesis(origin);
    this.#note();
  }

  #says(line: Buffer): void {
    const said = readLine(line, this.#next);
    if (said.kind === 'entry') this.#entry(line, said.parts);
    else if (said.kind === 'end') this.#end(said.end);
    else this.#unread(said.fault, said.message);
  }

  #entry(line: Buffer, parts: EntryParts): void {
    const fault = this.#faultOf(line, parts);
    if (fault !== undefined) this.#fault(...fault);
    if (parts.seq !== this.#next) this.#whole = false;
    if (parts.isRedacted) this.#redacted++;
    this.#took(parts.seq, parts.hash);
    this.#leaves.add(parts.leaf);
    this.#note();
  }

  /** The first thing that is wrong with an entry. */
  #faultOf(line: Buffer, parts: EntryParts): [LogFault, string] | undefined {
    const { seq, prev, leaf, hash } = parts;
    if (seq !== this.#next) return ['seq-gap', `entry ${seq} stands where entry ${this.#next} should`];
    if (this.#last !== undefined && prev !== this.#last) {
      const before = this.#entries === 0 ? 'the header' : 'the entry before it';
      return ['prev-mismatch', `entry ${seq} does not follow ${before}: prev_hash is not its hash`];
    }
    if (!parts.isRedacted && leafIn(line, parts) !== leaf)
      return ['leaf-mismatch', `the record of entry ${seq} does not match its leaf_hash`];
    if (entryHash(seq, prev, leaf) !== hash)
      return ['chain-mismatch', `the hash of entry ${seq} is not that of its number, prev_hash and leaf_hash`];
    return undefined;
  }

  #end({ count, hash, root }: LogEnd): void {
    this.#ended = 'yes';
    const { size, root: computed } = this.#sofar();
    const wrong = [
      ...(count === size ? [] : [`says ${count} entries, there are ${size}`]),
      ...(this.#last === undefined || hash === this.#last ? [] : ['hash is not that of the last entry']),
      ...(computed === undefined || computed === root ? [] : ['root is not that of the entries']),
    ];
    if (wrong.length > 0) this.#fault('trailer-mismatch', `the end line ${wrong.join('; ')}`);
  }

  #sofar(): { readonly size: number; readonly root: string | undefined } {
    const first = this.#header?.firstSeq;
    const isKnown = first === 0 && this.#whole;
    return {
      size: (first ?? 0) + this.#entries,
      root: isKnown ? this.#leaves.root().toString('base64') : undefined,
    };
  }

  #afterEnd(): void {
    if (this.#ended === 'yes') this.#fault('data-after-end', 'something stands after the end line');
    this.#ended = 'more follows';
  }

  /** An entry whose parts cannot be told. */
  #unread(fault: LogFault, message: string): void {
    this.#fault(fault, message);
    this.#whole = false;
    this.#took(this.#next, undefined);
  }

  #took(seq: number, hash: Sha256 | undefined): void {
    this.#next = seq + 1;
    this.#last = hash;
    this.#entries++;
  }

  /** Keeps the root at a size that was asked for. */
  #note(): void {
    const { firstSeq } = this.#header ?? {};
    if (firstSeq === 0 && this.#whole && this.#sizes.has(this.#entries))
      this.#roots.set(this.#entries, this.#leaves.root());
  }

  #fault(fault: LogFault, message: string): void {
    const atEntry = this.#number > 1 && this.#ended === 'no';
    this.#report({ fault, line: this.#number, ...(atEntry && { seq: this.#next }), message });
  }
}
