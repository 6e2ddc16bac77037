import type { ErrorCode } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Batch, ReadingEnd } from './batch.ts';
import type { Candidate, ExtractOptions } from './extract.ts';

/** What the reading thread is started with. Functions do not cross: the format goes by its id. */
export interface Assignment {
  readonly path: string;
  readonly candidate: Omit<Candidate, 'source' | 'format'>;
  readonly format: string;
  /** Of which the format is made, where it is none of the list. */
  readonly mapping: JsonObject | undefined;
  readonly options: ExtractOptions;
}

/** From the reading thread. */
export type Message =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'end'; readonly end: ReadingEnd }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string; readonly remedy?: string };

/** To the reading thread: a batch has been written; its memory comes back. */
export type Returned = ArrayBuffer;

/** Batches that may wait to be written. More would only cost memory. */
export const BATCHES = 3;
