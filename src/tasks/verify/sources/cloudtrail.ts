import { TrailCheck } from '../../../integrity/cloudtrail/trail-check.ts';
import type { TrailVerdict } from '../../../integrity/cloudtrail/verdict.ts';
import type { SourceCheck, SourceContext } from '../source-check.ts';
import { DigestFinder } from './brought/digests.ts';
import { namedEvidence, sortedReceipts } from './brought/receipts.ts';
import { logFiles, objectMetadata, strangers, trailKeys } from './brought/trail.ts';

const CODES = { altered: 'F-SOURCE-CHAIN', gap: 'I-GAP', unchecked: 'I-CHAIN-NOT-CHECKED' } as const;

/** The digests of AWS CloudTrail: signatures, what follows what, and the log files they name. */
const check: SourceCheck = {
  id: 'cloudtrail',
  *run(context) {
    for (const { kind, message: whole } of trailVerdicts(context)) {
      const message = shortened(whole);
      yield kind === 'proven' ? { message } : { code: CODES[kind], message };
    }
  },
};

export default check;

/** Names in a digest can be as long as someone likes. */
const LONGEST = 1000;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)}…${text.slice(-LONGEST / 2)}`.toWellFormed();
}

function* trailVerdicts({ reader }: SourceContext): Generator<TrailVerdict> {
  const trails = new TrailCheck({
    keys: trailKeys(reader),
    metadata: objectMetadata(reader),
    logs: logFiles(reader),
    strangers: strangers(reader),
  });
  let found = 0;
  for (const digest of new DigestFinder(reader).find()) {
    found++;
    if ('verdict' in digest) yield digest.verdict;
    else yield* trails.add(digest.file);
  }
  if (found > 0) yield* trails.finish();
  else yield* declaredOnly(reader);
}

/** Evidence of which somebody said that digests cover it, where there is none. */
function* declaredOnly(reader: SourceContext['reader']): Generator<TrailVerdict> {
  const said = sortedReceipts(reader).filter(({ evidence }) => evidence.options['chain'] === 'cloudtrail-digest');
  for (const { evidence } of said) {
    const message = `${namedEvidence(evidence)}: declared as covered by digests of CloudTrail, and none is in the case`;
    yield { kind: 'unchecked', message };
  }
}
