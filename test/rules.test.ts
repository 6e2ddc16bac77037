import { describe, expect, it } from 'vitest';
import type { Rule, RuleExample } from '../src/core/rule.ts';
import { RULES } from '../src/rules/index.ts';
import { runExample } from '../src/tasks/rules/run-example.ts';

const ALL = await Promise.all(RULES.map(async (rule) => ({ rule, examples: await rule.examples() })));
const EXAMPLES = ALL.flatMap(({ rule, examples }) =>
  examples.map((example) => ({ title: `${rule.id}: ${example.name}`, rule, example })),
);

describe.each(ALL)('$rule.id', ({ rule, examples }) => {
  it('has an example that fires and one that stays silent', () => {
    expect(examples.some(({ expect: expected }) => expected !== 'no-evidence' && expected.length > 0)).toBe(true);
    expect(examples.some(({ expect: expected }) => expected !== 'no-evidence' && expected.length === 0)).toBe(true);
    expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length);
  });

  it('explains itself', () => {
    for (const text of [rule.title, rule.looksFor, rule.why, rule.needs, rule.falsePositives]) {
      expect(text.length).toBeGreaterThan(10);
      expect(text).not.toMatch(/[.\s]$/);
    }
  });
});

describe('an example', () => {
  it.each(EXAMPLES)('$title', async ({ rule, example }) => {
    expect(await said(rule, example)).toEqual(expected(example));
  });
});

async function said(rule: Rule, example: RuleExample): Promise<unknown> {
  const { status, findings, missing, error } = await runExample(rule, example);
  expect(error).toBeUndefined();
  for (const { citations, steps, fact } of findings) {
    expect(citations.length).toBeGreaterThan(0);
    expect(steps.length).toBeGreaterThan(0);
    expect(fact).not.toMatch(/undefined|NaN|\[object/);
  }
  if (status === 'no-evidence') expect(missing.length).toBeGreaterThan(0);
  return { status, findings: sorted(findings.map(({ subject, severity }) => `${severity} ${subject}`)) };
}

function expected({ expect: expectation }: RuleExample): unknown {
  if (expectation === 'no-evidence') return { status: 'no-evidence', findings: [] };
  const findings = sorted(expectation.map(({ subject, severity }) => `${severity} ${subject}`));
  return { status: findings.length > 0 ? 'fired' : 'silent', findings };
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort();
}
