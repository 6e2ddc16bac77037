import type { Format } from '../core/format.ts';
import { microsOf } from '../core/time.ts';

const DAY = 86_400_000_000;

/** Clocks differ a little; more than this is a fault of one of them. */
const TOLERANCE = 3_600_000_000;

interface Span {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** What should be known about evidence whose records were all understood. */
export function warningsOf({ keepsDays }: Format, { first, last }: Span, recordedAt: string): string[] {
  if (first === undefined || last === undefined) return [];
  const warnings: string[] = [];
  if (microsOf(last) > microsOf(recordedAt) + TOLERANCE)
    warnings.push(`its newest time, ${last}, lies after this ingest: a clock was wrong, there or here`);
  const days = (microsOf(last) - microsOf(first)) / DAY;
  if (keepsDays !== undefined && Math.abs(days - keepsDays) <= 1)
    warnings.push(
      `it goes back ${keepsDays} days, which is all that its source keeps: what happened before is not in it`,
    );
  return warnings;
}

/** That something of it was redacted from the case before, and is not recorded again. */
export function withheldWarning({ withheld }: { readonly withheld: number }): string[] {
  if (withheld === 0) return [];
  const what = withheld === 1 ? '1 entry of it was' : `${withheld} entries of it were`;
  return [`${what} redacted from this case before, and left out now; it may hold more of the same person`];
}
