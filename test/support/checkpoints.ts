import { createPrivateKey } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect } from 'vitest';
import { SCHEMAS, type SchemaKind } from '../../src/core/schemas.ts';
import { openNote, signNote } from '../../src/integrity/note.ts';
import { signerOf } from '../../src/integrity/signer.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { temporaryFolder } from './cases.ts';
import { appendEntries, ORIGIN } from './entries.ts';
import { violations } from './json-schema.ts';
import { type Outcome, run } from './terminal.ts';

export interface Answer {
  readonly exitCode: number;
  /** Codes of the findings; what was said on stderr where there is no report. */
  readonly codes: readonly string[];
  readonly foot: Readonly<Record<string, unknown>>;
}

/**
 * A folder with `case.db` of 700 entries, two keys in `keys/` with their public halves `vkey` and `other.vkey`, the
 * checkpoints `first` (300 entries) and `second` (700), and the proof `growth` between them.
 */
export class SignedCase {
  readonly folder = temporaryFolder();
  readonly db = this.at('case.db');

  /** To be called where tests are described. */
  static make(): SignedCase {
    const made = new SignedCase();
    beforeAll(() => made.#fill());
    return made;
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  text(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(this.at(name), text);
  }

  /** What is signed in a checkpoint. */
  body(name: string): string {
    return openNote(this.text(name), []).text;
  }

  /** Runs `checkpoint` in the folder. */
  run(...words: readonly string[]): Promise<Outcome> {
    return run(['checkpoint', ...words], { cwd: this.folder, env: { AUDIT_TIMELINE_DB: this.db } });
  }

  /** The same, for programs. */
  async answer(...words: readonly string[]): Promise<Answer> {
    const { exitCode, stdout, stderr } = await this.run(...words, '--json');
    if (stdout === '') return { exitCode, codes: [stderr], foot: {} };
    const report = JSON.parse(stdout) as { kind: SchemaKind; rows: { code: string }[]; foot: Answer['foot'] };
    expect(violations(report, SCHEMAS[report.kind])).toEqual([]);
    return { exitCode, codes: report.rows.map(({ code }) => code), foot: report.foot };
  }

  sign(out: string, ...words: readonly string[]): Promise<Answer> {
    return this.answer('sign', '--key-file', 'keys/k.pem', '--out', out, ...words);
  }

  /** A signature of anything: what somebody with a key can do. */
  forge(name: string, body: string, keyFile = 'keys/k.pem'): void {
    const { signer } = signerOf(ORIGIN, createPrivateKey(this.text(keyFile)));
    this.write(name, signNote(body, signer));
  }

  /** What somebody can do who can write the case and has no key: guards dropped for a change, and put back. */
  rewritten(name: string, change: (open: Database) => void): string {
    const path = this.at(name);
    copyFileSync(this.db, path);
    const open = openDatabase(path);
    open.unsafeMode(true);
    const guards = open
      .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all();
    open.exec('BEGIN');
    for (const guard of guards) open.exec(`DROP TRIGGER ${guard.name}`);
    change(open);
    for (const guard of guards) open.exec(guard.sql);
    open.exec('COMMIT');
    open.close();
    return path;
  }

  async #fill(): Promise<void> {
    mkdirSync(this.at('keys'));
    await appendEntries(this.db, 300);
    await this.run('keygen', '--key-file', 'keys/k.pem', '--vkey-file', 'vkey');
    await this.run('keygen', '--key-file', 'keys/other.pem', '--vkey-file', 'other.vkey');
    await this.sign('first');
    await appendEntries(this.db, 400);
    await this.sign('second', '--since', 'first', '--proof', 'growth');
  }
}
