import { copyFileSync, existsSync, readFileSync, renameSync, statSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { makeCase, openUnmade } from '../../src/store/open.ts';
import { ACME, ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { githubLog, shortLog } from '../support/logs.ts';
import { type Ended, needsProgram, type Running, seeded, start } from '../support/program.ts';
import { type Outcome, run } from '../support/terminal.ts';

/** SIGKILL, as when the power is cut: what was written so far stays, and nobody tidies up. */
const RECORDED = '2026-04-01T00:00:00.000Z';
const SLOW = { timeout: 120_000 };
const folder = temporaryFolder();

beforeAll(needsProgram);

function ingesting(db: string, log: string): Running {
  return start(['ingest', log, '--db', db, '--recorded-at', RECORDED, '--origin', 'case-test', '--json']);
}

function hasJournal(db: string): boolean {
  return existsSync(`${db}-journal`);
}

/** Returns when the process has begun so many transactions. Each makes the journal, and its commit removes it. */
async function begun(db: string, transactions: number, { ended }: Running): Promise<void> {
  const stop = new AbortController();
  const reached = new Promise<void>((resolve) => {
    let changes = 0;
    watch(dirname(db), { signal: stop.signal }, (event, name) => {
      if (event === 'rename' && name === `${basename(db)}-journal` && ++changes === 2 * transactions - 1) resolve();
    });
  });
  await Promise.race([reached, ended]);
  stop.abort();
}

async function kill({ child, ended }: Running): Promise<Ended> {
  child.kill('SIGKILL');
  return ended;
}

/** Whatever the moment was, the commands that read say what is the matter, and none of them calls it altered. */
async function expectSaid(db: string): Promise<void> {
  const verified = await run(['verify', '--db', db]);
  const showed = await run(['show', '--json', '--db', db]);
  if (hasJournal(db)) {
    for (const { exitCode, stdout, stderr } of [verified, showed]) {
      expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('interrupted')]);
      expect(stderr).toContain('ingest --recover');
    }
  } else if (!existsSync(db) || statSync(db).size === 0) {
    for (const { exitCode, stderr } of [verified, showed]) {
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('audit-timeline ingest')]);
    }
  } else {
    expect([verified.exitCode, showed.exitCode]).toEqual([3, 0]);
  }
}

/** The case that was interrupted is the same as one that never was, entry by entry. */
async function expectSame(db: string, last: Ended, whole: Ended, records: number): Promise<void> {
  expect([last.exitCode, last.signal]).toEqual([0, null]);
  const { counts, size, root } = ingestJson(last).foot;
  // A reading that was killed after its last commit is complete: the last ingest then finds everything known.
  const { recorded = 0, known = 0 } = counts;
  expect(counts).toEqual({ read: records, recorded, folded: 0, known, problem: 0, ignored: 0 });
  expect([records, 0]).toContain(recorded);
  expect(recorded + known).toBe(records);
  expect([size, root]).toEqual([records + 3, ingestJson(whole).foot.root]);
  const { exitCode, stdout } = await run(['verify', '--db', db, '--expect', `${size}:${root}`, '--deep', '--json']);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { rows: [], foot: { anchored: true } }]);
}

/** A case and its journal, as a process leaves them that ends in the middle of a transaction. */
function cutOff(db: string, change: (open: Database) => void): void {
  const live = `${db}.live`;
  if (existsSync(db)) copyFileSync(db, live);
  const open = existsSync(db) ? openDatabase(live) : openUnmade(live);
  // So little memory for pages that some are written before the commit.
  open.pragma('cache_size = 2');
  change(open);
  for (const suffix of ['', '-journal']) copyFileSync(`${live}${suffix}`, `${db}${suffix}`);
  open.close();
}

/** Adds rows, in a transaction that is never committed. */
function spill(open: Database): void {
  if (!open.inTransaction) open.exec('BEGIN IMMEDIATE');
  const insert = open.prepare('INSERT INTO string(text) VALUES (?)');
  for (let i = 0; i < 3000; i++) insert.run(`text ${i} ${'x'.repeat(100)}`);
}

describe('an ingest that is killed', () => {
  it('at five moments goes on, and ends as if nothing had been', SLOW, async () => {
    const RECORDS = 40_000;
    const [log, whole, db] = [join(folder, 'github.ndjson'), join(folder, 'whole.db'), join(folder, 'killed.db')];
    await githubLog(log, RECORDS);
    const first = ingesting(whole, log);
    await begun(whole, 1, first);
    const began = performance.now();
    expect(await first.ended).toMatchObject({ exitCode: 0, stderr: '' });
    const lasted = performance.now() - began;
    const random = seeded(20_260_331);
    let kills = 0;
    for (let fifth = 0; fifth < 5; fifth++) {
      const running = ingesting(db, log);
      await begun(db, 1, running);
      await setTimeout(((fifth + random()) / 5) * lasted);
      if ((await kill(running)).signal === 'SIGKILL') kills++;
      await expectSaid(db);
    }
    expect(kills).toBeGreaterThan(0);
    await expectSame(db, await ingesting(db, log).ended, await first.ended, RECORDS);
    expect((await shown(db)) === (await shown(whole)), 'the same timeline, byte for byte').toBe(true);
  });

  it('after its first commit keeps what was committed, and goes on behind it', SLOW, async () => {
    const RECORDS = 101_000;
    const [log, whole, db] = [join(folder, 'short.ndjson'), join(folder, 'whole-2.db'), join(folder, 'killed-2.db')];
    shortLog(log, RECORDS);
    const running = ingesting(db, log);
    await begun(db, 2, running);
    expect((await kill(running)).signal).toBe('SIGKILL');
    await expectSaid(db);
    expect((await run(['ingest', '--recover', '--db', db])).exitCode).toBe(0);
    expect(hasJournal(db)).toBe(false);
    const { exitCode, stdout } = await run(['verify', '--db', db, '--allow-unanchored', '--deep', '--json']);
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('I-UNFINISHED')]);
    expect(evidenceOf(await run(['evidence', '--json', '--db', db]))).toEqual([['short.ndjson', false]]);

    const again = ingesting(db, log);
    await begun(db, 1, again);
    expect((await kill(again)).signal).toBe('SIGKILL');
    await expectSaid(db);
    const last = await ingesting(db, log).ended;
    await expectSame(db, last, await ingesting(whole, log).ended, RECORDS);
  });
});

function evidenceOf({ stdout }: Outcome): [string, boolean][] {
  const { rows } = JSON.parse(stdout) as { rows: readonly { name: string; complete: boolean }[] };
  return rows.map(({ name, complete }) => [basename(name), complete]);
}

describe('a case whose making was interrupted', () => {
  it('is made by the next ingest, whenever the kill came', SLOW, async () => {
    const random = seeded(7);
    for (let i = 0; i < 3; i++) {
      const db = join(folder, `young-${i}.db`);
      const running = ingesting(db, ACME);
      await begun(db, 1, running);
      await setTimeout(random() * 40);
      await kill(running);
      await expectSaid(db);
      expect((await ingesting(db, ACME).ended).exitCode).toBe(0);
      expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
    }
  });

  it.each([
    ['an empty file', (db: string) => writeFileSync(db, '')],
    [
      'an empty file with an empty journal',
      (db: string) => {
        for (const suffix of ['', '-journal']) writeFileSync(db + suffix, '');
      },
    ],
    ['its first transaction', (db: string) => cutOff(db, (open) => makeCase(open))],
    [
      'its first transaction, some of it written',
      (db: string) =>
        cutOff(db, (open) => {
          makeCase(open);
          spill(open);
        }),
    ],
    [
      'its first transaction, without the first page',
      (db: string) => {
        cutOff(db, (open) => {
          makeCase(open);
          spill(open);
        });
        const bytes = readFileSync(db);
        writeFileSync(db, bytes.fill(0, 0, 8192));
      },
    ],
  ])('leaves no dead end: %s', async (name, leave) => {
    const db = join(folder, `${name}.db`);
    leave(db);
    await expectSaid(db);
    const noted = await run(['note', 'seen', '--at', '2026-04-01T00:00:00Z', '--db', db]);
    expect([noted.exitCode, noted.stderr]).toEqual([2, expect.stringContaining('no case')]);
    expect((await run(['ingest', '--recover', '--db', db])).exitCode).toBe(0);
    expect(hasJournal(db)).toBe(false);
    leave(db);
    expect((await ingest(db, ACME)).exitCode).toBe(0);
    expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  });

  it('is not made by a note', async () => {
    const db = join(folder, 'none.db');
    const { exitCode, stderr } = await run(['note', 'seen', '--at', '2026-04-01T00:00:00Z', '--db', db]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('there is no case')]);
    expect(existsSync(db)).toBe(false);
  });

  it('is not made beside the journal of a case that was moved away', async () => {
    const db = join(folder, 'moved.db');
    await ingest(db, ACME);
    cutOff(db, spill);
    renameSync(db, join(folder, 'elsewhere.db'));
    const { exitCode, stderr } = await ingest(db, ACME);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('move the case back')]);
    renameSync(join(folder, 'elsewhere.db'), db);
    expect((await ingest(db, ACME)).exitCode).toBe(0);
  });
});

describe('an interrupted write', () => {
  it('is rolled back by the next ingest, which says so and checks the case', async () => {
    const db = join(folder, 'rolled.db');
    const first = ingestJson(await ingest(db, ACME)).foot;
    cutOff(db, spill);
    await expectSaid(db);
    const { exitCode, stderr, stdout } = await ingest(db, ACME);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('was interrupted')]);
    expect(JSON.parse(stdout).foot).toMatchObject({ size: first.size, root: first.root });
  });

  it('of a case that was changed besides is not built upon', async () => {
    const db = join(folder, 'changed.db');
    await ingest(db, ACME);
    const bytes = readFileSync(db);
    bytes.write('@acme/widgeu', bytes.lastIndexOf('@acme/widget'));
    writeFileSync(db, bytes);
    cutOff(db, (open) => open.exec("BEGIN IMMEDIATE; INSERT INTO index_meta VALUES ('x', 1)"));
    const { exitCode, stderr } = await ingest(db, ACME);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is not what was written')]);
  });

  it('that is still under way is left alone', async () => {
    const db = join(folder, 'busy.db');
    await ingest(db, ACME);
    const open = openDatabase(db);
    spill(open);
    expect(hasJournal(db)).toBe(true);
    for (const words of [['--recover'], [ACME]]) {
      const { exitCode, stderr } = await run(['ingest', ...words, '--db', db]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('another program is writing')]);
    }
    expect(hasJournal(db)).toBe(true);
    open.exec('ROLLBACK');
    open.close();
    expect((await run(['verify', '--db', db, '--allow-unanchored'])).exitCode).toBe(0);
  });
});

describe('evidence whose reading was interrupted', () => {
  /** Ctrl-C, when so many records were read. */
  async function interrupted(db: string, log: string): Promise<void> {
    const { exitCode } = await run(['ingest', log, '--db', db, '--recorded-at', RECORDED, '--origin', 'case-test'], {
      interrupt: (press) => void setTimeout(20).then(press),
    });
    expect(exitCode).toBe(130);
  }

  it.each([
    ['a note', ['note', 'seen', '--at', '2026-04-01T00:00:00Z']],
    ['other evidence', ['ingest', ACME, '--recorded-at', RECORDED]],
  ])('and %s after it are no dead end either', SLOW, async (name, words) => {
    const [log, db, whole] = [
      join(folder, 'begun.ndjson'),
      join(folder, `${name}.db`),
      join(folder, `${name} whole.db`),
    ];
    shortLog(log, 20_000);
    await interrupted(db, log);
    expect((await run([...words, '--db', db])).exitCode).toBe(0);
    const verified = await run(['verify', '--db', db, '--allow-unanchored', '--json']);
    expect([verified.exitCode, verified.stdout]).toEqual([3, expect.stringContaining('I-UNFINISHED')]);

    const again = await ingest(db, log);
    expect(again.exitCode).toBe(0);
    const { read = 0, recorded = 0, known = 0 } = ingestJson(again).foot.counts;
    expect([read, recorded + known]).toEqual([20_000, 20_000]);
    expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
    await ingest(whole, log);
    await run([...words, '--db', whole]);
    expect((await shown(db)) === (await shown(whole)), 'the same timeline, byte for byte').toBe(true);
  });
});
