import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nameMatcher } from '../../src/readers/glob.ts';
import { progressOf } from '../../src/tasks/reading-progress.ts';
import { ACME, AXIOS, ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();

function line(time: string, number: number): string {
  return `${JSON.stringify({ '@timestamp': Date.parse(time), _document_id: `d${number}`, action: 'repo.access', actor: 'alice', repo: 'acme/x' })}\n`;
}

const DAYS = ['2026-03-01', '2026-03-10', '2026-03-20', '2026-03-30'].map((day) => `${day}T12:00:00.000Z`);

interface Foot {
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

describe('--include and --exclude', () => {
  it('choose files of a folder, and say which were left out', async () => {
    const { rows, foot } = ingestJson(
      await ingest(join(folder, 'in.db'), AXIOS, '--include', '*.tsv', '--include', 'MAL-*'),
    );
    expect(rows.map(({ name }) => name.split('/').at(-1)).sort()).toEqual([
      'MAL-2026-2306.json',
      'MAL-2026-2307.json',
      'axios.git-refs.20260331T043500Z.tsv',
    ]);
    const { skipped } = foot as unknown as Foot;
    expect(skipped.filter(({ reason }) => reason === 'left out by --include').length).toBeGreaterThan(8);
    const others = ingestJson(await ingest(join(folder, 'ex.db'), AXIOS, '--exclude', 'invented-*')).rows;
    expect(others.some(({ name }) => name.includes('invented-'))).toBe(false);
    expect(others.length).toBeGreaterThan(5);
  });

  it.each([
    ['*.log', 'a/b/x.log', true],
    ['*.log', 'logs.zip!a/x.log', true],
    ['*.log', 'x.log.gz', false],
    ['b/*.log', 'a/b/x.log', true],
    ['a/*.log', 'a/b/x.log', false],
    ['a/**/*.log', 'a/b/c/x.log', true],
    ['a/**/x.log', 'a/x.log', true],
    ['x?.log', 'x1.log', true],
    ['x.log', 'ax.log', false],
    ['(x)', 'a/(x)', true],
  ])('%s of %s: %s', (pattern, name, fits) => {
    expect(nameMatcher([pattern])(name)).toBe(fits);
  });
});

describe('--max-record', () => {
  it('reads again what was too large before, and is said to whoever reads again', async () => {
    const [db, log] = [join(folder, 'large.db'), join(folder, 'large', 'large.log')];
    mkdirSync(join(folder, 'large'));
    const [first = '', ...others] = DAYS.map(line);
    writeFileSync(log, [first.replace('"repo.access"', `"repo.access","x":"${'y'.repeat(5000)}"`), ...others].join(''));
    const capped = ingestJson(await ingest(db, log, '--max-record', '4000')).foot.counts;
    expect(capped).toMatchObject({ read: 4, recorded: 3, problem: 1 });
    expect(await rereading(db)).toEqual([0, []]);
    expect(ingestJson(await ingest(db, log)).foot.counts).toMatchObject({ recorded: 1, known: 3, problem: 0 });
    expect(ingestJson(await ingest(db, log)).rows[0]?.status).toBe('known');
    expect(await rereading(db)).toEqual([0, []]);
  });

  async function rereading(db: string): Promise<unknown> {
    const words = ['--evidence', join(folder, 'large'), '--deep', '--allow-unanchored', '--json'];
    const { exitCode, stdout } = await run(['verify', db, ...words]);
    const { rows } = JSON.parse(stdout) as { readonly rows: readonly { readonly code: string }[] };
    return [exitCode, rows.map(({ code }) => code).filter((code) => !code.startsWith('N-'))];
  }
});

describe('--origin', () => {
  it('names a new case, and none that has a name', async () => {
    const [db, log] = [join(folder, 'named.db'), join(folder, 'named.log')];
    writeFileSync(log, DAYS.map(line).join(''));
    const words = ['ingest', log, '--db', db, '--origin'];
    expect((await run([...words, 'mine'])).exitCode).toBe(0);
    expect((await run([...words, 'mine'])).exitCode).toBe(0);
    const { exitCode, stderr } = await run([...words, 'yours']);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/is mine, and that cannot be changed\n.*make a new/)]);
  });
});

describe('--since and --until', () => {
  const log = join(folder, 'log.ndjson');
  writeFileSync(log, DAYS.map(line).join(''));

  it('record what lies between, and count the rest as ignored by rule', async () => {
    const db = join(folder, 'since.db');
    const { foot } = ingestJson(await ingest(db, log, '--since', '2026-03-05', '--until', '2026-03-25'));
    expect(foot.counts).toMatchObject({ read: 4, recorded: 2, ignored: 2 });
    const { rows } = JSON.parse(await shown(db)) as { rows: readonly { time: string }[] };
    expect(rows.map(({ time }) => time)).toEqual(DAYS.slice(1, 3));
    const evidence = JSON.parse((await run(['evidence', '--db', db, '--json'])).stdout) as { rows: readonly unknown[] };
    expect(evidence.rows).toMatchObject([
      { options: { since: '2026-03-05T00:00:00.000Z', until: '2026-03-25T00:00:00.000Z' } },
    ]);
  });

  it('are part of the reading: the same file with another span is read again, and gives what was missing', async () => {
    const db = join(folder, 'again.db');
    await ingest(db, log, '--since', '2026-03-15');
    expect(ingestJson(await ingest(db, log, '--since', '2026-03-15')).foot.events).toBe(0);
    const all = ingestJson(await ingest(db, log)).foot;
    expect(all.counts).toMatchObject({ read: 4, recorded: 2, known: 2 });
    const whole = join(folder, 'whole.db');
    await ingest(whole, log);
    const told = (text: string): unknown[] =>
      (JSON.parse(text) as { rows: readonly { time: string; id: string }[] }).rows.map(({ time, id }) => [time, id]);
    expect(told(await shown(db))).toEqual(told(await shown(whole)));
  });

  it('refuse a span that ends before it begins', async () => {
    const { exitCode, stderr } = await ingest(
      join(folder, 'x.db'),
      log,
      '--since',
      '2026-04-01',
      '--until',
      '2026-03-01',
    );
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--until lies before --since')]);
  });
});

describe('--on-error', () => {
  const evidence = join(folder, 'errors');
  mkdirSync(evidence);
  writeFileSync(join(evidence, 'a.ndjson'), `${line(DAYS[0] ?? '', 0)}{"action":"repo.access","actor":"alice"}\n`);
  writeFileSync(join(evidence, 'b.ndjson'), line(DAYS[1] ?? '', 1));

  it('stop: nothing after the file with the first problem is read; the same command without it goes on', async () => {
    const db = join(folder, 'stop.db');
    const stopped = ingestJson(await ingest(db, evidence, '--on-error', 'stop'));
    expect(stopped.rows.map(({ status }) => status)).toEqual(['interrupted']);
    const on = await ingest(db, evidence);
    expect(on.exitCode).toBe(3);
    expect(ingestJson(on).foot.counts).toMatchObject({ read: 3, recorded: 2, problem: 1 });
    expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  });

  it('takes stop or continue, nothing else', async () => {
    expect((await ingest(join(folder, 'y.db'), evidence, '--on-error', 'skip')).exitCode).toBe(2);
  });
});

describe('warnings', () => {
  it('name a clock that runs ahead, and a log that begins where its source stops keeping', async () => {
    const late = join(folder, 'late.ndjson');
    writeFileSync(late, [line('2025-11-01T00:00:00Z', 1), line('2026-04-29T12:00:00Z', 2)].join(''));
    const { stdout } = await run([
      'ingest',
      late,
      '--db',
      join(folder, 'late.db'),
      '--recorded-at',
      '2026-04-01T00:00:00Z',
    ]);
    expect(stdout.replace(/\s+/g, ' ')).toContain('lies after this ingest: a clock was wrong');
    expect(stdout.replace(/\s+/g, ' ')).toContain('it goes back 180 days, which is all that its source keeps');
  });

  it('are silent on sound evidence', async () => {
    const { rows } = ingestJson(
      await run(['ingest', ACME, '--db', join(folder, 'sound.db'), '--recorded-at', '2026-07-01T00:00:00Z', '--json']),
    );
    expect(rows.flatMap((row) => (row as unknown as { warnings?: string[] }).warnings ?? [])).toEqual([]);
  });
});

it('progress has share, rate and what is left', () => {
  let now = 0;
  const text = progressOf('proxy.log', 600_000_000, () => now);
  now = 10_000;
  expect(text(1_200_000, 240_000_000)).toBe('proxy.log: 1,200,000 records, 40% of 600 MB, 24 MB/s, 15 s left');
  now = 100_000;
  expect(text(1_300_000, 250_000_000)).toBe('proxy.log: 1,300,000 records, 41% of 600 MB, 2.5 MB/s, 2 min 20 s left');
});
