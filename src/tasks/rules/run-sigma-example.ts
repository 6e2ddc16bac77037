import { INFERENCES } from '../../inference/index.ts';
import type { SigmaExample } from '../../rules/sigma/examples.ts';
import type { RuleSet } from '../../rules/sigma/rule-set.ts';
import type { RuleResult } from '../detect/judge.ts';
import { judgeSigma } from '../detect/sigma.ts';
import { inCaseOf } from './run-example.ts';

/** Reads an example's files into a case of its own and asks the rule, also one that only serves others. */
export async function runSigmaExample(id: string, set: RuleSet, example: SigmaExample): Promise<RuleResult> {
  return inCaseOf(example.files, (reader) => {
    const results = judgeSigma(
      reader,
      { ...set, told: new Set([...set.told, id]) },
      {
        inferences: INFERENCES,
      },
    );
    const result = results.find(({ rule }) => rule.id === id);
    if (result === undefined) throw new Error(`no result of rule ${id}`);
    return result;
  });
}
