import type { Rule } from '../../core/rule.ts';
import type { SigmaRule } from '../../rules/sigma/model.ts';
import type { RuleSet } from '../../rules/sigma/rule-set.ts';
import { SigmaNeeds } from '../detect/sigma-needs.ts';
import { ruleOf } from '../detect/sigma-rule.ts';

/** A rule of either kind, as lists and explanations show it. */
export interface ShownRule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly phase: string;
  /** `built in`, `shipped`, or the file. */
  readonly origin: string;
  readonly needs: string;
  readonly looksFor: string;
  readonly why: string;
  readonly falsePositives: string;
  readonly limits: readonly string[];
  readonly references: readonly string[];
}

export function shownRule(rule: Rule): ShownRule {
  const { id, title, severity, phase, needs, looksFor, why, falsePositives, limits } = rule;
  const texts = Object.entries(limits).map(
    ([name, { value, unit, meaning }]) => `${name}: ${value} ${unit}; ${meaning}`,
  );
  return {
    id,
    title,
    severity,
    phase,
    origin: 'built in',
    needs,
    looksFor,
    why,
    falsePositives,
    limits: texts,
    references: [],
  };
}

/** A rule in YAML. */
export function shownSigma(rule: SigmaRule, set: RuleSet): ShownRule {
  const { file, references } = rule.head;
  const shown = shownRule(ruleOf(rule, new SigmaNeeds(set, new Set(), [])));
  return { ...shown, origin: file.startsWith('shipped/') ? 'shipped' : file, references };
}
