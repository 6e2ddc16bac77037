import type { Verdict } from '../../core/rule.ts';
import { type Judgement, verdictOf } from '../verdict.ts';

/** So many of the newest releases of a package must be judged before a rule may call itself silent about it. */
const NEWEST = 10;

/**
 * Puts together what was said of the releases of each package, oldest first. That old releases are clean says nothing
 * where a new one could not be judged: after a takedown those are the ones that matter.
 */
export function verdictOfReleases(packages: Iterable<readonly Judgement[]>): Verdict {
  return verdictOf([...packages].flatMap((judgements) => (isBlind(judgements) ? told(judgements) : judgements)));
}

function isBlind(judgements: readonly Judgement[]): boolean {
  return judgements.slice(-NEWEST).some((judgement) => 'why' in judgement);
}

function told(judgements: readonly Judgement[]): readonly Judgement[] {
  return judgements.filter((judgement) => 'why' in judgement || judgement.length > 0);
}
