import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import type { SourceContext, SourceVerdict } from '../../src/tasks/verify/source-check.ts';
import { AXIOS, ingest, ingestJson } from './cases.ts';

let made = 0;

/** A case that holds these documents, in a folder for tests. */
export async function caseOf(folder: string, files: Readonly<Record<string, Json>>): Promise<string> {
  const evidence = join(folder, `evidence-${++made}`);
  mkdirSync(evidence);
  for (const [name, json] of Object.entries(files)) writeFileSync(join(evidence, name), JSON.stringify(json));
  const db = `${evidence}.db`;
  const { rows } = ingestJson(await ingest(db, evidence));
  expect(rows.map(({ status }) => status)).toEqual(rows.map(() => 'read'));
  return db;
}

/** When checks of sources run in tests, microseconds. */
const NOW = Date.parse('2026-06-01T00:00:00Z') * 1000;

/** What a check of a source says of a case, each as `CODE message`; `ok` where it has no code. */
export async function verdictsOf(
  db: string,
  run: (context: SourceContext) => AsyncIterable<SourceVerdict> | Iterable<SourceVerdict>,
  now = NOW,
): Promise<readonly string[]> {
  const reader = new CaseReader(db);
  try {
    const found: string[] = [];
    for await (const { code, message } of run({ reader, now })) found.push(`${code ?? 'ok'} ${message}`);
    return found;
  } finally {
    reader.close();
  }
}

/** The packument of axios with four versions, signed by a test key. */
export function axiosPackument(): string {
  return readFileSync(`${AXIOS}/axios.20260331T021000Z.json`, 'utf8');
}
