import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../src/formats/index.ts';
import { ingest, ingestJson, temporaryFolder } from './support/cases.ts';
import { run } from './support/terminal.ts';

/** Real files, where they are there: they are not part of the project. */
const SAMPLES = '../shared/samples';

type Fate = 'read' | 'refused' | 'unknown';

/** How each sample begins, and what becomes of it. `unknown`: OCSF has no format here, and a note is no evidence. */
const EXPECTED: readonly (readonly [path: string, fate: Fate, format: string])[] = [
  ['aws-cloudtrail/', 'read', 'aws-cloudtrail'],
  ['aws-cloudtrail-digest/', 'read', 'aws-cloudtrail-digest'],
  ['gcp-artifact-registry/', 'read', 'gcp-audit'],
  ['github-actions-logs/', 'read', 'github-actions-log'],
  ['github-audit/', 'read', 'github-audit'],
  ['github-webhooks/', 'read', 'github-webhook'],
  ['gitlab-audit/', 'read', 'gitlab-audit-file'],
  ['jfrog-artifactory/access-security-audit.log', 'read', 'artifactory-security-audit'],
  ['jfrog-artifactory/artifactory-access.log', 'read', 'artifactory-access'],
  ['jfrog-artifactory/artifactory-request.log', 'read', 'artifactory-request'],
  ['lockfiles/bunlock-', 'read', 'bun-lock'],
  ['lockfiles/packagelockjson-', 'read', 'npm-lock'],
  ['lockfiles/pnpmlock-', 'read', 'pnpm-lock'],
  ['lockfiles/yarnlock-multiple-versions.v1.lock', 'read', 'yarn-lock'],
  ['lockfiles/yarnlock-multiple-versions.v2.lock', 'read', 'yarn-berry-lock'],
  ['npm-attestations/', 'read', 'npm-attestations'],
  ['npm-cacache-index/', 'read', 'npm-cacache-index'],
  ['npm-cli-debug-log/', 'read', 'npm-debug-log'],
  ['npm-lockfiles/', 'read', 'npm-lock'],
  ['npm-packument/', 'read', 'npm-packument'],
  ['npm-packument-via-proxy/', 'read', 'npm-packument'],
  ['npm-signing-keys/', 'read', 'npm-keys'],
  ['npm-version-manifest/dist-samples.json', 'read', 'npm-manifest'],
  ['npm-version-manifest/verify.txt', 'unknown', 'unknown'],
  ['ocsf/account_change.ocsf', 'unknown', 'unknown'],
  ['ocsf/account_change.raw', 'read', 'aws-cloudtrail'],
  ['ocsf/authentication.ocsf', 'unknown', 'unknown'],
  ['ocsf/authentication.raw', 'read', 'aws-cloudtrail'],
  ['ocsf/generic_api_activity.ocsf', 'unknown', 'unknown'],
  ['ocsf/generic_api_activity.raw', 'read', 'aws-cloudtrail'],
  ['osv-malware/', 'read', 'osv'],
  ['verdaccio/storage-acme-widget-package.json', 'read', 'npm-packument'],
  ['verdaccio/verdaccio-json.log', 'read', 'verdaccio'],
  ['verdaccio/verdaccio-pretty.log', 'refused', 'verdaccio-pretty-timestamped'],
  ['verdaccio/verdaccio-stdout-pretty-default.log', 'refused', 'verdaccio-pretty'],
];

/** Formats whose samples are their vendor's examples, not files that anybody exported. */
const EXAMPLES: ReadonlySet<string> = new Set(['github-webhook']);

/**
 * Samples with records that cannot be understood: a last line that is cut off, times that a mirror wrote, a line without
 * a zone, lines that were redacted by hand and no longer have their checksum.
 */
const WITH_PROBLEMS: ReadonlySet<string> = new Set([
  '0_build (3.10).head.txt',
  'sigstore.json',
  'artifactory-access.log',
  'index-v5-npm6-all-buckets.txt',
]);

const NOTES = new Set(['sources.txt', 'about.md']);
const folder = temporaryFolder();

function samples(): string[] {
  if (!existsSync(SAMPLES)) return [];
  const all = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => statSync(join(SAMPLES, name)).isFile() && !NOTES.has(basename(name)));
}

type Counts = Readonly<Record<string, number>>;

function expectSums({ read, recorded, folded, known, problem, ignored }: Counts): void {
  const parts = [recorded, folded, known, problem, ignored].map(Number);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(read);
}

describe('what is expected of the samples', () => {
  it('names formats that there are, each file once', () => {
    const known = new Set(FORMATS.map(({ id }) => id));
    for (const [path, fate, format] of EXPECTED) expect([path, known.has(format)]).toEqual([path, fate !== 'unknown']);
    const paths = EXPECTED.map(([path]) => path);
    for (const path of paths) expect(paths.filter((other) => path.startsWith(other))).toEqual([path]);
  });

  it('refuses only formats that state no zone or no time', () => {
    for (const [path, fate, id] of EXPECTED) {
      const format = FORMATS.find((each) => each.id === id);
      const isRefused = format?.needsZone === true || format?.refuse !== undefined;
      expect([path, isRefused]).toEqual([path, fate === 'refused']);
    }
  });

  it('covers all samples, if there are any, and speaks of no others', () => {
    const found = samples();
    const rows = found.map((sample) => EXPECTED.filter(([path]) => sample.startsWith(path)).length);
    expect(rows).toEqual(found.map(() => 1));
    const unused = EXPECTED.filter(([path]) => !found.some((sample) => sample.startsWith(path)));
    expect(unused).toEqual(found.length === 0 ? EXPECTED : []);
  });

  it('is read by formats that say they were tried on real files', () => {
    const tried = FORMATS.filter(({ about }) => about.tried === 'real').map(({ id }) => id);
    const here = EXPECTED.filter(([, fate, id]) => fate !== 'unknown' && !EXAMPLES.has(id)).map(([, , id]) => id);
    expect(tried).toEqual(expect.arrayContaining(here));
  });
});

function triesSamples(): void {
  it.each(samples())('%s alone', async (name) => {
    const [, fate, format] = EXPECTED.find(([path]) => name.startsWith(path)) ?? [];
    const outcome = await ingest(join(folder, `${name.replaceAll(/\W/g, '-')}.db`), join(SAMPLES, name));
    const { rows, foot } = ingestJson(outcome);
    expect(rows.map((row) => [row.status, row.format])).toEqual([[fate, format]]);
    for (const { counts } of [...rows, foot]) expectSums(counts);
    expect(outcome.exitCode).toBe(fate === 'read' && !WITH_PROBLEMS.has(basename(name)) ? 0 : 3);
  });

  it('all of them at once', { timeout: 60_000 }, async () => {
    const db = join(folder, 'all.db');
    const outcome = await ingest(db, SAMPLES);
    expect(outcome.exitCode).toBe(3);
    const { rows, foot } = ingestJson(outcome);
    expect(rows.length).toBe(samples().length);
    for (const { counts } of [...rows, foot]) expectSums(counts);
    for (const name of ['read', 'recorded', 'folded', 'known', 'problem', 'ignored']) {
      expect([name, rows.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)]).toEqual([name, foot.counts[name]]);
    }
    const verified = await run([
      ...['verify', '--db', db, '--expect', `${foot.size}:${foot.root}`, '--deep'],
      '--json',
    ]);
    const { rows: said } = JSON.parse(verified.stdout) as { rows: readonly { code: string; message: string }[] };
    // Two lines of one sample were struck out by hand, and a digest of CloudTrail came without what it names.
    expect(new Set(said.map(({ code }) => code))).toEqual(new Set(['I-CHAIN-NOT-CHECKED', 'F-SOURCE-CHAIN', 'I-GAP']));
    const wrong = said.filter(({ code }) => code.startsWith('F'));
    expect(wrong.map(({ message }) => /npm-cacache-index\S+ line \d+/.test(message))).toEqual([true, true]);
    expect(ingestJson(await ingest(db, SAMPLES)).foot).toMatchObject({ size: foot.size, root: foot.root, events: 0 });
    expect((await run(['show', '--db', db])).exitCode).toBe(0);
  });
}

// A test that is left out would look like one that was passed over: without samples there is none.
if (existsSync(SAMPLES)) describe('the samples', triesSamples);
