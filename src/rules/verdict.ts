import type { FindingDraft } from '../core/finding.ts';
import type { Missing, RuleExample, Verdict } from '../core/rule.ts';

/** What a rule says of one subject: findings, nothing (`[]`), or that it cannot be judged. */
export type Judgement = readonly FindingDraft[] | Missing;

/** Puts together what was said of each subject. */
export function verdictOf(judgements: Iterable<Judgement>): Verdict {
  const findings: FindingDraft[] = [];
  const missing: Missing[] = [];
  let judged = 0;
  for (const judgement of judgements) {
    if (!isMissing(judgement)) {
      judged++;
      findings.push(...judgement);
    } else missing.push(judgement);
  }
  return { findings, judged, missing };
}

function isMissing(judgement: Judgement): judgement is Missing {
  return 'why' in judgement;
}

/** A rule that has nothing at all to look at. */
export function nothingToJudge(missing: Missing): Verdict {
  return { findings: [], judged: 0, missing: [missing] };
}

/** Examples as a rule file names them. */
export type Examples = readonly RuleExample[];
