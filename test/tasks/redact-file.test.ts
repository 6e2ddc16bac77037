import { existsSync, linkSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { ACME, ingest, temporaryFolder } from '../support/cases.ts';
import { codes, ingested, logOf, places, redact, texts } from '../support/redacting.ts';
import { record } from '../support/told.ts';

const folder = temporaryFolder();

describe('the file', () => {
  async function small(name: string): Promise<string> {
    const db = join(folder, `${name}.db`);
    await ingest(db, logOf(folder, 'small.ndjson', record(1), record(2)));
    return db;
  }

  it('keeps its mode, leaves nothing beside it, and is replaced where a link points to', async () => {
    const db = await small('mode');
    openDatabase(db).close();
    const { chmodSync } = await import('node:fs');
    chmodSync(db, 0o600);
    const link = join(folder, 'link.db');
    symlinkSync(db, link);
    expect((await redact(link, '--actor', 'user-1', '--reason', 'r')).exitCode).toBe(0);
    expect(statSync(db).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith('mode.db'))).toEqual(['mode.db']);
    expect([places(db, 'user-1'), places(db, 'user-2').length > 0]).toEqual([[], true]);
  });

  it('that has another name is not overwritten, and that is said', async () => {
    const db = await small('linked');
    linkSync(db, join(folder, 'copy of linked.db'));
    const { foot } = await redact(db, '--actor', 'user-1', '--reason', 'r');
    expect(foot.old_file).toBe('has another name');
    expect((await codes(join(folder, 'copy of linked.db'), '--allow-unanchored'))[0]).toBe(0);
  });

  it('that is being read or written is left alone', async () => {
    const db = await small('busy');
    const other = openDatabase(db);
    other.exec('BEGIN; SELECT count(*) FROM string');
    const rows = other.prepare('SELECT * FROM string').iterate();
    rows.next();
    const { exitCode, stderr } = await redact(db, '--actor', 'user-1', '--reason', 'r');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('another program')]);
    rows.return?.();
    other.close();
    expect(existsSync(`${db}.redacting`)).toBe(false);
    expect((await codes(db, '--allow-unanchored'))[0]).toBe(0);
  });

  it('that was altered is not laundered', async () => {
    const db = await small('altered');
    const open = openDatabase(db);
    open.exec(
      "DROP TRIGGER ledger_tail_update; UPDATE ledger_tail SET text = replace(text, 'user-1', 'user-9') WHERE seq = 2",
    );
    open.close();
    const { exitCode, stderr } = await redact(db, '2', '--reason', 'r');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('entry 2 cannot be read')]);
  });
});

describe('verify', () => {
  it('names a text that is missing and that no redact entry speaks of', async () => {
    const db = join(folder, 'emptied.db');
    const noted = await ingested(db, logOf(folder, 'emptied.ndjson', record(1), record(2)));
    const open = openDatabase(db);
    open.exec("DROP TRIGGER ledger_tail_update; UPDATE ledger_tail SET text = '' WHERE seq = 3");
    open.close();
    const [exitCode, found] = await codes(db, '--expect', noted);
    expect([exitCode, found]).toEqual([1, expect.arrayContaining(['F-UNEXPLAINED-GAP', 'F-INDEX'])]);
  });

  it('names a leaf that was changed where the text is gone', async () => {
    const tail = join(folder, 'gone-in-tail.db');
    const noted = await ingested(tail, logOf(folder, 'tail.ndjson', record(1), record(2)));
    await redact(tail, '2', '--reason', 'r');
    const db = openDatabase(tail);
    db.exec('DROP TRIGGER ledger_tail_update; UPDATE ledger_tail SET leaf = zeroblob(32) WHERE seq = 2');
    db.close();
    expect((await codes(tail, '--expect', noted))[1]).toEqual(expect.arrayContaining(['F-SCHEMA', 'F-ROOT']));
  });

  it('says it when the text of a redacted entry is there again', async () => {
    const tail = join(folder, 'put-back.db');
    await ingest(tail, logOf(folder, 'back.ndjson', record(1), record(2)));
    const text = texts(tail).get('2') ?? '';
    await redact(tail, '2', '--reason', 'r');
    const db = openDatabase(tail);
    db.exec('DROP TRIGGER ledger_tail_update');
    db.prepare('UPDATE ledger_tail SET text = ? WHERE seq = 2').run(text);
    db.close();
    expect((await codes(tail))[1]).toEqual(expect.arrayContaining(['I-NOT-REDACTED']));
  });

  it('does not take a redact entry for one that is redacted itself', async () => {
    const db = join(folder, 'hidden.db');
    await ingest(db, ACME);
    const { foot } = await redact(db, '10-20', '--reason', 'r');
    const again = await redact(db, String(foot.logged[0]), '--reason', 'r');
    expect([again.exitCode, again.foot.redacted, again.foot.kept.map(({ kind }) => kind)]).toEqual([3, 0, ['redact']]);
  });
});
