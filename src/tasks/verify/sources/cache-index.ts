import type { SourceCheck } from '../source-check.ts';
import { faultVerdicts } from './brought/faults.ts';
import { lastWith, namedEvidence } from './brought/receipts.ts';

/** The checksum of each line of npm's cache index. Anyone can make it anew: it shows careless edits and damage only. */
const check: SourceCheck = {
  id: 'cache-index',
  *run({ reader }) {
    for (const { receipt, proof } of lastWith(reader, 'checksums')) {
      const { evidence } = receipt;
      yield* faultVerdicts(evidence, proof.faults);
      const good = proof.lines - proof.faults.count;
      const what = `${good} of ${proof.lines} lines match their checksum, which anyone can make`;
      if (good > 0) yield { message: `${namedEvidence(evidence)}: ${what}` };
    }
  },
};

export default check;
