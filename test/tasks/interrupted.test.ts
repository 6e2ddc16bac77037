import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ingest, ingestJson, temporaryFolder } from '../support/cases.ts';
import { githubLog } from '../support/logs.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();

it('Ctrl-C keeps what was read, counts it, and the same command goes on to the end', { timeout: 60_000 }, async () => {
  const [log, db] = [join(folder, 'github.ndjson'), join(folder, 'case.db')];
  await githubLog(log, 5000);
  const words = [
    'ingest',
    log,
    '--db',
    db,
    '--recorded-at',
    '2026-04-01T00:00:00.000Z',
    '--origin',
    'case-test',
    '--json',
  ];
  const stopped = await run(words, { interrupt: (press) => press() });
  expect(stopped.exitCode).toBe(130);
  const { counts, size } = ingestJson(stopped).foot;
  const { read = 0, recorded = 0 } = counts;
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(5000);
  // The case, the receipt, and one entry a record.
  expect([recorded, size]).toEqual([read, read + 2]);
  expect((await run(['verify', '--db', db, '--allow-unanchored'])).exitCode).toBe(3);
  const { foot } = ingestJson(await ingest(db, log));
  expect(foot.counts).toMatchObject({ read: 5000, recorded: 5000, problem: 0 });
  expect((await run(['verify', '--db', db, '--expect', `${foot.size}:${foot.root}`])).exitCode).toBe(0);
});
