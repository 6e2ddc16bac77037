import type { JsonObject } from '../../core/json.ts';
import { jsonObject, type Line } from '../../core/report.ts';
import type { RuleResult, RuleStatus } from './judge.ts';

/** So many of what a rule lacks are named. */
const NAMED = 2;

/** How many rules fired, ran and stayed silent, or could not run. */
export function ruleLines(results: readonly RuleResult[]): readonly Line[] {
  const count = (status: RuleStatus): number => results.filter((result) => result.status === status).length;
  const failed = results.filter(({ status }) => status === 'failed');
  const parts = [`${count('fired')} fired`, `${count('silent')} ran, silent`, `${count('no-evidence')} NO EVIDENCE`];
  if (failed.length > 0) parts.push(`${failed.length} FAILED`);
  const silent = results.filter(({ status }) => status === 'silent').map(({ rule }) => rule.id);
  return [
    { text: `${results.length} rules: ${parts.join(' · ')}`, style: 'strong' },
    ...(silent.length === 0 ? [] : [{ text: `ran, silent: ${silent.join(', ')}`, style: 'dim', indent: 2 } as const]),
    ...failed.map(({ rule, error }): Line => ({ text: `${rule.id} FAILED: ${error}`, style: 'bad', indent: 2 })),
  ];
}

/** Which rules could not judge what, and the files that would let them. */
export function lackingLines(results: readonly RuleResult[]): readonly Line[] {
  const none = results.filter(({ status }) => status === 'no-evidence').flatMap(lackLines);
  const part = results.filter(({ status, missing }) => status !== 'no-evidence' && missing.length > 0).map(partLine);
  const all = [...none, ...part];
  return all.length === 0 ? [] : [{ text: 'rules without evidence · what to bring', style: 'strong' }, ...all];
}

function lackLines({ rule, missing }: RuleResult): readonly Line[] {
  const distinct = [...new Map(missing.map(({ why, bring }) => [bring, { why, bring }])).values()].slice(0, NAMED);
  return distinct.map(({ why, bring }) => ({
    text: `${rule.id}: ${why}. Bring ${bring}`,
    style: 'warning',
    indent: 2,
  }));
}

/** A rule that ran, but not for all. */
function partLine({ rule, missing, missingMore = 0 }: RuleResult): Line {
  const subjects = [...new Set(missing.map(({ subject }) => subject))];
  const named = subjects.slice(0, NAMED).join(', ');
  const others = subjects.length - NAMED + missingMore;
  const more = others > 0 ? ` and ${others} more` : '';
  const [first] = missing;
  return {
    text: `${rule.id} could not judge ${named}${more}: ${first?.why}. Bring ${first?.bring}`,
    style: 'warning',
    indent: 2,
  };
}

export function ruleData({ rule, status, findings, judged, missing, missingMore, error }: RuleResult): JsonObject {
  return jsonObject({
    id: rule.id,
    status,
    findings: findings.length,
    judged,
    missing: missing.map(({ subject, why, bring }) => ({ subject, why, bring })),
    missing_more: missingMore,
    error,
  });
}
