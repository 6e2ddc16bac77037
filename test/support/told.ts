import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { CaseReader } from '../../src/store/case-reader.ts';
import { ingest, ingestJson, shown, temporaryFolder } from './cases.ts';
import { run } from './terminal.ts';

const folder = temporaryFolder();
let cases = 0;

/** A record of the GitHub audit log; `more` may replace its members. */
export function record(i: number, more: Readonly<Record<string, unknown>> = {}): string {
  const base = {
    '@timestamp': 1_774_917_600_000 + i,
    _document_id: `doc-${i}`,
    action: 'git.push',
    actor: `user-${i}`,
  };
  return JSON.stringify({ ...base, repo: 'acme/widget', ...more });
}

export const lines = (...records: readonly string[]): string => `${records.join('\n')}\n`;
/** Three records, of user-1 to user-3. */
export const THREE = lines(record(1), record(2), record(3));

export interface Told {
  readonly exitCode: number;
  readonly db: string;
  readonly read: number;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Codes of the problems, in order. */
  readonly problems: readonly string[];
}

/** Ingests bytes into a case of their own, and looks at what is there afterwards. Nothing may be lost or altered. */
export async function told(bytes: string | Buffer, name = 'audit.ndjson', ...words: readonly string[]): Promise<Told> {
  cases += 1;
  const at = join(folder, `${cases}`);
  mkdirSync(at);
  writeFileSync(join(at, name), bytes);
  const db = join(at, 'case.db');
  const outcome = await ingest(db, join(at, name), ...words);
  const { read = 0, recorded = 0, folded = 0, known = 0, problem = 0, ignored = 0 } = ingestJson(outcome).foot.counts;
  expect(read).toBe(recorded + folded + known + problem + ignored);
  expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  const { rows } = JSON.parse(await shown(db)) as { rows: Told['events'] };
  return { exitCode: outcome.exitCode, db, read, events: rows, problems: problemsIn(db) };
}

function problemsIn(db: string): string[] {
  const reader = new CaseReader(db);
  try {
    const entries = Array.from({ length: reader.head().size }, (_, seq) => reader.entry(seq));
    return entries.flatMap((entry) => (entry.entry === 'problem' ? [entry.code] : []));
  } finally {
    reader.close();
  }
}

export function actors({ events }: Told): unknown[] {
  return events.map(({ actor }) => actor);
}
