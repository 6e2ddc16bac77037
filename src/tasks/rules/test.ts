import { EXIT } from '../../core/errors.ts';
import type { Report, Row } from '../../core/report.ts';
import type { Rule, RuleExample } from '../../core/rule.ts';
import { RULES } from '../../rules/index.ts';
import type { SigmaExample } from '../../rules/sigma/examples.ts';
import type { RuleSet } from '../../rules/sigma/rule-set.ts';
import { loadRules } from './load.ts';
import { runExample } from './run-example.ts';
import { runSigmaExample } from './run-sigma-example.ts';

/** One example of one rule, run. */
export interface Tried {
  readonly rule: string;
  readonly example: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Runs examples through the same reading as real evidence: of the built-in and shipped rules, or of the files named.
 * Exit code 1 where one says something else than it should. @throws {AppError}
 */
export async function testRules(paths: readonly string[], cwd: string): Promise<Report> {
  const { set } = await loadRules(paths.length === 0 ? ['shipped'] : paths, { cwd });
  const tried: Tried[] = [];
  if (paths.length === 0) for (const rule of RULES) tried.push(...(await tryRule(rule)));
  for (const { head } of set.rules) tried.push(...(await trySigma(head.id, set)));
  const failed = tried.filter(({ expected, found }) => expected !== found);
  const without = set.rules.filter(({ head }) => set.told.has(head.id) && !set.examples.has(head.id)).length;
  const text = `${tried.length} examples, ${failed.length} failed; ${without} rules in YAML have none`;
  return {
    kind: 'rules',
    head: [],
    columns: [
      { title: 'RULE' },
      { title: 'EXAMPLE', weight: 2 },
      { title: 'EXPECTED', weight: 1 },
      { title: 'FOUND', weight: 1 },
    ],
    csv: ['rule', 'example', 'expected', 'found', 'passed'],
    rows: tried.map(row),
    foot: () => ({
      lines: [{ text, style: failed.length === 0 ? 'good' : 'bad' }],
      data: { examples: tried.length, failed: failed.length, without },
      exitCode: failed.length === 0 ? EXIT.ok : EXIT.badNews,
    }),
  };
}

function row({ rule, example, expected, found }: Tried): Row {
  const passed = expected === found;
  const cells = [{ text: rule }, { text: example }, { text: expected }];
  return {
    cells: [...cells, passed ? { text: 'as expected', style: 'good' } : { text: found, style: 'bad' }],
    data: { rule, example, expected, found, passed },
  };
}

/** The examples of a built-in rule. */
export async function tryRule(rule: Rule): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const example of await rule.examples()) {
    const { status, findings, error } = await runExample(rule, example);
    const found = status === 'fired' ? listText(findings) : (error?.split('\n')[0] ?? status);
    tried.push({ rule: rule.id, example: example.name, expected: expectedText(example), found });
  }
  return tried;
}

function expectedText({ expect }: RuleExample): string {
  if (expect === 'no-evidence') return expect;
  return expect.length === 0 ? 'silent' : listText(expect);
}

function listText(findings: readonly { readonly subject: string; readonly severity: string }[]): string {
  return findings
    .map(({ subject, severity }) => `${severity} ${subject}`)
    .sort()
    .join(', ');
}

/** The examples of a rule in YAML. */
export async function trySigma(id: string, set: RuleSet): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const example of set.examples.get(id) ?? []) {
    const found = await saidOf(id, set, example);
    tried.push({ rule: id, example: example.name, expected: wantedText(example), found });
  }
  return tried;
}

/** Files of an example that cannot be read are its failure, not that of the others. */
async function saidOf(id: string, set: RuleSet, example: SigmaExample): Promise<string> {
  try {
    const { status, findings, error } = await runSigmaExample(id, set, example);
    return status === 'fired' ? countText(findings.length) : (error ?? status);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message.replaceAll(/[^\s,]*[\\/]evidence[\\/]/g, '');
  }
}

function wantedText({ expect }: SigmaExample): string {
  if (typeof expect === 'string') return expect;
  return expect === 0 ? 'silent' : countText(expect);
}

function countText(count: number): string {
  return count === 1 ? 'fires' : `${count} findings`;
}
