import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACME, AXIOS, ingest, ingestJson, MORNING_AFTER, shown, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();

function adds({
  read = 0,
  recorded = 0,
  folded = 0,
  known = 0,
  problem = 0,
  ignored = 0,
}: Readonly<Record<string, number>>): boolean {
  return read === recorded + folded + known + problem + ignored;
}

describe.each([
  ['axios', AXIOS, 3],
  ['acme', ACME, 0],
  ['morning after', MORNING_AFTER, 3],
])('ingest of %s', (name, incident, verified) => {
  /** Where a fixture brings signatures, they are by a made-up key, for which nobody vouches. */
  const verify = async (db: string, ...options: readonly string[]): Promise<void> => {
    const { exitCode, stdout } = await run(['verify', '--db', db, '--deep', '--json', ...options]);
    const { rows } = JSON.parse(stdout) as { rows: { code: string }[] };
    expect([exitCode, new Set(rows.map(({ code }) => code))]).toEqual([
      verified,
      new Set(verified === 0 ? [] : ['I-UNKNOWN-KEY']),
    ]);
  };

  const db = join(folder, `${name}.db`);

  it('accounts for every record, per file and in total', async () => {
    const { rows, foot } = ingestJson(await ingest(db, incident));
    for (const row of rows) expect(adds(row.counts), row.name).toBe(true);
    expect(adds(foot.counts)).toBe(true);
    expect(rows.map(({ counts }) => counts['read'] ?? 0).reduce((a, b) => a + b, 0)).toBe(foot.counts['read']);
    expect(rows.filter(({ format }) => format === 'unknown')).toEqual([]);
  });

  it('adds nothing the second time, and nothing from a copy under other names', async () => {
    const first = ingestJson(await ingest(db, incident)).foot;
    const copy = join(folder, `${name} copy`);
    mkdirSync(copy, { recursive: true });
    for (const file of readdirSync(incident))
      copyFileSync(join(incident, file), join(copy, file.replace(/^(?!about|collected)/, 'other-')));
    const { rows, foot } = ingestJson(await ingest(db, incident, copy));
    expect([foot.size, foot.root]).toEqual([first.size, first.root]);
    expect(rows.map(({ counts }) => counts['recorded'])).toEqual(rows.map(() => 0));
    await verify(db, '--expect', `${first.size}:${first.root}`);
  });

  it('shows the same bytes whatever was read first', async () => {
    const files = readdirSync(incident).map((file) => join(incident, file));
    const collected = join(incident, 'collected.tsv');
    const other = join(folder, `${name} reversed.db`);
    for (const file of [...files].reverse()) await ingest(other, file, collected);
    expect(await shown(other)).toBe(await shown(db));
    await verify(other, '--allow-unanchored');
  });
});

it('takes paths from anywhere, absolute and relative, and names them as they were given', async () => {
  const [relative, absolute] = [join(AXIOS, 'MAL-2026-2307.json'), join(folder, 'copy.json')];
  copyFileSync(join(ACME, 'token-list.20260608T170000Z.json'), absolute);
  const { exitCode, stdout } = await ingest(join(folder, 'both.db'), relative, absolute);
  expect(exitCode).toBe(0);
  expect((JSON.parse(stdout) as { rows: { name: string }[] }).rows.map(({ name }) => name)).toEqual([
    relative,
    absolute,
  ]);
});

describe('bad input', () => {
  it('names a missing path before anything is read', async () => {
    const db = join(folder, 'missing.db');
    const { exitCode, stderr } = await ingest(db, AXIOS, join(folder, 'nowhere.json'));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('nowhere.json')]);
    expect(readdirSync(folder)).not.toContain('missing.db');
  });

  it('says of a file of no known format what came closest, and exits 3', async () => {
    const file = join(folder, 'strange.json');
    writeFileSync(file, '{"name":"x","versions":{"1.0.0":{}},"weather":"fine"}\n');
    const { exitCode, stdout } = await run(['ingest', file, '--db', join(folder, 'strange.db')]);
    expect(exitCode).toBe(3);
    expect(stdout.replace(/\s+/g, ' ')).toContain('npm packument (no "dist-tags")');
  });

  it.each([
    ['an empty file', ''],
    ['white space', ' \n\n'],
    ['binary', '\u0001\u0002\u0000\u0003'],
  ])('survives %s', async (name, content) => {
    const file = join(folder, `${name}.bin`);
    writeFileSync(file, content);
    const outcome = await ingest(join(folder, `${name}.db`), file);
    expect(outcome.exitCode).toBe(3);
    expect(adds(ingestJson(outcome).foot.counts)).toBe(true);
  });

  it('refuses a case of another program, and a text file', async () => {
    const file = join(folder, 'text.db');
    writeFileSync(
      file,
      'not a database, just text that is long enough to have a header of one hundred bytes, or so it seems to be',
    );
    for (const command of ['show', 'verify', 'evidence', 'reindex']) {
      const { exitCode, stderr } = await run([command, '--db', file]);
      expect([command, exitCode]).toEqual([command, 2]);
      expect(stderr).toContain('is not a case');
    }
  });
});
