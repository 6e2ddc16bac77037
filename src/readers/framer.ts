import type { ReadItem } from './read-item.ts';

/** Turns the chunks of a text into items. */
export interface Framer {
  push(chunk: Buffer): readonly ReadItem[];
  /** What the end of the evidence completes, or cuts. */
  end(): readonly ReadItem[];
  /** Where what a later item may still speak of begins; infinite where nothing is held. As the origin counts. */
  readonly heldFrom: number;
}
