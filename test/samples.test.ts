import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../src/formats/index.ts';
import { ingest, ingestJson, temporaryFolder } from './support/cases.ts';
import { run } from './support/terminal.ts';

/** Real files, where they are there: they are not part of the project. */
const SAMPLES = '../shared/samples';

type Fate = 'read' | 'refused' | 'unknown';

/** How each sample begins, and what becomes of it. Formats that are not built yet are `unknown`. */
const EXPECTED: readonly (readonly [path: string, fate: Fate, format: string])[] = [
  ['aws-cloudtrail/', 'unknown', 'unknown'],
  ['aws-cloudtrail-digest/', 'unknown', 'unknown'],
  ['gcp-artifact-registry/', 'unknown', 'unknown'],
  ['github-actions-logs/', 'read', 'github-actions-log'],
  ['github-audit/', 'read', 'github-audit'],
  ['github-webhooks/', 'unknown', 'unknown'],
  ['gitlab-audit/', 'unknown', 'unknown'],
  ['jfrog-artifactory/', 'unknown', 'unknown'],
  ['lockfiles/', 'unknown', 'unknown'],
  ['npm-attestations/', 'read', 'npm-attestations'],
  ['npm-cacache-index/', 'unknown', 'unknown'],
  ['npm-cli-debug-log/', 'read', 'npm-debug-log'],
  ['npm-lockfiles/', 'unknown', 'unknown'],
  ['npm-packument/', 'read', 'npm-packument'],
  ['npm-packument-via-proxy/', 'read', 'npm-packument'],
  ['npm-signing-keys/', 'unknown', 'unknown'],
  ['npm-version-manifest/dist-samples.json', 'read', 'npm-view'],
  ['npm-version-manifest/verify.txt', 'unknown', 'unknown'],
  ['ocsf/', 'unknown', 'unknown'],
  ['osv-malware/', 'read', 'osv'],
  ['verdaccio/storage-acme-widget-package.json', 'read', 'npm-packument'],
  ['verdaccio/verdaccio-json.log', 'read', 'verdaccio'],
  ['verdaccio/verdaccio-pretty.log', 'refused', 'verdaccio-pretty-timestamped'],
  ['verdaccio/verdaccio-stdout-pretty-default.log', 'refused', 'verdaccio-pretty'],
];

/** Samples with records that cannot be understood: a first line that is cut off, times that a mirror wrote. */
const WITH_PROBLEMS: ReadonlySet<string> = new Set(['0_build (3.10).head.txt', 'sigstore.json']);

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
    const here = EXPECTED.filter(([, fate]) => fate !== 'unknown').map(([, , id]) => id);
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
    const verified = await run(['verify', '--db', db, '--expect', `${foot.size}:${foot.root}`, '--deep']);
    expect(verified.exitCode).toBe(0);
    expect(ingestJson(await ingest(db, SAMPLES)).foot).toMatchObject({ size: foot.size, root: foot.root, events: 0 });
    expect((await run(['show', '--db', db])).exitCode).toBe(0);
  });
}

// A test that is left out would look like one that was passed over: without samples there is none.
if (existsSync(SAMPLES)) describe('the samples', triesSamples);
