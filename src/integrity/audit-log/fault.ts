/**
 * What is wrong with a log, in the order in which the checks of a line are made. The first one of a line is told; what
 * follows from it is not.
 */
export type LogFault =
  /** The first line is not a header of this format, to the byte. */
  | 'header'
  /** The file does not end in a line end: it was cut. */
  | 'no-final-newline'
  | 'too-long'
  | 'utf8'
  /** Not the RFC 8785 text of what it says: parsers may read different things in it. */
  | 'not-canonical'
  /** Neither an entry nor the end line. */
  | 'entry'
  /** A digest is not 64 lower-case hex digits. */
  | 'hex'
  | 'data-after-end'
  /** Not the number that comes next. */
  | 'seq-gap'
  /** Does not follow the entry before it. */
  | 'prev-mismatch'
  /** The record is not the one whose leaf hash stands there. */
  | 'leaf-mismatch'
  /** The hash is not that of number, previous hash and leaf hash. */
  | 'chain-mismatch'
  /** The end line does not fit what stands before it. */
  | 'trailer-mismatch';

export interface LogFinding {
  readonly fault: LogFault;
  /** From 1, in the file. */
  readonly line: number;
  /** Number of the entry that was to stand there; absent for the header and what is behind the end. */
  readonly seq?: number;
  /** What stands there, and what should. */
  readonly message: string;
}
