import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEMAS } from '../../src/core/schemas.ts';
import { ingest, temporaryFolder } from '../support/cases.ts';
import { violations } from '../support/json-schema.ts';
import { run } from '../support/terminal.ts';
import { record } from '../support/told.ts';

const folder = temporaryFolder();
const db = join(folder, 'case.db');
const RECORDED = ['--recorded-at', '2026-04-01T00:00:00.000Z', '--recorded-by', 'Carol <c@acme.example>', '--db', db];

interface Row {
  readonly time?: string;
  readonly by?: string;
  readonly act: string;
  readonly what: string;
  readonly options?: unknown;
}

async function rows(): Promise<readonly Row[]> {
  const { stdout, exitCode } = await run(['evidence', '--history', '--json', '--db', db]);
  const report = JSON.parse(stdout) as { rows: readonly Row[] };
  expect([exitCode, violations(report, SCHEMAS.history)]).toEqual([0, []]);
  return report.rows;
}

describe('evidence --history', () => {
  it('tells what every command that changed the case did, in the order of the ledger', async () => {
    const log = join(folder, 'log.ndjson');
    writeFileSync(log, `${record(1)}\n${record(2)}\n`);
    await ingest(db, log, '--recorded-by', 'Dave');
    await run(['note', 'called npm', '--at', '2026-04-01T10:00:00Z', ...RECORDED]);
    expect((await run(['redact', '2', '--reason', 'court order', ...RECORDED])).exitCode).toBe(0);
    expect((await run(['reindex', '--db', db])).exitCode).toBe(0);
    const told = await rows();
    expect(told.map(({ act }) => act)).toEqual(['new case', 'ingest', 'note', 'redact']);
    expect(told.every(({ time }) => time === '2026-04-01T00:00:00.000Z')).toBe(true);
    expect(told.map(({ by }) => by)).toEqual(['Dave', 'Dave', 'Carol <c@acme.example>', 'Carol <c@acme.example>']);
    expect(told[1]?.what).toMatch(/^EV-[0-9a-f]{8} .*log\.ndjson as github-audit, \d+ bytes; 2 records, 2 events$/);
    expect(told[2]?.what).toMatch(/^note:[0-9a-f]{8} other called npm$/);
    expect(told[3]?.what).toContain('court order');
    expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  });

  it('says that it is not by itself a legal chain of custody', async () => {
    const { stdout } = await run(['evidence', '--history', '--db', db]);
    expect(stdout).toContain('not by itself a legal chain of custody');
    expect((await run(['evidence', 'EV-1', '--history', '--db', db])).exitCode).toBe(2);
  });
});
