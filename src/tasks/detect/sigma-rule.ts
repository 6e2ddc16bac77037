import type { Rule } from '../../core/rule.ts';
import { FORMATS } from '../../formats/index.ts';
import type { SigmaRule } from '../../rules/sigma/model.ts';
import type { SigmaNeeds } from './sigma-needs.ts';

/** A rule in YAML as outputs speak of rules. It is run with all others of its kind, never by itself. */
export function ruleOf(rule: SigmaRule, needs: SigmaNeeds): Rule {
  const { id, title, severity, phase, description, falsePositives } = rule.head;
  const formats = needs.formats(rule);
  const titles = FORMATS.filter((format) => formats.includes(format.id)).map((format) => format.title);
  return {
    id,
    title,
    severity,
    phase,
    amplifier: false,
    revision: 1,
    looksFor: looksFor(rule),
    why: description,
    needs: (titles.length === 0 ? formats : titles).join('; '),
    falsePositives: falsePositives.join('; '),
    limits: {},
    judge: () => ({ findings: [], judged: 0, missing: [] }),
    examples: async () => [],
  };
}

function looksFor(rule: SigmaRule): string {
  if (rule.kind === 'detection') return 'one event that fits its selections';
  const { body, grouping } = rule;
  const names = grouping.rules.map(({ name }) => name).join(', ');
  const by = grouping.groupBy.length === 0 ? '' : `, for each ${grouping.groupBy.join(' and ')} on its own`;
  const words = {
    count: `a number of events in a time span: ${names}`,
    temporal: `events within a time span, in any order: ${names}`,
    ordered: `events within a time span, in this order: ${names}`,
    absence: `the first without the second near it: ${names}`,
    'first-seen': `values not seen before: ${names}`,
  };
  return `${words[body.type]}${by}`;
}
