import type { Finding } from '../../core/finding.ts';
import type { Inference } from '../../core/inference.ts';
import type { Rule } from '../../core/rule.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import { amplified } from '../../timeline/incidents/amplify.ts';
import { withoutCleanUps } from '../../timeline/incidents/clean-up.ts';
import { faded } from '../../timeline/incidents/faded.ts';
import { type Incident, incidentsOf } from '../../timeline/incidents/incident.ts';
import { settled } from '../../timeline/incidents/settled.ts';
import { compareFindings, judge, type LimitChanges, type RuleResult } from './judge.ts';
import { CaseRuleView } from './rule-view.ts';

/** What the rules say of a case, and the incidents that follow. */
export interface Investigation {
  readonly view: CaseRuleView;
  readonly results: readonly RuleResult[];
  /** In the order of time. */
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
}

export interface InvestigateOptions {
  readonly rules: readonly Rule[];
  readonly inferences: readonly Inference[];
  readonly changes?: LimitChanges | undefined;
  /** Packages to be judged; absent: all. */
  readonly packages?: readonly string[] | undefined;
  /** Results of rules that read the records themselves. */
  readonly more?: readonly RuleResult[];
  /** Findings to be left out of incidents and answers. */
  readonly leaveOut?: ((finding: Finding) => boolean) | undefined;
}

/** Runs the rules, lets amplifiers raise what they found, and puts together what belongs together. */
export function investigate(reader: CaseReader, options: InvestigateOptions): Investigation {
  const view = new CaseRuleView(reader, options.inferences, options.packages);
  const results = [...judge(options.rules, view, options.changes), ...(options.more ?? [])];
  const found = results.flatMap((result) => result.findings).sort(compareFindings);
  const kept = options.leaveOut === undefined ? found : found.filter((finding) => options.leaveOut?.(finding) !== true);
  const findings = amplified(withoutCleanUps(faded(settled(kept, view), view), view));
  const incidents = incidentsOf(findings, view);
  view.forget();
  return { view, results, findings, incidents };
}
