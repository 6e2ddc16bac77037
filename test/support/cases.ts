import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Outcome, run } from './terminal.ts';

const RECORDED = '2026-04-01T00:00:00.000Z';
export const AXIOS = 'fixtures/incidents/axios-2026';
export const ACME = 'fixtures/incidents/acme-2026';
export const MORNING_AFTER = 'fixtures/incidents/axios-2026-morning-after';

/** A folder that is gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-timeline-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Reads evidence into a case, with nothing of the clock in it, and nothing of chance in one that is made. */
export async function ingest(db: string, ...words: readonly string[]): Promise<Outcome> {
  const origin = existsSync(db) ? [] : ['--origin', 'case-test'];
  return run(['ingest', ...words, '--db', db, '--recorded-at', RECORDED, ...origin, '--json']);
}

interface IngestJson {
  readonly rows: readonly {
    readonly name: string;
    readonly status: string;
    readonly format: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly events: number;
  }[];
  readonly foot: {
    readonly counts: Readonly<Record<string, number>>;
    readonly events: number;
    readonly size: number;
    readonly root: string;
  };
}

export function ingestJson(outcome: Outcome): IngestJson {
  return JSON.parse(outcome.stdout) as IngestJson;
}

/** What `show` says, as bytes. */
export async function shown(db: string, ...words: readonly string[]): Promise<string> {
  return (await run(['show', ...words, '--json', '--db', db])).stdout;
}
