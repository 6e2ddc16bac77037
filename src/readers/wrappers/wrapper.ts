import type { ProblemCode } from '../../core/errors.ts';
import type { Framing, Sample } from '../../core/format.ts';
import type { Json } from '../../core/json.ts';
import type { Wrapped } from '../../core/record.ts';

/**
 * How wrapped evidence falls into entries: as formats do, or
 * - `octets`: each entry stands behind its length in bytes (RFC 6587)
 * - `csv`: rows under a header (RFC 4180); each is given as an object
 */
export type EntryFraming = Framing | 'octets' | 'csv';

/** One entry of a wrapper, not masked. Bytes that are not UTF-8 stand in `text` as one character each. */
export interface WrapperEntry {
  readonly text: string;
  readonly json?: Json | undefined;
}

/** What stands in the wrapper. */
export interface Content {
  readonly kind: 'content';
  /** Text in the encoding of the entry's own text, or bytes; without the line end that the wrapper keeps. */
  readonly text: string | Buffer;
  readonly says: Omit<Wrapped, 'by'>;
  /** It may be only a piece: the pieces of one stream are joined up to the last. */
  readonly piece?: { readonly stream: string; readonly last: boolean };
  /** It goes on with the message of the entry before it, and says nothing of its own. */
  readonly continues?: true;
}

/**
 * - `content`: there is something in it
 * - `noise`: it belongs to the wrapper alone, by a named rule
 * - `fault`: it is an entry, but what should be in it cannot be had
 */
export type Unwrapped =
  | Content
  | { readonly kind: 'noise'; readonly rule: string }
  | { readonly kind: 'fault'; readonly code: ProblemCode; readonly message: string };

/** Something that carries logs of others, one entry for each line or record: a log driver, a collector, an export. */
export interface Wrapper {
  /** Same as the file name. */
  readonly id: string;
  /** As it appears behind the title of a format: `Verdaccio JSON log in Docker`. */
  readonly title: string;
  /** How the evidence falls into entries; nothing where it is not wrapped in this. */
  framing(sample: Sample): EntryFraming | undefined;
  /** Nothing for what is no entry of this wrapper. */
  unwrap(entry: WrapperEntry): Unwrapped | undefined;
}
