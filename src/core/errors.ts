/** Exit codes, one meaning for all commands. README and `--help` list them; a test compares. */
export const EXIT = {
  ok: 0,
  badNews: 1,
  couldNotRun: 2,
  incomplete: 3,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why a command could not run. Closed: a new code needs a line here. */
export type ErrorCode =
  | 'usage'
  | 'path-missing'
  | 'path-empty'
  | 'path-unreadable'
  | 'output-exists'
  | 'not-a-case'
  | 'newer-case'
  | 'case-missing'
  | 'case-busy'
  | 'case-damaged'
  | 'other-index'
  | 'case-unwritable'
  | 'side-file'
  | 'interrupted-write'
  | 'disk-full'
  | 'no-such-evidence'
  | 'no-such-entry'
  | 'checkpoint-malformed'
  | 'key-unreadable'
  | 'time-unreadable'
  | 'resume-mismatch';

/** A failure that has a sentence for the user: what, where, why, and the next step. Exit code 2. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** What to do next, as an instruction. */
  readonly remedy: string | undefined;

  constructor(code: ErrorCode, message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** Why a record could not be understood. Closed: each code has its meaning in `PROBLEMS`. */
export const PROBLEMS = {
  'ambiguous-json': 'duplicate keys, a lone surrogate, or nesting over 64: parsers disagree on what it says',
  'bad-json': 'not valid JSON',
  'cut-in-record': 'the evidence ends in the middle of a record',
  'bad-gzip': 'the compressed data is damaged or ends early; what came before it is kept',
  'record-too-large': 'one record is larger than the cap; raise it with --max-record',
  'unreadable-time': 'the time cannot be read; no other time is put in its place',
  'time-out-of-range': 'the time lies before 2009 or after 2099',
  'missing-field': 'a field that the format always has is missing',
  'unknown-shape': 'the record does not have the shape of its format',
  'mirror-time': 'a mirror wrote this `time`: it is when the mirror cached, not when anyone published',
  'no-zone': 'the log has no time zone; say which with --assume-tz',
  'no-time': 'the log has no time at all',
  'unknown-format': 'no known format',
  'not-unpacked': 'an archive, or a member of it, could not be unpacked',
  'npm-error': 'npm refused: this is its error answer, not the list that was asked for',
  'not-text': 'neither text nor a known binary format',
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
