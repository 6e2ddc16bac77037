import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ValueKind, ValueSearch } from '../../src/core/value-search.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { openDatabase } from '../../src/store/database.ts';
import { ACME, ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { dump } from '../support/dump.ts';
import { shortLog } from '../support/logs.ts';
import { plantedFiles } from '../support/planted.ts';
import { codes, ingested, logOf, places, redact, texts } from '../support/redacting.ts';
import { SecretMaker } from '../support/secrets.ts';
import { run } from '../support/terminal.ts';
import { record } from '../support/told.ts';

const folder = temporaryFolder();
const SEAL = ['--seal', 'actor,ip,email,token'];
const plain = join(folder, 'plain.db');
const sealed = join(folder, 'sealed.db');
const VICTIM = 'victimNobody';
const KEEPER = 'keeperAnybody';
let anchor = '';

beforeAll(async () => {
  await ingest(plain, ACME);
  anchor = await ingested(sealed, ACME, ...SEAL);
}, 120_000);

/** Members of the events of a case that name somebody. */
function people(db: string): [ValueKind, string][] {
  const reader = new CaseReader(db);
  try {
    const found = new Map<string, ValueKind>();
    for (let seq = 0; seq < reader.entries.size; seq++) {
      const entry = reader.entry(seq);
      if (entry.entry !== 'event' && entry.entry !== 'note') continue;
      const { actor, user, ip, actor_email, user_email } = entry.event;
      for (const value of [actor, user]) if (value !== undefined) found.set(value, 'actor');
      for (const value of [actor_email, user_email]) if (value !== undefined) found.set(value, 'email');
      if (ip !== undefined) found.set(ip, 'ip');
    }
    return [...found].map(([value, kind]) => [kind, value]);
  } finally {
    reader.close();
  }
}

/** Steps without their ids, which differ from case to case where they are keyed. */
async function steps(db: string, ...words: readonly string[]): Promise<unknown[]> {
  const { rows } = JSON.parse(await shown(db, ...words)) as { rows: readonly Record<string, unknown>[] };
  return rows.map(({ id, ...rest }) => rest);
}

describe('a sealed case', () => {
  it('tells the same story as one in the clear', async () => {
    expect(await steps(sealed)).toEqual(await steps(plain));
    expect(await steps(sealed, '--actor', 'alice', '--raw')).toEqual(await steps(plain, '--actor', 'alice', '--raw'));
    const said = await Promise.all(
      [plain, sealed].map(async (db) => (await run(['detect', '--db', db])).stdout.replace(/\b[0-9a-f]{4,8}\b/g, '')),
    );
    expect(said[1]?.split('\n').length).toBe(said[0]?.split('\n').length);
  });

  it('holds no name, address or e-mail in the text of any entry but the receipts', () => {
    const known = people(plain);
    expect(known.length).toBeGreaterThan(10);
    const searches = known.map(([kind, value]) => ({ value, search: new ValueSearch(kind, value) }));
    const left = [...texts(sealed).values()]
      .filter((text) => !text.includes('"entry":"evidence'))
      .flatMap((text) =>
        searches.filter(({ search }) => search.find(text) === 'whole').map(({ value }) => `${value}: ${text}`),
      );
    expect(left).toEqual([]);
  });

  it('verifies, and reindex gives the same index', async () => {
    expect(await codes(sealed, '--expect', anchor, '--deep')).toEqual([0, []]);
    const copy = join(folder, 'reindexed.db');
    copyFileSync(sealed, copy);
    expect((await run(['reindex', '--db', copy])).exitCode).toBe(0);
    expect(dump(copy)).toBe(dump(sealed));
  });

  it('knows the same evidence, and the same records in other evidence', async () => {
    const db = join(folder, 'again.db');
    const log = logOf(folder, 'one.ndjson', record(1), record(2));
    const first = ingestJson(await ingest(db, log, ...SEAL)).foot;
    expect(ingestJson(await ingest(db, log)).foot.size).toBe(first.size);
    const { counts } = ingestJson(await ingest(db, logOf(folder, 'two.ndjson', record(2), record(3)))).foot;
    expect(counts).toMatchObject({ read: 2, recorded: 1, known: 1 });
    expect((await steps(db)).length).toBe(3);
    expect(await codes(db, '--allow-unanchored', '--deep')).toEqual([0, []]);
  });

  it('seals what comes later too, and cannot become another', async () => {
    const db = join(folder, 'later.db');
    await ingest(db, logOf(folder, 'later-1.ndjson', record(1)), '--seal', 'actor');
    await ingest(db, logOf(folder, 'later-2.ndjson', record(2)));
    await run(['note', `called user-7`, '--actor', 'user-7', '--at', '2026-04-01T00:00:00Z', '--db', db]);
    for (const name of ['user-1', 'user-2', 'user-7'])
      expect([...texts(db).values()].filter((text) => text.includes(name))).toEqual([]);
    for (const [path, words] of [
      [db, ['--seal', 'actor,ip']],
      [plain, ['--seal', 'actor']],
      [join(folder, 'none.db'), ['--seal', 'name']],
    ] as const) {
      const { exitCode, stderr } = await ingest(path, ACME, ...words);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('seal')]);
    }
  });
});

describe('a reading that was interrupted', () => {
  /** Ctrl-C in the middle. */
  async function interrupted(db: string, log: string, ...words: readonly string[]): Promise<void> {
    const { exitCode } = await run(['ingest', log, '--db', db, ...words], {
      interrupt: (press) => void setTimeout(20).then(press),
    });
    expect(exitCode).toBe(130);
  }

  it('goes on in a sealed case as in one in the clear', { timeout: 120_000 }, async () => {
    const [db, log] = [join(folder, 'cut.db'), join(folder, 'cut.ndjson')];
    shortLog(log, 20_000);
    await interrupted(db, log, ...SEAL);
    const { counts } = ingestJson(await ingest(db, log)).foot;
    expect([counts['read'], counts['recorded']]).toEqual([20_000, 20_000]);
    expect(await codes(db, '--allow-unanchored', '--deep')).toEqual([0, []]);
    expect((await steps(db)).length).toBe(20_000);
  });

  it('and redacted does not bring back what was removed', { timeout: 120_000 }, async () => {
    const [db, log] = [join(folder, 'cut-plain.db'), join(folder, 'cut.ndjson')];
    await interrupted(db, log);
    const { foot } = await redact(db, '--actor', 'user-3', '--reason', 'r');
    expect(foot.redacted).toBeGreaterThan(0);
    const { counts } = ingestJson(await ingest(db, log)).foot;
    expect(counts['read']).toBe(20_000);
    const left = [...texts(db).values()].filter((text) => text.includes('"actor":"user-3"')).length;
    const all = Math.ceil((20_000 - 3) / 7);
    expect(left).toBe(all - foot.redacted);
  });
});

describe('redaction of a sealed case', () => {
  it('removes a value of every format, and not its neighbour', { timeout: 120_000 }, async () => {
    const db = join(folder, 'planted.db');
    for (const [where, marker] of [
      ['first', VICTIM],
      ['second', KEEPER],
    ] as const) {
      const secrets = new SecretMaker();
      const evidence = join(folder, where);
      mkdirSync(evidence);
      for (const { name, content, words } of await plantedFiles('fixtures/formats', () => ({ secrets, marker }))) {
        writeFileSync(join(evidence, name), content);
        await ingest(db, join(evidence, name), ...words, ...SEAL);
      }
    }
    const noted = await ingested(db, ACME);
    const [, known] = await codes(db, '--expect', noted, '--deep');
    expect(places(db, VICTIM)).toContain(`${VICTIM}: UTF-8 in a sealed record`);
    const { exitCode, foot } = await redact(db, '--text', VICTIM, '--reason', 'request 17');
    expect([exitCode, foot.redacted > 60]).toEqual([0, true]);
    expect(places(db, VICTIM)).toEqual([]);
    expect(places(db, KEEPER)).toContain(`${KEEPER}: UTF-8 in a sealed record`);
    expect(places(db, KEEPER)).toContain(`${KEEPER}: UTF-8 in the file`);
    const [, found] = await codes(db, '--expect', noted, '--deep');
    expect(found.filter((code) => !known.includes(code))).toEqual(expect.arrayContaining(['N-RAW-ABSENT']));
    expect(found.filter((code) => code.startsWith('F') && !known.includes(code))).toEqual([]);
    for (const name of readdirSync(join(folder, 'first')))
      await ingest(db, join(folder, 'first', name), '--assume-tz', '+02:00');
    expect(places(db, VICTIM)).toEqual([]);
  });

  it('keeps what happened and when, without who', async () => {
    const db = join(folder, 'who.db');
    const at = { actor: 'mallory-the-first', actor_ip: '203.0.113.77' };
    const noted = await ingested(db, logOf(folder, 'who.ndjson', record(1, at), record(2)), ...SEAL);
    const before = texts(db);
    const { foot, rows } = await redact(db, '--actor', 'mallory-the-first', '--reason', 'request 17');
    expect([foot.redacted, rows.map(({ seq, kind }) => [seq, kind])]).toEqual([1, [[2, 'event']]]);
    expect(places(db, 'mallory-the-first', '203.0.113.77')).toEqual([]);
    const [first, second] = (await steps(db)) as { action: string; time: string; actor?: string; repo?: string }[];
    expect(first).toMatchObject({ action: 'source.push', repo: 'acme/widget' });
    expect([first?.actor, second?.actor]).toEqual([undefined, 'user-2']);
    const after = texts(db);
    expect([...before].filter(([seq, text]) => after.get(seq) !== text)).toEqual([]);
    expect(await codes(db, '--expect', noted)).toEqual([0, ['N-RAW-ABSENT']]);
    expect((await codes(db, '--expect', noted, '--strict'))[0]).toBe(3);
    const { counts } = ingestJson(await ingest(db, logOf(folder, 'who-2.ndjson', record(1, at), record(3)))).foot;
    expect(counts).toMatchObject({ read: 2, recorded: 1, known: 1 });
    expect(places(db, 'mallory-the-first', '203.0.113.77')).toEqual([]);
  });

  it('erases the key, after which nothing can be added and everything still verifies', async () => {
    const db = join(folder, 'key.db');
    const noted = await ingested(db, logOf(folder, 'key.ndjson', record(1), record(2)), ...SEAL);
    const open = openDatabase(db, { readonly: true });
    const key = open.prepare<[], Buffer>('SELECT key FROM ledger_key').pluck().get() ?? Buffer.alloc(32);
    open.close();
    expect(readFileSync(db).includes(key)).toBe(true);
    expect((await redact(db, '--erase-key', '--reason', 'closed')).exitCode).toBe(0);
    expect(readFileSync(db).includes(key)).toBe(false);
    expect(await codes(db, '--expect', noted)).toEqual([0, []]);
    expect((await steps(db)).length).toBe(2);
    const { exitCode, stderr } = await ingest(db, logOf(folder, 'key-2.ndjson', record(3)));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('was erased')]);
    expect((await redact(db, '2', '--reason', 'r')).exitCode).toBe(0);
    expect((await codes(db, '--expect', noted))[0]).toBe(0);
  });
});

describe('a case that seals nothing', () => {
  it('has no key to erase', async () => {
    const db = join(folder, 'no-key.db');
    await ingested(db, logOf(folder, 'no-key.ndjson', record(1)));
    const { exitCode, stderr } = await redact(db, '--erase-key', '--reason', 'closed');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has no key')]);
  });
});

describe('verify of a sealed case', () => {
  function changed(name: string, sql: string): string {
    const path = join(folder, `${name}.db`);
    copyFileSync(sealed, path);
    const db = openDatabase(path);
    const guards = db
      .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all();
    for (const guard of guards) db.exec(`DROP TRIGGER ${guard.name}`);
    db.exec(sql);
    for (const guard of guards) db.exec(guard.sql);
    db.close();
    return path;
  }

  it.each([
    ['removed', 'DELETE FROM ledger_disclosure WHERE seq = (SELECT max(seq) FROM ledger_disclosure)'],
    ['changed', "UPDATE ledger_disclosure SET text = text || 'A' WHERE seq = (SELECT max(seq) FROM ledger_disclosure)"],
    [
      'of another entry',
      'UPDATE ledger_disclosure SET seq = seq + 1 WHERE seq = (SELECT max(seq) FROM ledger_disclosure)',
    ],
    ['of no entry', "INSERT INTO ledger_disclosure VALUES (99999999, zeroblob(32), 'x')"],
    ['added', "INSERT INTO ledger_disclosure VALUES (2, zeroblob(32), 'x')"],
    ['with another key', 'UPDATE ledger_key SET key = zeroblob(32)'],
    ['without its key', 'DELETE FROM ledger_key'],
  ])('finds a sealed value %s', async (name, sql) => {
    const [exitCode, found] = await codes(changed(name, sql), '--expect', anchor);
    expect([exitCode, found]).toEqual([1, expect.arrayContaining(['F-DISCLOSURE'])]);
  });
});

describe('redaction by age', () => {
  it('removes what certainly happened before, and nothing that has no time', async () => {
    const db = join(folder, 'age.db');
    const noted = await ingested(db, ACME);
    const before = await steps(db, '--until', '2026-06-01');
    expect(before.length).toBeGreaterThan(10);
    const { exitCode, foot } = await redact(db, '--older-than', '2026-06-01', '--reason', 'retention');
    expect([exitCode, foot.redacted > 10]).toEqual([0, true]);
    const left = (await steps(db)) as { time?: string; not_after?: string; inference?: string }[];
    const old = left.filter(
      ({ time, not_after: latest, inference }) => inference === undefined && (time ?? latest ?? '9') < '2026-06-01',
    );
    expect(old).toEqual([]);
    expect(left.length).toBeGreaterThan(20);
    expect(await codes(db, '--expect', noted)).toEqual([0, ['N-REDACTED']]);
    expect((await redact(db, '--older-than', '2026-06-01', '--reason', 'retention')).foot.redacted).toBe(0);
  });

  it('stands alone', async () => {
    expect((await redact(plain, '--older-than', '90d', '--actor', 'alice', '--reason', 'r')).exitCode).toBe(2);
  });
});
