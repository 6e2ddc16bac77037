import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ACME } from '../support/cases.ts';
import { type Outcome, run } from '../support/terminal.ts';
import { ask } from './attacker.ts';

export const ORIGIN = 'audit.example/incident-42';
const EVIDENCE = [ACME, 'fixtures/incidents/nx-2025'];

/** What an attacker finds. */
export interface Scene {
  readonly folder: string;
  /** The case, to be attacked. */
  readonly file: string;
  /** The case as it was before the last ingest. */
  readonly yesterday: string;
  /** Kept elsewhere by somebody else, with the public key. */
  readonly checkpoint: string;
  readonly vkey: string;
  /** The private key: some attackers have stolen it. */
  readonly keyFile: string;
  readonly evidence: readonly string[];
  /** Number of the first entry of the file that was read last. */
  readonly lastFile: number;
  /** The program, as anybody can run it. */
  run(...words: readonly string[]): Promise<Outcome>;
}

/** What is verified instead, where an attack leaves more than a changed file. */
export interface Left {
  readonly file?: string;
  /** Words that give the anchor. */
  readonly anchor?: readonly string[];
  /** Other words of `verify`. */
  readonly words?: readonly string[];
}

/** A row of the table in the README. */
interface Row {
  readonly what: string;
  readonly tool: string;
  /** Exit code and codes of `verify` with nothing from outside. */
  readonly alone: string;
  /** The same with the checkpoint and the key that were kept elsewhere. */
  readonly anchored: string;
  /** The same and `--strict`, where that is another. */
  readonly strict?: string;
}

/** What leaves nothing but the changed file. */
export interface CaseAttack extends Row {
  readonly act: (scene: Scene) => unknown;
}

export interface Attack extends Row {
  readonly act: (scene: Scene) => Promise<Left> | Left;
}

/** Makes the case of yesterday and today, the key and the checkpoint. */
export async function makeScene(folder: string): Promise<Scene> {
  const at = (name: string): string => join(folder, name);
  const [original, yesterday] = [at('original.db'), at('yesterday.db')];
  const [checkpoint, vkey, keyFile] = [at('checkpoint'), at('vkey'), at('stolen.pem')];
  const [first = '', second = ''] = EVIDENCE;
  const words = ['--db', original, '--origin', ORIGIN, '--recorded-at', '2026-04-01T00:00:00Z'];
  await succeeds('ingest', first, ...words);
  copyFileSync(original, yesterday);
  await succeeds('ingest', second, '--db', original, '--recorded-at', '2026-04-02T00:00:00Z');
  await succeeds('checkpoint', 'keygen', '--db', original, '--key-file', keyFile, '--vkey-file', vkey);
  await succeeds('checkpoint', 'sign', '--db', original, '--key-file', keyFile, '--out', checkpoint);
  const facts = { lastFile: lastFileOf(original), evidence: EVIDENCE, run: succeeds };
  return { folder, file: original, yesterday, checkpoint, vkey, keyFile, ...facts };
}

function lastFileOf(file: string): number {
  const receipts = `SELECT seq FROM ledger_tail WHERE text LIKE '%"entry":"evidence",%' ORDER BY seq DESC LIMIT 1`;
  const [receipt] = ask<{ seq: number }>(file, receipts);
  return receipt?.seq ?? Number.NaN;
}

async function succeeds(...words: readonly string[]): Promise<Outcome> {
  const outcome = await run(words);
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  return outcome;
}

/** A fresh copy of the case, with nothing of the last attack beside it. */
export function fresh(scene: Scene): Scene {
  const file = join(scene.folder, 'case.db');
  for (const name of readdirSync(scene.folder))
    if (/^(?:case|other|brought)/.test(name)) rmSync(join(scene.folder, name), { recursive: true });
  copyFileSync(scene.file, file);
  return { ...scene, file };
}

/** Exit code and codes, each once and in order, as the table writes them. */
export async function verdict(file: string, anchor: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(['verify', file, '--json', ...anchor]);
  const report = stdout === '' ? { rows: [] } : (JSON.parse(stdout) as { rows: readonly { code: string }[] });
  const refused = /\b(E-[A-Z-]+)/.exec(stderr)?.[1] ?? '';
  const codes = [...new Set([refused, ...report.rows.map(({ code }) => code)])].filter((code) => code !== '');
  return [exitCode, ...codes.sort()].join(' ');
}
