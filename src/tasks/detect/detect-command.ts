import { resolve } from 'node:path';
import { type CommandInput, flag, listOption, textOption } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import { SEVERITIES, type Severity } from '../../core/finding.ts';
import type { Report } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import { INFERENCES } from '../../inference/index.ts';
import { RULES } from '../../rules/index.ts';
import { casePath, timeOption } from '../options.ts';
import { acknowledge } from './ack.ts';
import { readBaseline } from './baseline.ts';
import { detect } from './detect.ts';

/** Options of `detect` -> report. */
export async function run(input: CommandInput): Promise<Report> {
  const db = casePath(input);
  const ack = textOption(input, 'ack');
  if (ack !== undefined) {
    const reason = textOption(input, 'reason') ?? '';
    const recordedAt = textOption(input, 'recordedAt') ?? input.host.now();
    return acknowledge({ db, finding: ack, reason, recordedAt, rules: RULES, inferences: INFERENCES, more: [] });
  }
  const [since, until] = [timeOption(input, 'since'), timeOption(input, 'until')];
  const baseline = textOption(input, 'baseline');
  const packages = listOption(input, 'package');
  const failOn = severityOption(input);
  return detect({
    db,
    rules: chosen(listOption(input, 'rule'), '--rule'),
    inferences: INFERENCES,
    ...(packages.length > 0 && { packages }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(failOn !== undefined && { failOn }),
    baseline: baseline === undefined ? new Set() : readBaseline(resolve(input.host.cwd, baseline)),
    strict: flag(input, 'strict'),
    required: chosen(listOption(input, 'require'), '--require', []).map(({ id }) => id),
  });
}

/** Rules by their ids; all, or none, where none is named. @throws {AppError} `usage` */
function chosen(ids: readonly string[], option: string, otherwise: readonly Rule[] = RULES): readonly Rule[] {
  if (ids.length === 0) return otherwise;
  return ids.map((id) => {
    const rule = RULES.find((each) => each.id === id);
    if (rule !== undefined) return rule;
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
