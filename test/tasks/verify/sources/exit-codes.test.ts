import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest, ingestJson, temporaryFolder } from '../../../support/cases.ts';
import { run } from '../../../support/terminal.ts';
import { hoursOf, rewrite, testKey, writeTrail } from '../../../support/trails.ts';

const folder = temporaryFolder();
const KEY = testKey();
let trails = 0;

interface Verified {
  readonly exitCode: number;
  readonly codes: readonly string[];
}

/** Ingests a folder and verifies the case against the size and root that were printed. */
async function verified(at: string, ...words: readonly string[]): Promise<Verified> {
  const db = `${at}.db`;
  const { foot } = ingestJson(await ingest(db, at, ...words));
  const anchor = `${foot.size}:${foot.root}`;
  const { stdout, stderr, exitCode } = await run([
    'verify',
    '--db',
    db,
    '--expect',
    anchor,
    '--evidence',
    at,
    '--json',
  ]);
  if (stdout === '') throw new Error(stderr);
  const { rows } = JSON.parse(stdout) as { rows: readonly { code: string }[] };
  return { exitCode, codes: rows.map(({ code }) => code) };
}

/** A trail in which something was changed. */
function trail(change: (at: string, names: readonly string[]) => void): string {
  trails++;
  const at = join(folder, `trail-${trails}`);
  const hours = hoursOf(3, KEY);
  writeTrail(at, hours, [KEY]);
  change(
    at,
    hours.map(({ name }) => name),
  );
  return at;
}

describe('verify of a case against its anchor', () => {
  it('exits 0 where the digests of CloudTrail are whole', async () => {
    expect(await verified(trail(() => undefined))).toEqual({ exitCode: 0, codes: [] });
  });

  it('exits 3 where one is missing, never 0', async () => {
    const { exitCode, codes } = await verified(trail((at, [, second]) => rmSync(join(at, second ?? ''))));
    expect([exitCode, codes]).toEqual([3, expect.arrayContaining(['I-GAP'])]);
  });

  it('exits 1 where one was changed', async () => {
    const changed = trail((at, [, second]) => rewrite(join(at, second ?? ''), (text) => `${text} `));
    const { exitCode, codes } = await verified(changed);
    expect([exitCode, codes]).toEqual([1, expect.arrayContaining(['F-SOURCE-CHAIN'])]);
  });

  it('exits 3 where numbers are missing that were declared as dense', async () => {
    const at = join(folder, 'numbered');
    mkdirSync(at);
    const line = (seq: number): string =>
      `${JSON.stringify({ '@timestamp': 1774915200000 + seq, _document_id: `d${seq}`, action: 'repo.access', actor: 'alice', seq })}\n`;
    writeFileSync(join(at, 'audit.ndjson'), [1, 2, 5].map(line).join(''));
    const { exitCode, codes } = await verified(at, '--sequence', 'org=seq');
    expect([exitCode, codes]).toEqual([3, expect.arrayContaining(['I-GAP'])]);
  });
});
