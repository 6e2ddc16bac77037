import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/core/finding.ts';
import type { Missing } from '../src/core/rule.ts';
import { momentOf } from '../src/core/time.ts';
import { RULES } from '../src/rules/index.ts';
import type { RuleResult } from '../src/tasks/detect/judge.ts';
import type { Expectation, Hit } from './incidents/expectation.ts';
import { CONTROLS, INCIDENTS, RULE_IDS } from './incidents/expected.ts';
import { type Judged, judgedFolder, judgedShuffled } from './incidents/judged.ts';
import { ingestJson, temporaryFolder } from './support/cases.ts';

const SLOW = { timeout: 120_000 };
const scratch = temporaryFolder();
const kept = new Map<string, Promise<Judged>>();

/** Each folder is ingested once for all tests of this file. */
async function judged(folder: string): Promise<Judged> {
  const found = kept.get(folder) ?? judgedFolder(scratch, folder);
  kept.set(folder, found);
  return found;
}

async function resultOf(folder: string, rule: string): Promise<RuleResult> {
  const result = (await judged(folder)).results.get(rule);
  if (result === undefined) throw new Error(`no rule ${rule}`);
  expect(result.error).toBeUndefined();
  return result;
}

const FOLDERS = [...INCIDENTS, ...CONTROLS].map(({ folder }) => ({ folder }));

describe('the table', () => {
  it.each(INCIDENTS)('$folder says something of every rule, once', ({
    fires,
    silent,
    noEvidence,
    quiet,
    open = [],
  }) => {
    const named = [...Object.keys(fires), ...silent, ...noEvidence, ...quiet, ...open];
    expect(named.toSorted()).toEqual(RULE_IDS.toSorted());
  });

  it('knows all rules', () => {
    expect(RULES.map(({ id }) => id).toSorted()).toEqual(RULE_IDS.toSorted());
  });
});

describe('ingest', SLOW, () => {
  it.each([...INCIDENTS, ...CONTROLS])('$folder', async (row) => {
    const { ingested } = await judged(row.folder);
    const bad = 'exit' in row ? 1 : 0;
    expect(ingested.exitCode).toBe(bad === 0 ? 0 : 3);
    const { rows, foot } = ingestJson(ingested);
    expect(rows.filter(({ status }) => status !== 'read')).toEqual([]);
    expect(foot.counts['problem']).toBe(bad);
  });

  it.each(FOLDERS)('$folder: other names and another order give the same findings', async ({ folder }) => {
    const { results } = await judged(folder);
    const shuffled = await judgedShuffled(scratch, folder);
    expect(told(shuffled)).toEqual(told(results));
  });
});

const rows = INCIDENTS.flatMap((row) => RULE_IDS.map((rule) => ({ folder: row.folder, rule, row })));

describe('incidents', SLOW, () => {
  it.each(rows)('$folder: $rule', async ({ folder, rule, row }) => {
    const result = await resultOf(folder, rule);
    const differs = mismatches(result, row).join('\n');
    expect(differs, differs).toBe('');
  });
});

describe('controls', SLOW, () => {
  it.each(CONTROLS)('$folder: nothing above info, and $looked looked', async ({ folder, looked }) => {
    const { results } = await judged(folder);
    const loud = [...results.values()].flatMap(({ findings }) =>
      findings.filter(({ severity }) => severity !== 'info'),
    );
    const lines = loud.map(lineOf).join('\n');
    expect(lines, lines).toBe('');
    expect((await resultOf(folder, looked)).judged).toBeGreaterThan(0);
  });
});

/** What differs from the table, one line each. */
function mismatches(result: RuleResult, row: Expectation): readonly string[] {
  const { status, findings, missing } = result;
  const { id } = result.rule;
  const hits = row.fires[id];
  const said = hits === undefined ? wrongStatus(result, row) : wrongFindings(findings, hits);
  const unjudged = row.judged?.[id]?.filter((subject) => missing.some((miss) => miss.subject === subject)) ?? [];
  const nameless = missing.filter(({ subject, why, bring }) => subject === '' || why === '' || bring === '');
  const silentWithout = status === 'no-evidence' && missing.length === 0 ? ['no-evidence without what is missing'] : [];
  return [
    ...said,
    ...unjudged.map((subject) => `could not judge ${subject}`),
    ...nameless.map(({ subject }) => `what would let it judge "${subject}" is not named`),
    ...silentWithout,
  ];
}

function wrongStatus({ rule, status, findings, missing }: RuleResult, row: Expectation): readonly string[] {
  if (row.open?.includes(rule.id)) return [];
  const allowed = [
    ...(row.noEvidence.includes(rule.id) ? [] : ['silent']),
    ...(row.silent.includes(rule.id) ? [] : ['no-evidence']),
  ];
  if (allowed.includes(status)) return [];
  if (status === 'silent' && row.lost?.every((release) => missing.some((miss) => isOf(miss, release)))) return [];
  const why = missing.map(({ subject, why: text }) => `lacks: ${subject}: ${text}`);
  return [`is ${status}, not ${allowed.join(' or ')}`, ...findings.map(lineOf), ...why];
}

/** Whether a rule says that it lacks the manifest of a release, and which file has it. */
function isOf({ subject, why, bring }: Missing, release: string): boolean {
  const [name = '', version = ''] = release.split('@');
  const named = subject === release || (subject === name && why.includes(version));
  return named && /packument|npm view/.test(bring);
}

function wrongFindings(findings: readonly Finding[], hits: readonly Hit[]): readonly string[] {
  const lacking = hits.filter((hit) => hit.optional !== true && !findings.some((finding) => isAsTold(finding, hit)));
  const further = findings.filter((finding) => !hits.some((hit) => isAbout(finding, hit.about)));
  if (lacking.length === 0 && further.length === 0) return [];
  return [
    ...lacking.map((hit) => `lacks ${JSON.stringify(hit)}`),
    ...further.map((finding) => `further: ${lineOf(finding)}`),
    ...findings.map((finding) => `has ${lineOf(finding)}`),
  ];
}

function isAsTold(finding: Finding, { about, before, certainty, severity, says = [] }: Hit): boolean {
  const text = [finding.fact, ...(finding.details ?? [])].join('\n');
  return (
    isAbout(finding, about) &&
    (before === undefined || finding.when.before === momentOf(before)?.micros) &&
    (certainty === undefined || finding.certainty === certainty) &&
    (severity === undefined || finding.severity === severity) &&
    says.every((part) => text.includes(part))
  );
}

function isAbout({ subject, about }: Finding, name: string): boolean {
  return subject === name || Object.values(about).some((names: readonly string[] | undefined) => names?.includes(name));
}

function lineOf({ rule, subject, severity, certainty, when, fact }: Finding): string {
  return `${rule} ${subject} ${severity} ${certainty} ${new Date(when.before / 1000).toISOString()}: ${fact}`;
}

/** Everything but how the evidence is named. */
function told(results: ReadonlyMap<string, RuleResult>): unknown {
  return [...results].map(([rule, { status, judged: count, findings, missing, error }]) => {
    return { rule, status, count, findings, missing, error };
  });
}
