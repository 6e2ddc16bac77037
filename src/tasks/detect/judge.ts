import { AppError } from '../../core/errors.ts';
import { atLeast, type Finding, findingId } from '../../core/finding.ts';
import type { LimitValues, Missing, Rule, RuleView } from '../../core/rule.ts';

/** What became of a rule. */
export type RuleStatus = 'fired' | 'silent' | 'no-evidence' | 'failed';

export interface RuleResult {
  readonly rule: Rule;
  readonly status: RuleStatus;
  readonly findings: readonly Finding[];
  readonly judged: number;
  /** What could not be judged: at most two hundred subjects, of each reason some. */
  readonly missing: readonly Missing[];
  /** How many more subjects could not be judged for the same reasons. */
  readonly missingMore?: number;
  /** Why it failed. */
  readonly error?: string;
}

/** Limits that a user changed: by rule, by name, microseconds or a count. */
export type LimitChanges = ReadonlyMap<string, LimitValues>;

/** Runs the rules. One that fails costs itself only, and is told. */
export function judge(
  rules: readonly Rule[],
  view: RuleView,
  changes: LimitChanges = new Map(),
): readonly RuleResult[] {
  return rules.map((rule) => {
    try {
      return judgeOne(rule, view, { ...valuesOf(rule), ...changes.get(rule.id) });
    } catch (error) {
      // A damaged case is no fault of the rule, and the others would read it too.
      if (error instanceof AppError) throw error;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { rule, status: 'failed', findings: [], judged: 0, missing: [], error: text };
    }
  });
}

function judgeOne(rule: Rule, view: RuleView, limits: LimitValues): RuleResult {
  const { findings, judged, missing } = rule.judge(view, limits);
  const { id, phase, amplifier } = rule;
  const found = findings.map((draft): Finding => {
    return { ...draft, id: findingId(id, draft), rule: id, phase, amplifier };
  });
  const unique = [...new Map(found.map((finding) => [finding.id, finding])).values()].sort(compareFindings);
  const status = unique.length > 0 ? 'fired' : judged > 0 ? 'silent' : 'no-evidence';
  const named = someOf(missing);
  const more = missing.length - named.length;
  return { rule, status, findings: unique, judged, missing: named, ...(more > 0 && { missingMore: more }) };
}

/** Subjects that are kept of all that could not be judged, and of those with one remedy. */
const NAMED = 200;
const OF_ONE = 50;

/** A case may have a hundred thousand publishes of which nothing more is known: some are named, the rest counted. */
function someOf(missing: readonly Missing[]): readonly Missing[] {
  if (missing.length <= NAMED) return missing;
  const seen = new Map<string, number>();
  const kept: Missing[] = [];
  for (const each of missing) {
    const count = (seen.get(each.bring) ?? 0) + 1;
    seen.set(each.bring, count);
    if (count <= OF_ONE && kept.length < NAMED) kept.push(each);
  }
  return kept;
}

/** By time, then the gravest, then rule and subject. */
export function compareFindings(a: Finding, b: Finding): number {
  if (a.when.before !== b.when.before) return a.when.before - b.when.before;
  if (a.severity !== b.severity) return atLeast(a.severity, b.severity) ? -1 : 1;
  return a.rule + a.subject + a.id < b.rule + b.subject + b.id ? -1 : 1;
}

const UNITS: Readonly<Record<string, number>> = { minutes: 60e6, hours: 3600e6, days: 86_400e6 };

/** Default values of a rule's limits: times in microseconds. */
function valuesOf({ limits }: Rule): LimitValues {
  const values = Object.entries(limits).map(([name, { value, unit }]) => [name, value * (UNITS[unit] ?? 1)] as const);
  return Object.fromEntries(values);
}
