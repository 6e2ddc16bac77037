import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { ACME, ingest, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();
const original = join(folder, 'original.db');

beforeAll(async () => {
  await ingest(original, ACME);
});

describe('a case that is named by a link', () => {
  mkdirSync(join(folder, 'data'), { recursive: true });
  const target = join(folder, 'data', 'x.db');
  const link = join(folder, 'link.db');

  it.each(['-wal', '-shm', '-journal'])('with a %s beside its target is refused', async (suffix) => {
    copyFileSync(original, target);
    if (!existsSync(link)) symlinkSync(target, link);
    expect((await run(['verify', link, '--allow-unanchored'])).exitCode).toBe(0);
    writeFileSync(`${target}${suffix}`, 'planted');
    const { exitCode, stderr } = await run(['verify', link, '--allow-unanchored']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('E-SIDE-FILE')]);
    expect((await run(['show', '--db', link])).exitCode).toBe(2);
    rmSync(`${target}${suffix}`);
  });
});

describe('an index that cannot be read', () => {
  it.each([
    ['of another revision', 'UPDATE index_meta SET value = 1', 'derived by revision 1'],
    ['of a later revision', 'UPDATE index_meta SET value = 99', 'derived by revision 99'],
    ['without a revision', 'DELETE FROM index_meta', 'derived without saying how'],
    ['with half a number', "UPDATE posting SET seqs = CAST(seqs || x'00' AS BLOB)", 'posting cannot be read'],
    ['with a time that is none', 'UPDATE timeline SET sort = 9223372036854775807 WHERE seq = 2', 'timeline row 2'],
    ['with a bound that is none', 'UPDATE timeline SET low = 9223372036854775807, bounded = 1', 'timeline row'],
  ])('%s ends a command with a sentence', async (name, sql, sentence) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.db`);
    copyFileSync(original, path);
    const db = openDatabase(path);
    db.exec(sql);
    db.close();
    for (const words of [['show', '--package', '@acme/widget'], ['detect']]) {
      const { exitCode, stderr, stdout } = await run([...words, '--db', path]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)]);
      expect(`${stderr}${stdout}`).not.toContain('This is a bug');
    }
    expect((await run(['reindex', '--db', path])).exitCode).toBe(0);
    expect((await run(['show', '--package', '@acme/widget', '--db', path])).exitCode).toBe(0);
  });
});
