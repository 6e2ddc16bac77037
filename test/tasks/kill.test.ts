import { existsSync, statSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACME, ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { githubLog, shortLog } from '../support/logs.ts';
import { type Ended, needsProgram, type Running, seeded, start } from '../support/program.ts';
import { run } from '../support/terminal.ts';

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

/** The case that was interrupted is the same as one that never was. */
async function expectSame(db: string, last: Ended, whole: string, records: number): Promise<void> {
  expect([last.exitCode, last.signal]).toEqual([0, null]);
  const { counts, size, root } = ingestJson(last).foot;
  expect(counts).toEqual({ read: records, recorded: records, folded: 0, known: 0, problem: 0, ignored: 0 });
  const { exitCode, stdout } = await run(['verify', '--db', db, '--expect', `${size}:${root}`, '--deep', '--json']);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`"size":${records + 3}`)]);
  expect((await shown(db)) === (await shown(whole)), 'the same timeline, byte for byte').toBe(true);
}

describe('an ingest that is killed', () => {
  it('at five moments goes on, and ends as if nothing had been', SLOW, async () => {
    const RECORDS = 40_000;
    const [log, whole, db] = ['github.ndjson', 'whole.db', 'killed.db'].map((name) => join(folder, name)) as [string, string, string];
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
    const last = await ingesting(db, log).ended;
    await expectSame(db, last, whole, RECORDS);
  });
});
