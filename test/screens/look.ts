import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { leafHash } from '../../src/core/merkle.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { temporaryFolder } from '../support/cases.ts';
import { type Outcome, run, type Setting } from '../support/terminal.ts';

/** A terminal of 100 columns without colours, a fixed clock, and a case of each incident. */
const TERMINAL = { columns: 100, now: '2026-04-01T00:00:00.000Z', cwd: resolve('fixtures/incidents') } as const;
const QUIET = { NO_COLOR: '1' };

export interface Look extends Setting {
  readonly words: readonly string[];
  /** Case file. */
  readonly db: string;
}

export async function look({ words, db, env, ...setting }: Look): Promise<Outcome> {
  return run(words, { ...TERMINAL, ...setting, env: { ...QUIET, AUDIT_TIMELINE_DB: db, ...env } });
}

/** As `look`, into a pipe. */
export async function piped({ words, db }: Look): Promise<Outcome> {
  const { now, cwd } = TERMINAL;
  return run(words, { now, cwd, env: { AUDIT_TIMELINE_DB: db } });
}

export interface Incident {
  readonly name: string;
  readonly db: string;
  /** The command that made the case, and what it said. */
  readonly words: readonly string[];
  readonly outcome: Outcome;
  /** `SIZE:ROOT`, as its last line tells to write it down. */
  readonly anchor: string;
}

/** Reads the evidence of an incident into a case of its own. */
async function incidentOf(name: string, folder: string): Promise<Incident> {
  const db = join(folder, `${name}.db`);
  const words = ['ingest', name, '--origin', name];
  // Each is read after it happened.
  const now = name.startsWith('acme') ? '2026-06-10T00:00:00.000Z' : TERMINAL.now;
  const outcome = await look({ words, db, now });
  const anchor = / (\d+:[A-Za-z0-9+/]{43}=)\n$/.exec(outcome.stdout)?.[1];
  if (anchor === undefined) throw new Error(`ingest of ${name} gave no anchor: ${outcome.stderr}`);
  return { name, db, words, outcome, anchor };
}

/** The three incidents; call it once, at the top of a file of tests. */
export async function incidents() {
  const folder = temporaryFolder();
  return {
    folder,
    axios: await incidentOf('axios-2026', folder),
    after: await incidentOf('axios-2026-morning-after', folder),
    acme: await incidentOf('acme-2026', folder),
  };
}

/** A command, what it printed and how it ended. Where the case lies is nobody's business. */
export function transcript(words: readonly string[], { stdout, stderr, exitCode }: Outcome, folder: string): string {
  if (exitCode === 70) throw new Error(`${words.join(' ')}: ${stderr}`);
  const line = ['audit-timeline', ...words.map(quoted)].join(' ');
  return `$ ${line}\n${stdout}${stderr}[exit ${exitCode}]\n`.replaceAll(folder, '<folder>');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./<>-]+$/.test(word) ? word : `'${word}'`;
}

/** A copy of a case, changed by somebody who can write the file and puts the guards back. */
export function tampered({ db: from }: Incident, to: string, change: (db: Database) => void): string {
  copyFileSync(from, to);
  const db = openDatabase(to);
  db.unsafeMode(true);
  const cookie = db.pragma('schema_version', { simple: true }) as number;
  const sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid";
  const guards = db.prepare<[], { name: string; sql: string }>(sql).all();
  for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`);
  change(db);
  for (const guard of guards) db.exec(guard.sql);
  db.pragma(`schema_version = ${cookie}`);
  db.close();
  return to;
}

const HIDE = `UPDATE ledger_tail SET text = replace(text, 'ifstap@proton.me', 'jasonsaayman@gmail.com')
  WHERE text LIKE '%"entry":"event"%'`;

/** The ways of a forger, from the plain one to the careful one. */
export const FORGERIES = {
  /** The address of the attacker goes. */
  changed: (db: Database): unknown => db.exec(HIDE),
  cut: (db: Database): unknown => db.exec('DELETE FROM ledger_tail WHERE seq = (SELECT max(seq) FROM ledger_tail)'),
  /** Every hash that stands in the file fits again. */
  rewritten: (db: Database): unknown => {
    db.exec(HIDE);
    db.function('leaf_of', (text) => leafHash(String(text)));
    return db.exec('UPDATE ledger_tail SET leaf = leaf_of(text)');
  },
} as const;
