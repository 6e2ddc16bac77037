import type { SourceProof } from '../../core/proof.ts';
import { placeText, positionText } from '../../core/record.ts';
import { ChainChecker } from '../../integrity/chains/chain-checker.ts';
import type { ChainSpec } from '../../integrity/chains/profile.ts';
import { SequenceChecker, type SequenceSpec } from '../../integrity/sequence.ts';
import { DEFAULT_MAX_RECORD, type ReadItem, readRecords } from '../../readers/read.ts';
import type { Sniffed } from '../../readers/sniff.ts';
import type { Source } from '../../readers/source.ts';

/** What was declared of the records. */
export interface Declared {
  readonly chain?: ChainSpec;
  readonly sequence?: SequenceSpec;
}

/** Follows the chain and the numbers that were declared, over the records as they stand there. */
export async function recordProofs(
  source: Source,
  sniffed: Sniffed,
  { chain, sequence }: Declared,
): Promise<Pick<SourceProof, 'chain' | 'sequence'>> {
  const chained = chain === undefined ? undefined : new ChainChecker(chain);
  const numbered = sequence === undefined ? undefined : new SequenceChecker(sequence);
  const take = (item: ReadItem): void => {
    if (item.kind === 'noise') return;
    if (item.kind === 'record') {
      const { text, at, json } = item.record;
      chained?.take(text, () => placeText([positionText(at)]));
      numbered?.take(json ?? null);
      return;
    }
    chained?.unread(() => placeText([positionText(item.at)]), item.message);
    numbered?.unread();
  };
  if (isJson(sniffed)) {
    const options = { maxRecord: DEFAULT_MAX_RECORD, mask: (text: string): string => text };
    for await (const items of readRecords(source, sniffed, 'records', options)) for (const item of items) take(item);
  }
  return {
    ...(chained !== undefined && { chain: chained.end() }),
    ...(numbered !== undefined && { sequence: numbered.end() }),
  };
}

/** Other evidence has no members that could hold a hash or a number. */
function isJson({ sample: { shape } }: Sniffed): boolean {
  return shape !== 'lines' && shape !== 'empty';
}
