import { setFlagsFromString } from 'node:v8';
import type { CaseReader } from '../store/case-reader.ts';

/** Entries from which on a case is large: what is read of it then makes garbage by the gigabyte. */
export const LARGE = 200_000;

/**
 * Of a large case, has old objects collected when a fifth more of them was made, not when they have doubled or more, and
 * keeps the space for new ones as small as it is. On a machine with much memory the engine would else let hundreds of
 * megabytes of garbage lie; this costs a tenth of the time. For the rest of the process.
 */
export function frugal(reader: CaseReader): void {
  if (reader.entries.size <= LARGE) return;
  setFlagsFromString('--heap-growing-percent=20');
  setFlagsFromString('--semi-space-growth-factor=1');
}
