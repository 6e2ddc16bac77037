import type { Counts } from '../core/entry.ts';

export const NO_COUNTS: Counts = { read: 0, recorded: 0, folded: 0, known: 0, problem: 0, ignored: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    read: a.read + b.read,
    recorded: a.recorded + b.recorded,
    folded: a.folded + b.folded,
    known: a.known + b.known,
    problem: a.problem + b.problem,
    ignored: a.ignored + b.ignored,
  };
}

/** The same bytes again: what was recorded is known now; the rest fell as it did. */
export function asKnown(counts: Counts = NO_COUNTS): Counts {
  return { ...counts, recorded: 0, known: counts.known + counts.recorded };
}
