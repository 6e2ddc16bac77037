import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest, ingestJson, temporaryFolder } from '../../support/cases.ts';
import { run } from '../../support/terminal.ts';
import { THREE } from '../../support/told.ts';

const folder = temporaryFolder();
const db = join(folder, 'case.db');

interface Entry {
  readonly hash: string;
  readonly leaf_hash: string;
  readonly record?: unknown;
  readonly redacted?: unknown;
}

async function exported(name: string): Promise<readonly Entry[]> {
  const file = join(folder, name);
  const { exitCode } = await run(['export', '--to', 'audit-log/v1', '--db', db, '-o', file, '--origin', 'x.example/1']);
  expect(exitCode).toBe(0);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}

describe('an export of a case of which an entry was redacted', () => {
  it('has its leaf hash still, and why it is gone', async () => {
    writeFileSync(join(folder, 'audit.ndjson'), THREE);
    await ingest(db, join(folder, 'audit.ndjson'));
    const before = await exported('before.jsonl');
    const gone = before[1];
    expect(before).toHaveLength(3);
    const words = ['--actor', 'user-2', '--reason', 'erasure request', '--authority', 'GDPR Art. 17'];
    const redaction = await run(['redact', ...words, '--db', db, '--recorded-at', '2026-05-01T00:00:00.000Z']);
    expect([redaction.stderr, redaction.exitCode]).toEqual([expect.any(String), 0]);
    const after = await exported('after.jsonl');
    expect(after.map(({ leaf_hash: leaf }) => leaf)).toEqual(
      [before[0], before[2], gone].map((each) => each?.leaf_hash),
    );
    expect(after.map((entry) => 'record' in entry)).toEqual([true, true, false]);
    const why = { authority: 'GDPR Art. 17', reason: 'erasure request', ts: '2026-05-01T00:00:00.000Z' };
    expect(after[2]?.redacted).toEqual(why);
    expect(readFileSync(join(folder, 'after.jsonl'), 'utf8')).not.toContain('user-2');
    const file = join(folder, 'after.jsonl');
    const check = await run(['verify', file, '--allow-unanchored', '--json']);
    expect([check.exitCode, check.stdout]).toEqual([0, expect.stringContaining('N-REDACTED')]);
    const again = ingestJson(await ingest(join(folder, 'again.db'), file));
    expect(again.foot).toMatchObject({ events: 3, counts: { read: 5, recorded: 3, problem: 0, ignored: 2 } });
  });
});
