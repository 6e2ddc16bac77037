import { setFlagsFromString } from 'node:v8';
import type { CaseReader } from '../store/case-reader.ts';

/** Entries from which on reading a case makes garbage by the hundred megabytes. */
const LARGE = 10_000;

/**
 * Of a large case, has old objects collected when a fifth more of them was made, not when they have doubled: on a machine
 * with much memory the engine would else let hundreds of megabytes of garbage lie. For the rest of the process.
 */
export function frugal(reader: CaseReader): void {
  if (reader.entries.size >= LARGE) setFlagsFromString('--heap-growing-percent=20');
}

/** As `frugal`, and keeps the space for new objects as small as it is, and fewer pages of the case: for work on all of a case, a tenth slower. */
export function mostFrugal(reader: CaseReader): void {
  frugal(reader);
  reader.keepLess();
  if (reader.entries.size >= LARGE) setFlagsFromString('--semi-space-growth-factor=1');
}
