import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SCHEMAS } from '../../src/core/schemas.ts';
import { INFERENCES } from '../../src/inference/index.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import { RULES } from '../../src/rules/index.ts';
import { investigate } from '../../src/tasks/detect/investigate.ts';
import { inCaseOf } from '../../src/tasks/rules/run-example.ts';
import { ACME, AXIOS, ingest, MORNING_AFTER, temporaryFolder } from '../support/cases.ts';
import { violations } from '../support/json-schema.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();
const db = join(folder, 'axios.db');
const morning = join(folder, 'morning.db');
const RECORDED = '2026-04-01T00:00:00.000Z';

interface Detected {
  readonly rows: readonly {
    readonly id: string;
    readonly rule: string;
    readonly subject: string;
    readonly severity: string;
    readonly new: boolean;
    readonly acknowledged?: string;
  }[];
  readonly foot: {
    readonly findings: number;
    readonly new: number;
    readonly highest: string;
    readonly rules: readonly { readonly id: string; readonly status: string; readonly missing: readonly unknown[] }[];
    readonly incidents: readonly {
      readonly name: string;
      readonly patterns: readonly string[];
      readonly packages: readonly string[];
      readonly answers: Readonly<Record<'over' | 'how_bad' | 'what_else', readonly { readonly text: string }[]>>;
      readonly releases: readonly { readonly name: string; readonly exposure: unknown }[];
      readonly response: readonly { readonly kind: string; readonly what: string }[];
      readonly fetched: readonly { readonly grade: string; readonly who?: string }[];
      readonly not_in_evidence: readonly string[];
    }[];
  };
}

async function detected(path: string, ...words: readonly string[]): Promise<Detected> {
  const { stdout } = await run(['detect', ...words, '--json', '--db', path]);
  const document = JSON.parse(stdout) as Detected;
  expect(violations(document as never, SCHEMAS.findings).slice(0, 5)).toEqual([]);
  return document;
}

beforeAll(async () => {
  await ingest(db, AXIOS);
  await ingest(morning, MORNING_AFTER);
});

describe('detect', () => {
  it('tells axios as one incident, with exposure, response, who fetched and what is open', async () => {
    const { foot } = await detected(db);
    expect(foot.incidents.map(({ name, packages }) => [name, packages])).toEqual([
      ['INC-1', ['axios', 'plain-crypto-js']],
    ]);
    const [incident] = foot.incidents;
    expect(incident?.patterns[0]).toBe('account takeover');
    expect(incident?.releases.filter(({ name }) => name.startsWith('axios@'))).toMatchObject([
      { name: 'axios@1.14.1', exposure: { at_least_seconds: 6482, at_most_seconds: 10412 } },
      { name: 'axios@0.30.4', exposure: { at_least_seconds: 4143, at_most_seconds: 8073 } },
    ]);
    expect(incident?.fetched.map(({ grade, who }) => `${grade} ${who}`)).toEqual([
      'confirmed acme-ci',
      'confirmed bob',
      'confirmed acme-build',
      'possible dana',
    ]);
    const reported = incident?.response.filter(({ kind }) => kind === 'reported').map(({ what }) => what);
    expect(reported).toHaveLength(2);
    expect(incident?.answers.over.map(({ text }) => text).join('\n')).toMatch(/OPEN.*\n.*NOT KNOWN/s);
    expect(incident?.not_in_evidence.join('\n')).toMatch(/which credential published axios@1\.14\.1/);
  });

  it('says the morning after what could not be judged, and which file would let it', async () => {
    const { foot, rows } = await detected(morning);
    expect(new Set(rows.map(({ rule }) => rule))).toEqual(
      new Set(['multi-line-publish', 'version-vanished', 'publish-without-source-ref']),
    );
    expect(foot.incidents).toHaveLength(1);
    const lacking = foot.rules.filter(({ status }) => status === 'no-evidence');
    expect(lacking.length).toBeGreaterThan(10);
    for (const { missing } of lacking) expect(missing.length).toBeGreaterThan(0);
  });

  it('says the same whatever was read first', async () => {
    const other = join(folder, 'other.db');
    await ingest(other, ACME);
    await ingest(other, AXIOS);
    const all = join(folder, 'all.db');
    await ingest(all, AXIOS);
    await ingest(all, ACME);
    const [first, second] = await Promise.all([other, all].map((path) => run(['detect', '--json', '--db', path])));
    expect(first?.stdout).toBe(second?.stdout);
    expect(first?.exitCode).toBe(0);
  });

  it('judges only the packages and rules that are named', async () => {
    const { rows, foot } = await detected(db, '--package', 'plain-crypto-js', '--rule', 'version-vanished');
    expect(foot.rules.map(({ id }) => id)).toEqual(['version-vanished']);
    expect(new Set(rows.map(({ subject }) => subject.split('@')[0]))).toEqual(new Set(['plain-crypto-js']));
  });
});

describe('a release that nobody took down', () => {
  const versions = (taken: string): Readonly<Record<string, string>> =>
    snapshot('widget', taken, {
      '1.0.0': { at: '2024-01-01T00:00:00.000Z', oidc: true, provenance: true },
      '1.0.1': { at: '2024-02-01T00:00:00.000Z', oidc: true, provenance: true },
      '1.0.2': { at: '2024-03-01T00:00:00.000Z', by: 'alice <alice@example.test>' },
    });

  it.each([
    ['2024-03-02T00:00:00Z', 'high'],
    ['2025-02-27T00:00:00Z', 'high'],
    ['2025-03-02T00:00:00Z', 'info'],
  ])('seen at %s is %s', async (taken, severity) => {
    const found = await inCaseOf(versions(taken), (reader) => {
      const { findings } = investigate(reader, { rules: RULES, inferences: INFERENCES });
      return findings.filter(({ rule }) => rule === 'provenance-downgrade');
    });
    expect(found.map((finding) => finding.severity)).toEqual([severity]);
  });
});

describe('the exit code of detect', () => {
  it.each([
    [['--fail-on', 'high'], 1],
    [['--fail-on', 'critical'], 0],
    [['--strict'], 3],
    [['--require', 'token-from-new-place'], 3],
    [['--require', 'version-vanished'], 0],
    [['--fail-on', 'grave'], 2],
    [['--rule', 'no-such-rule'], 2],
    [['--ack', 'a'], 2],
    [['--ack', 'ffffffff', '--reason', 'x'], 2],
    [['--baseline', 'nowhere.json'], 2],
  ] as const)('with %j is %i', async (words, code) => {
    expect((await run(['detect', ...words, '--db', db])).exitCode).toBe(code);
  });
});

describe('what was seen before', () => {
  it('is not new with a baseline, and fails nothing', async () => {
    const baseline = join(folder, 'baseline.json');
    writeFileSync(baseline, (await run(['detect', '--json', '--db', db])).stdout);
    const { exitCode: code, stdout } = await run([
      'detect',
      '--fail-on',
      'info',
      '--baseline',
      baseline,
      '--json',
      '--db',
      db,
    ]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Detected).foot.new).toBe(0);
  });

  it('is not new when it is acknowledged, in the ledger, with the reason', async () => {
    const path = join(folder, 'acknowledged.db');
    await ingest(path, AXIOS);
    const [first] = (await detected(path)).rows;
    const id = first?.id ?? '';
    const words = ['detect', '--ack', id.slice(0, 12), '--reason', 'a planned fix', '--recorded-at', RECORDED];
    expect((await run([...words, '--db', path])).exitCode).toBe(0);
    const { rows } = await detected(path);
    expect(rows.find((row) => row.id === id)).toMatchObject({ new: false, acknowledged: 'a planned fix' });
    const { exitCode: code, stdout } = await run(['verify', '--deep', '--db', path]);
    expect([code, stdout]).toEqual([3, expect.stringContaining('I-NO-ANCHOR')]);
    expect((await run(['reindex', '--db', path])).exitCode).toBe(0);
    expect((await detected(path)).rows.find((row) => row.id === id)).toMatchObject({ new: false });
  });

  it('is no baseline when it names no finding', async () => {
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, readFileSync('package.json'));
    const { exitCode: code, stderr } = await run(['detect', '--baseline', wrong, '--db', db]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('names no finding')]);
  });
});

describe('SARIF', () => {
  it('has a result a finding, and the incident as a code flow', async () => {
    const { stdout, exitCode: code } = await run(['detect', '--format', 'sarif', '--db', db]);
    expect(code).toBe(0);
    const { version, runs } = JSON.parse(stdout) as {
      version: string;
      runs: [{ results: { ruleId: string; codeFlows?: { threadFlows: { locations: unknown[] }[] }[] }[] }];
    };
    expect(version).toBe('2.1.0');
    const { results } = runs[0];
    expect(results).toHaveLength((await detected(db)).rows.length);
    const flows = results.flatMap(({ codeFlows = [] }) => codeFlows);
    expect(flows.map(({ threadFlows }) => threadFlows[0]?.locations.length)).toEqual([results.length]);
  });

  it('is refused for what is no finding', async () => {
    const { exitCode: code, stderr } = await run(['show', '--format', 'sarif', '--db', db]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('sarif can show findings, integrity, not timeline')]);
  });
});
