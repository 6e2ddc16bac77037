import type { ReadItem } from './read-item.ts';

/** Turns the chunks of a text into items. */
export interface Framer {
  push(chunk: Buffer): readonly ReadItem[];
  /** What the end of the evidence completes, or cuts. */
  end(): readonly ReadItem[];
}
