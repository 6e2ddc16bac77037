import { resolve } from 'node:path';
import { type CommandInput, flag, listOption, textOption } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import { SEVERITIES, type Severity } from '../../core/finding.ts';
import type { Report } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import { INFERENCES } from '../../inference/index.ts';
import { RULES } from '../../rules/index.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import { casePath, recordedBy, timeOption } from '../options.ts';
import { acknowledge } from './ack.ts';
import { readBaseline } from './baseline.ts';
import { detect } from './detect.ts';
import type { LimitChanges, RuleResult } from './judge.ts';

/** Options of `detect` -> report. */
export async function run(input: CommandInput): Promise<Report> {
  const db = casePath(input);
  const ack = textOption(input, 'ack');
  if (ack !== undefined) {
    const reason = textOption(input, 'reason') ?? '';
    const recordedAt = textOption(input, 'recordedAt') ?? input.host.now();
    const { changes, more } = await rulesOf(input, []);
    const said = { finding: ack, reason, recordedAt, ...recordedBy(input) };
    return acknowledge({ db, ...said, rules: RULES, inferences: INFERENCES, changes, more });
  }
  const [since, until] = [timeOption(input, 'since'), timeOption(input, 'until')];
  const baseline = textOption(input, 'baseline');
  const packages = listOption(input, 'package');
  const failOn = severityOption(input);
  const { changes, more, sigma } = await rulesOf(input, packages);
  const named = listOption(input, 'rule');
  return detect({
    db,
    rules: chosen(named, '--rule', sigma),
    inferences: INFERENCES,
    changes,
    more: (reader) => more(reader).filter(({ rule }) => named.length === 0 || named.includes(rule.id)),
    ...(packages.length > 0 && { packages }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(failOn !== undefined && { failOn }),
    baseline: baseline === undefined ? new Set() : readBaseline(resolve(input.host.cwd, baseline)),
    strict: flag(input, 'strict'),
    required: listOption(input, 'require').filter((id) => chosen([id], '--require', sigma)),
  });
}

interface LoadedRules {
  readonly changes: LimitChanges;
  readonly more: (reader: CaseReader) => readonly RuleResult[];
  /** Ids of the Sigma rules. */
  readonly sigma: ReadonlySet<string>;
}

/** Rules and limits of the user. The engine for them is loaded only where some are given. */
async function rulesOf(input: CommandInput, packages: readonly string[]): Promise<LoadedRules> {
  const paths = listOption(input, 'rules');
  if (paths.length === 0) return { changes: new Map(), more: () => [], sigma: new Set() };
  const { loadRules } = await import('../rules/load.ts');
  const { judgeSigma } = await import('./sigma.ts');
  const { set, limits } = await loadRules(paths, { cwd: input.host.cwd });
  const scope = packages.length > 0 ? { packages } : {};
  const more = (reader: CaseReader): readonly RuleResult[] =>
    judgeSigma(reader, set, { inferences: INFERENCES, ...scope });
  return { changes: limits, more, sigma: new Set(set.rules.map(({ head }) => head.id)) };
}

/** Built-in rules by their ids; all where none is named. @throws {AppError} `usage` */
function chosen(ids: readonly string[], option: string, sigma: ReadonlySet<string>): readonly Rule[] {
  if (ids.length === 0) return RULES;
  return ids.flatMap((id) => {
    const rule = RULES.find((each) => each.id === id);
    if (rule !== undefined) return [rule];
    if (sigma.has(id)) return [];
    throw new AppError('usage', `${option}: there is no rule "${id}"`, '`audit-timeline rules list` names them');
  });
}

/** @throws {AppError} `usage` */
function severityOption(input: CommandInput): Severity | undefined {
  const text = textOption(input, 'failOn');
  if (text === undefined) return undefined;
  const level = SEVERITIES.find((severity) => severity === text);
  if (level !== undefined) return level;
  throw new AppError('usage', `--fail-on is one of ${SEVERITIES.join(', ')}, not "${text}"`);
}
