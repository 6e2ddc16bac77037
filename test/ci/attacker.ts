import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { openDatabase } from '../../src/store/database.ts';
import { SCHEMA } from '../../src/store/schema.ts';

/**
 * What somebody does who can write the file: with the stock shell of SQLite where it is installed, else with the
 * library, its own guards off.
 * @throws {Error} with what SQLite says, when a statement is refused
 */
export function sqlite(file: string, sql: string): void {
  if (HAS_SHELL) {
    const { status, stderr } = spawnSync(SHELL, ['-batch', '-bail', file], { input: sql, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return;
  }
  const db = openDatabase(file);
  try {
    db.unsafeMode(true);
    db.exec(sql);
  } finally {
    db.close();
  }
}

const SHELL: string = 'sqlite3';
const HAS_SHELL = spawnSync(SHELL, ['--version'], { stdio: 'ignore' }).status === 0;

/** As `sqlite`, but guards are dropped before and put back after, and the header says nothing of it. */
export function unguarded(file: string, sql: string): void {
  const guards = triggers(file);
  const drop = guards.map(({ name }) => `DROP TRIGGER ${name};`);
  const restore = guards.map((guard) => `${guard.sql};`);
  const script = ['BEGIN;', ...drop, `${sql};`, ...restore, 'COMMIT;', `PRAGMA schema_version = ${SCHEMA.length};`];
  sqlite(file, script.join('\n'));
}

function triggers(file: string): readonly { readonly name: string; readonly sql: string }[] {
  return ask(file, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
}

/** Rows of a case. */
export function ask<Row>(file: string, sql: string): Row[] {
  const db = openDatabase(file, { readonly: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}

/** What somebody does with a hex editor: other bytes in the place of the last such bytes. */
export function hexEdit(file: string, from: string | Buffer, to: string | Buffer): void {
  const bytes = readFileSync(file);
  const at = bytes.lastIndexOf(from);
  if (at < 0) throw new Error(`${file} does not hold ${from.toString()}`);
  Buffer.from(to).copy(bytes, at);
  writeFileSync(file, bytes);
}

export function hexLiteral(bytes: Uint8Array): string {
  return `x'${Buffer.from(bytes).toString('hex')}'`;
}
