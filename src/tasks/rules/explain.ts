import { AppError, EXIT } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { jsonObject, type Line, type Report } from '../../core/report.ts';
import { RULES } from '../../rules/index.ts';
import { loadRules } from './load.ts';
import { type ShownRule, shownRule, shownSigma } from './rule-text.ts';
import { type Tried, tryRule, trySigma } from './test.ts';

/** What a rule looks for, why, what it needs, what else it may be, and what its examples say. @throws {AppError} */
export async function explainRule(id: string | undefined, paths: readonly string[], cwd: string): Promise<Report> {
  if (id === undefined) throw new AppError('usage', 'rules explain needs a rule', 'see `audit-timeline rules list`');
  const built = RULES.find((rule) => rule.id === id);
  if (built !== undefined) return report(shownRule(built), await tryRule(built));
  const { set } = await loadRules(['shipped', ...paths], { cwd });
  const rule = set.rules.find(({ head }) => head.id === set.meant.get(id));
  if (rule === undefined) throw new AppError('usage', `there is no rule "${id}"`, 'see `audit-timeline rules list`');
  return report(shownSigma(rule, set), await trySigma(rule.head.id, set));
}

function report(rule: ShownRule, tried: readonly Tried[]): Report {
  const examples = tried.map(({ example, expected, found }) => ({
    example,
    expected,
    found,
    passed: expected === found,
  }));
  return {
    kind: 'rules',
    head: [],
    columns: [],
    csv: [],
    rows: [],
    foot: () => ({
      lines: [...about(rule), ...(examples.length === 0 ? [] : [heading('examples')]), ...examples.map(exampleLine)],
      data: { explained: { ...ruleData(rule), examples } },
      exitCode: EXIT.ok,
    }),
  };
}

/** The same for programs. */
function ruleData({ looksFor, falsePositives, ...rule }: ShownRule): JsonObject {
  return jsonObject({ ...rule, looks_for: looksFor, false_positives: falsePositives });
}

function about(rule: ShownRule): readonly Line[] {
  const { id, title, severity, phase, origin } = rule;
  const parts: readonly (readonly [string, string])[] = [
    ['looks for', rule.looksFor],
    ['why', rule.why],
    ['needs', rule.needs],
    ['what else it may be', rule.falsePositives],
    ['limits', rule.limits.join('\n')],
    ['see', rule.references.join('\n')],
  ];
  return [
    { text: `${id}: ${title}`, style: 'strong' },
    { text: `${severity}, ${phase}, ${origin}`, style: 'dim' },
    ...parts
      .filter(([, text]) => text !== '')
      .flatMap(([name, text]) => [heading(name), ...text.split('\n').map(line)]),
  ];
}

function heading(text: string): Line {
  return { text, style: 'strong' };
}

function line(text: string): Line {
  return { text, indent: 2 };
}

function exampleLine({ example, expected, found, passed }: Omit<Tried, 'rule'> & { readonly passed: boolean }): Line {
  const said = passed ? expected : `${found}, not ${expected}`;
  return { text: `${example}: ${said}`, indent: 2, style: passed ? 'plain' : 'bad' };
}
