import type { Receipt } from '../../store/receipts.ts';
import { asKnown } from '../counts.ts';
import type { FileResult } from '../file-result.ts';

/** Evidence of which something was redacted is not read in another way: that would bring back what was removed. */
export function redactedBefore(
  base: Pick<FileResult, 'name' | 'sha256' | 'events' | 'named' | 'masked' | 'taken'>,
  earlier: readonly Receipt[],
): FileResult {
  const last = earlier.findLast(({ end }) => end?.complete === true) ?? earlier.at(-1);
  const format = last?.evidence.format ?? '';
  return {
    ...base,
    status: 'known',
    format,
    title: format,
    counts: asKnown(last?.end?.counts),
    problems: last?.end?.problems ?? 0,
    warnings: ['entries of it were redacted: it is not read again in another way, which would bring them back'],
  };
}
