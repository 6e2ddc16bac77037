import type { CorrelationRule, SigmaRule } from '../model.ts';
import type { RuleSet } from '../rule-set.ts';

/** The values that a correlation keeps of each event: first those of `group-by`, then what it measures or hands on. */
export type Columns = readonly string[];

/** Columns of each correlation by its id. What an outer one needs of an inner one, the inner one keeps. */
export function columnsOf({ rules, meant }: RuleSet): ReadonlyMap<string, Columns> {
  const correlations = rules.filter((rule) => rule.kind === 'correlation');
  const columns = new Map<string, Columns>(correlations.map((rule) => [rule.head.id, ownColumns(rule)]));
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const rule of correlations) {
      for (const { name } of rule.grouping.rules) {
        const inner = columns.get(meant.get(name) ?? '');
        if (inner === undefined) continue;
        const wanted = (columns.get(rule.head.id) ?? []).map((column) => fieldFor(rule, name, column));
        const more = [...new Set(wanted)].filter((field) => !inner.includes(field));
        if (more.length === 0) continue;
        columns.set(meant.get(name) ?? '', [...inner, ...more]);
        isGrowing = true;
      }
    }
  }
  return columns;
}

function ownColumns({ grouping, body }: CorrelationRule): Columns {
  const measured = body.type === 'count' && body.measure.of !== 'events' ? body.measure.fields : [];
  const seen = body.type === 'first-seen' ? body.fields : [];
  const others = [...measured, ...seen].filter((field) => !grouping.groupBy.includes(field));
  return [...grouping.groupBy, ...new Set(others)];
}

/** What a column is called in the events of one of the rules. */
export function fieldFor({ grouping }: CorrelationRule, rule: string, column: string): string {
  return grouping.aliases.get(column)?.get(rule) ?? column;
}

/** Correlations, inner ones first. Circles were refused when the rules were read. */
export function innerFirst(
  rules: readonly SigmaRule[],
  meant: ReadonlyMap<string, string>,
): readonly CorrelationRule[] {
  const byId = new Map(rules.map((rule) => [rule.head.id, rule]));
  const ordered = new Set<CorrelationRule>();
  const visit = (rule: SigmaRule | undefined): void => {
    if (rule === undefined || rule.kind !== 'correlation' || ordered.has(rule)) return;
    for (const { name } of rule.grouping.rules) visit(byId.get(meant.get(name) ?? ''));
    ordered.add(rule);
  };
  for (const rule of rules) visit(rule);
  return [...ordered];
}
