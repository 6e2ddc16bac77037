import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CaseReader } from '../../src/store/case-reader.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { ACME, temporaryFolder } from '../support/cases.ts';
import { codes, ingested, redact } from '../support/redacting.ts';

const folder = temporaryFolder();
const sealed = join(folder, 'sealed.db');
const redacted = join(folder, 'redacted.db');
let anchor = '';
/** An entry that lost the account it is about, and still has its address. */
let seq = -1;

beforeAll(async () => {
  await ingested(sealed, ACME, '--seal', 'actor,ip,email');
  copyFileSync(sealed, redacted);
  const { exitCode, foot } = await redact(redacted, '--actor', 'alice', '--reason', 'asked for');
  expect(exitCode).toBe(0);
  anchor = `${foot.size}:${foot.root}`;
  seq = valuesLeft()[0] ?? -1;
}, 120_000);

/** Entries that a redaction names, and that have values still. */
function valuesLeft(): readonly number[] {
  const reader = new CaseReader(redacted);
  const ranges = reader.redactions().flatMap(({ entry }) => entry.sealed ?? []);
  reader.close();
  const db = openDatabase(redacted, { readonly: true });
  const seqs = db.prepare<[], number>('SELECT DISTINCT seq FROM ledger_disclosure ORDER BY seq').pluck().all();
  db.close();
  return seqs.filter((each) => ranges.some(([first, last]) => each >= first && each <= last));
}

/** A copy of the redacted case, changed by whoever can write to it. */
function changed(name: string, change: (db: Database) => void): string {
  const path = join(folder, `${name}.db`);
  copyFileSync(redacted, path);
  const db = openDatabase(path);
  const guards = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const guard of guards) db.exec(`DROP TRIGGER ${guard.name}`);
  change(db);
  for (const guard of guards) db.exec(guard.sql);
  db.close();
  return path;
}

describe('sealed values of a redacted entry', () => {
  it('are those that the redaction named, and no other ones', async () => {
    expect(seq).toBeGreaterThan(0);
    expect(await codes(redacted, '--expect', anchor)).toEqual([0, ['N-REDACTED', 'N-RAW-ABSENT']]);
  });

  it('that were not redacted are missed', async () => {
    const path = changed('more', (db) => db.prepare('DELETE FROM ledger_disclosure WHERE seq = ?').run(seq));
    expect(await codes(path, '--expect', anchor)).toEqual([1, expect.arrayContaining(['F-DISCLOSURE'])]);
  });

  it('that were redacted are seen when they are back, all or one', async () => {
    for (const where of ['1', `seq = ${seq}`]) {
      const path = changed('back', (db) => {
        db.prepare('ATTACH ? AS old').run(sealed);
        db.exec(`INSERT OR IGNORE INTO ledger_disclosure SELECT * FROM old.ledger_disclosure WHERE ${where}`);
        db.exec('DETACH old');
      });
      expect((await codes(path, '--expect', anchor))[1]).toContain('I-NOT-REDACTED');
    }
  });
});
