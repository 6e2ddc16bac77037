import type { RuleView } from '../../core/rule.ts';

/** Whether an advisory in evidence speaks of a version, or of its package without saying of which versions. */
export function isWarnedOf(view: RuleView, name: string, version: string): boolean {
  const steps = [...view.query({ packages: [name], actions: ['advisory.published'] })];
  return steps.some((step) => {
    const { versions, version: one } = view.members(step);
    const named = versions ?? (one === undefined ? [] : [one]);
    return named.length === 0 || named.includes(version);
  });
}
