import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaseReader } from '../../src/store/case-reader.ts';
import { ingest, ingestJson } from './cases.ts';
import { leftoversOf } from './leftovers.ts';
import { find } from './search.ts';
import { run } from './terminal.ts';
import { lines } from './told.ts';

const RECORDED = ['--recorded-at', '2026-04-02T00:00:00Z'];

interface Foot {
  readonly redacted: number;
  readonly found: number;
  readonly kept: readonly { readonly seq: number; readonly kind: string }[];
  readonly longer: readonly number[];
  readonly size: number;
  readonly root: string;
  readonly logged: readonly number[];
  readonly old_file: string;
}

interface Redacted {
  readonly exitCode: number;
  readonly stderr: string;
  readonly rows: readonly { readonly seq: number; readonly kind: string; readonly place: string }[];
  readonly foot: Foot;
}

export async function redact(db: string, ...words: readonly string[]): Promise<Redacted> {
  const outcome = await run(['redact', ...words, '--db', db, ...RECORDED, '--json']);
  const { rows, foot } = (outcome.stdout === '' ? { rows: [], foot: {} } : JSON.parse(outcome.stdout)) as Redacted;
  return { exitCode: outcome.exitCode, stderr: outcome.stderr, rows, foot };
}

export async function codes(
  db: string,
  ...words: readonly string[]
): Promise<[exitCode: number, codes: readonly string[]]> {
  const { exitCode, stdout } = await run(['verify', db, '--json', ...words]);
  const report = stdout === '' ? { rows: [] } : (JSON.parse(stdout) as { rows: readonly { code: string }[] });
  return [exitCode, report.rows.map(({ code }) => code)];
}

export async function ingested(db: string, ...words: readonly string[]): Promise<string> {
  const { size, root } = ingestJson(await ingest(db, ...words)).foot;
  return `${size}:${root}`;
}

export function places(db: string, ...texts: readonly string[]): string[] {
  return find(texts, leftoversOf(db)).map(({ text, where }) => `${text}: ${where}`);
}

/** Ledger entries without those that a command appended. */
export function texts(db: string): Map<string, string> {
  const reader = new CaseReader(db);
  try {
    return new Map(Array.from({ length: reader.entries.size }, (_, seq) => [String(seq), reader.entries.text(seq)]));
  } finally {
    reader.close();
  }
}

/** Writes records into a log. */
export function logOf(folder: string, name: string, ...records: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines(...records));
  return path;
}
