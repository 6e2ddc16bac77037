import { copyFileSync, existsSync, readFileSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ingest, ingestJson, temporaryFolder } from '../support/cases.ts';
import { githubLog } from '../support/logs.ts';
import { needsProgram, type Running, seeded, start } from '../support/program.ts';
import { codes, texts } from '../support/redacting.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();
const whole = join(folder, 'whole.db');
const SOUGHT = ['--text', 'octo', '--reason', 'request 17', '--recorded-at', '2026-04-02T00:00:00Z'];
let anchor = '';
let sought = '';

beforeAll(async () => {
  needsProgram();
  const log = join(folder, 'github.ndjson');
  await githubLog(log, 20_000);
  const { size, root } = ingestJson(await ingest(whole, log)).foot;
  anchor = `${size}:${root}`;
  const actor = /"actor":"([^"]+)"/.exec(readFileSync(log, 'utf8'));
  sought = actor?.[1] ?? '';
}, 120_000);

/** Returns when the new file is being made. */
async function begun(db: string, { ended }: Running): Promise<void> {
  const stop = new AbortController();
  const reached = new Promise<void>((resolve) => {
    watch(folder, { signal: stop.signal }, (_event, name) => {
      if (name === `${basename(db)}.redacting`) resolve();
    });
  });
  await Promise.race([reached, ended]);
  stop.abort();
}

describe('a redaction that is killed', () => {
  it('leaves the old case or the new one, whenever it comes, and the next one goes through', {
    timeout: 120_000,
  }, async () => {
    const words = (db: string): string[] => ['redact', ...SOUGHT.with(1, sought), '--db', db];
    const timed = join(folder, 'timed.db');
    copyFileSync(whole, timed);
    const first = start(words(timed));
    await begun(timed, first);
    const began = performance.now();
    expect(await first.ended).toMatchObject({ exitCode: 0, stderr: '' });
    const lasted = performance.now() - began;
    const redacted = [...texts(timed).values()].filter((text) => text === '').length;
    expect(redacted).toBeGreaterThan(0);
    const random = seeded(20_260_331);
    const seen: string[] = [];
    for (let sixth = 0; sixth < 6; sixth++) {
      const db = join(folder, `killed-${sixth}.db`);
      copyFileSync(whole, db);
      const running = start(words(db));
      await begun(db, running);
      await setTimeout(sixth === 0 ? 0 : ((sixth + random()) / 6) * lasted);
      running.child.kill('SIGKILL');
      await running.ended;
      const gone = [...texts(db).values()].filter((text) => text === '').length;
      expect([0, redacted]).toContain(gone);
      expect((await codes(db, '--expect', anchor))[0]).toBe(0);
      seen.push(existsSync(`${db}.redacting`) ? 'cut' : 'done');
      expect((await run(words(db))).exitCode).toBe(0);
      expect([...texts(db).values()].filter((text) => text === '').length).toBe(redacted);
      expect([existsSync(`${db}.redacting`), existsSync(`${db}-journal`)]).toEqual([false, false]);
      expect((await codes(db, '--expect', anchor))[0]).toBe(0);
    }
    expect(seen[0]).toBe('cut');
  });
});
