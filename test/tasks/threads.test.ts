import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../src/core/errors.ts';
import githubAudit from '../../src/formats/github-audit.ts';
import { fileSource } from '../../src/readers/source.ts';
import type { Batches } from '../../src/tasks/reading/thread.ts';
import { ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { githubLog } from '../support/logs.ts';
import { type Ended, start } from '../support/program.ts';

const folder = temporaryFolder();
const SLOW = { timeout: 120_000 };
const FIXED = ['--recorded-at', '2026-04-01T00:00:00.000Z', '--origin', 'case-test', '--json'];

function program(words: readonly string[]): Promise<Ended> {
  return start(words).ended;
}

/** A packument over the size from which a thread reads, with parts, a state, events, and long raw texts. */
function largePackument(path: string): void {
  const times: Record<string, string> = { created: '2020-01-01T00:00:00.000Z', modified: '2020-03-01T00:00:00.000Z' };
  const versions: Record<string, unknown> = {};
  for (let i = 0; i < 60; i++) {
    times[`1.0.${i}`] = new Date(Date.UTC(2020, 1, 1, 0, i)).toISOString();
    const dist = { integrity: 'sha512-AA==', shasum: 'a'.repeat(40), tarball: 'https://registry.example/x.tgz' };
    versions[`1.0.${i}`] = { name: 'x', version: `1.0.${i}`, dist, readme: `${i} é "quoted"\n`.repeat(8000) };
  }
  writeFileSync(path, JSON.stringify({ name: 'x', 'dist-tags': { latest: '1.0.59' }, versions, time: times }));
}

describe('evidence that a thread of its own reads', () => {
  it.each(['github.ndjson', 'github.ndjson.gz', 'x.json'])(
    '%s gives the same ledger and timeline as without one',
    SLOW,
    async (name) => {
      const evidence = join(folder, name);
      if (name === 'x.json') largePackument(evidence);
      else await githubLog(evidence, name.endsWith('.gz') ? 30_000 : 9000);
      if (name.endsWith('.gz')) writeFileSync(evidence, gzipSync(readFileSync(evidence), { level: 0 }));
      expect(statSync(evidence).size).toBeGreaterThan(4 * 1024 * 1024);
      const [threaded, plain] = [join(folder, `${name}.threads.db`), join(folder, `${name}.plain.db`)];
      const threadedRun = await program(['ingest', evidence, '--db', threaded, ...FIXED]);
      expect(threadedRun.exitCode).toBe(0);
      const here = ingestJson(await ingest(plain, evidence));
      const there = JSON.parse(threadedRun.stdout) as typeof here;
      expect(there).toEqual(here);
      expect(here.foot.events).toBeGreaterThan(50);
      expect((await shown(threaded)) === (await shown(plain))).toBe(true);
      const anchor = `${here.foot.size}:${here.foot.root}`;
      expect((await program(['verify', '--db', threaded, '--deep', '--expect', anchor])).exitCode).toBe(0);
      const again = await program(['ingest', evidence, '--db', threaded, ...FIXED]);
      expect(ingestJson(again).foot).toMatchObject({ size: here.foot.size, root: here.foot.root });
    },
  );

  it('a file that is gone is refused with its own words, also by the thread', SLOW, async () => {
    const { batchesOf } = (await import('../../dist/tasks/reading/thread.js' as string)) as {
      batchesOf(candidate: unknown, options: unknown): Batches;
    };
    const batches = batchesOf(
      {
        source: fileSource(join(folder, 'gone.ndjson')),
        name: 'gone.ndjson',
        sha256: '0'.repeat(64),
        bytes: 5_000_000,
        sniffed: {
          compression: 0,
          encoding: 'utf-8',
          wrappers: [],
          timed: false,
          sample: { shape: 'ndjson', values: [], lines: [] },
        },
        format: githubAudit,
        taken: { basis: 'unknown' },
      },
      { maxRecord: 1_000_000 },
    );
    const error = (await batches.next().catch((thrown: unknown) => thrown)) as AppError;
    expect(error.name).toBe('AppError');
    expect([error.code, error.remedy]).toEqual(['path-unreadable', 'check its permissions']);
    expect(error.message).toContain('gone.ndjson cannot be read: ENOENT');
  });
});
