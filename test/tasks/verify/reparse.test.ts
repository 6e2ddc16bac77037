import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { leafHash } from '../../../src/core/merkle.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { SCHEMA } from '../../../src/store/schema.ts';
import { ACME, AXIOS, ingest, temporaryFolder } from '../../support/cases.ts';
import { run } from '../../support/terminal.ts';

const folder = temporaryFolder();
const db = join(folder, 'acme.db');

beforeAll(async () => {
  await ingest(db, ACME);
});

interface Row {
  readonly code: string;
  readonly message: string;
}

async function rows(path: string, evidence: string): Promise<readonly Row[]> {
  const words = ['verify', path, '--allow-unanchored', '--deep', '--evidence', evidence, '--json'];
  const { stdout } = await run(words);
  const all = (JSON.parse(stdout) as { rows: readonly Row[] }).rows;
  return all.filter(({ code }) => !['I-UNKNOWN-KEY', 'I-GAP', 'I-NOT-CHECKED'].includes(code));
}

/** The case after somebody changed an entry, all hashes above it, and the index. */
async function changed(from: string, change: (text: string) => string): Promise<string> {
  const path = join(folder, 'changed.db');
  copyFileSync(from, path);
  const open = openDatabase(path);
  open.unsafeMode(true);
  const guards = open
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of guards) open.exec(`DROP TRIGGER ${name}`);
  for (const { seq, text } of open
    .prepare<[], { seq: number; text: string }>('SELECT seq, text FROM ledger_tail ORDER BY seq')
    .all()) {
    const other = change(text);
    open.prepare('UPDATE ledger_tail SET text = ?, leaf = ? WHERE seq = ?').run(other, leafHash(other), seq);
  }
  for (const { sql } of guards) open.exec(sql);
  open.pragma(`schema_version = ${SCHEMA.length}`);
  open.close();
  expect((await run(['reindex', '--db', path])).exitCode).toBe(0);
  return path;
}

describe('the originals read again', () => {
  it.each([
    ['acme', ACME],
    ['axios', AXIOS],
  ])('give the entries of the case: %s', async (name, evidence) => {
    const path = join(folder, `again-${name}.db`);
    await ingest(path, evidence);
    expect(await rows(path, evidence)).toEqual([]);
  });

  it('give them also from an archive, and for a second reading of what is known', async () => {
    const [path, evidence] = [join(folder, 'archive.db'), join(folder, 'packed')];
    mkdirSync(evidence);
    const log = readFileSync(join(ACME, 'verdaccio.log'));
    writeFileSync(join(evidence, 'verdaccio.log.gz'), gzipSync(log));
    writeFileSync(join(evidence, 'half.log'), log.subarray(0, log.lastIndexOf('\n', log.length / 2) + 1));
    cpSync(join(ACME, 'github-audit-acme.ndjson'), join(evidence, 'github.ndjson'));
    await ingest(path, join(evidence, 'half.log'));
    await ingest(path, evidence);
    expect(await rows(path, evidence)).toEqual([]);
  });

  it('tell of an entry that was changed, though every hash fits', async () => {
    const path = await changed(db, (text) => text.replaceAll('"actor":"alice"', '"actor":"bob"'));
    const found = await rows(path, ACME);
    expect(found.length).toBeGreaterThan(0);
    for (const { code, message } of found) {
      expect(code).toBe('F-REPARSE');
      expect(message).toMatch(/^EV-[0-9a-f]{8} .*: seq \d+: read again it gives something else$/);
    }
  });

  it('that cannot be compared with a damaged case leave all other findings told', async () => {
    const path = join(folder, 'damaged.db');
    copyFileSync(db, path);
    const file = openDatabase(path);
    file.unsafeMode(true);
    for (const name of ['block_update', 'tail_delete']) file.exec(`DROP TRIGGER ledger_${name}`);
    file.exec('UPDATE ledger_block SET z = x\'00\'; DELETE FROM ledger_tail WHERE text LIKE \'%"entry":"event"%\'');
    file.close();
    const { exitCode, stdout } = await run(['verify', path, '--deep', '--evidence', ACME, '--json']);
    const found = (JSON.parse(stdout) as { rows: Row[] }).rows.map(({ code }) => code);
    expect([exitCode, found]).toEqual([1, expect.arrayContaining(['F-SCHEMA', 'F-LEDGER', 'I-NOT-CHECKED'])]);
    expect(stdout).toContain('not read again: entry');
  });

  it('are not compared where another revision read them', async () => {
    const path = await changed(db, (text) => text.replace('"format_revision":1', '"format_revision":99'));
    const codes = new Set((await rows(path, ACME)).map(({ code }) => code));
    expect([...codes]).toEqual(['I-REVISION']);
  });

  it('are only hashed without --deep', async () => {
    const path = await changed(db, (text) => text.replaceAll('"actor":"alice"', '"actor":"bob"'));
    const { stdout } = await run(['verify', path, '--allow-unanchored', '--evidence', ACME, '--json']);
    expect(stdout).not.toContain('F-REPARSE');
  });
});
