import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { allEntries, parseEntry } from '../../../src/store/entries.ts';
import { IndexWriter } from '../../../src/store/index-writer.ts';
import { INDEX_TABLES } from '../../../src/store/schema.ts';
import type { Runner, verifyCaseBy } from '../../../src/store/verify/verify-case.ts';
import { verifyCase } from '../../../src/store/verify/verify-case.ts';
import { ingest, temporaryFolder } from '../../support/cases.ts';
import { needsProgram, start } from '../../support/program.ts';

/** Over 65,536 entries: two stretches. */
const RECORDS = 67_000;
const folder = temporaryFolder();
const original = join(folder, 'original.db');
const SLOW = { timeout: 120_000 };

/** Many strings, so that each stretch uses some for the first time. */
function log(path: string): void {
  const line = (i: number): string =>
    `{"@timestamp":${1_774_917_600_000 + i * 250},"_document_id":"d${i}","action":"git.fetch","actor":"user-${i % 7}","repo":"acme/r${i >> 5}","user":"u${i % 1000}"}\n`;
  writeFileSync(path, Array.from({ length: RECORDS }, (_, i) => line(i)).join(''));
}

beforeAll(async () => {
  needsProgram();
  const evidence = join(folder, 'log.ndjson');
  log(evidence);
  await ingest(original, evidence);
}, 120_000);

/** A copy of the case, changed by somebody who can write the file. */
function changed(change: (db: Database) => void): string {
  const path = join(folder, 'changed.db');
  copyFileSync(original, path);
  const db = openDatabase(path);
  db.unsafeMode(true);
  const guards = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  const cookie = Number(db.pragma('schema_version', { simple: true }));
  db.pragma('ignore_check_constraints = ON');
  for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`);
  change(db);
  for (const { sql } of guards) db.exec(sql);
  db.pragma(`schema_version = ${cookie}`);
  db.close();
  return path;
}

interface Outcome {
  readonly findings: readonly string[];
  readonly size: number;
  readonly root: string;
}

function outcome({ findings, size, root }: ReturnType<typeof verifyCase>): Outcome {
  const list = findings.list.map(({ code, message }) => `${code} ${message}`);
  return { findings: [...list, ...findings.more().map(String)], size, root: root.toString('base64') };
}

/** By threads, as the built program does it. */
async function threaded(path: string): Promise<Outcome> {
  const { runTasks } = (await import('../../../dist/tasks/verify/threads.js' as string)) as { runTasks: Runner };
  const built = (await import('../../../dist/store/verify/verify-case.js' as string)) as {
    verifyCaseBy: typeof verifyCaseBy;
  };
  return outcome(await built.verifyCaseBy(runTasks, path, { anchors: [], deep: false, from: 0 }));
}

/** What is changed together is far enough apart to be told apart. */
const CHANGES: readonly (readonly [name: string, sqls: readonly string[], found: readonly RegExp[]])[] = [
  ['nothing', [], []],
  [
    'rows of the index',
    [
      'UPDATE timeline SET actor = 1 WHERE seq = 66000',
      'UPDATE timeline SET sort = sort + 1 WHERE seq = 30000',
      "UPDATE timeline SET more = more || ' 12:1' WHERE seq = 30001",
      'DELETE FROM timeline WHERE seq = 66999',
      `INSERT INTO timeline SELECT 9000000, sort, low, bounded, id, evidence, start, line, pointer, also, number, action,
       package, version, actor, user, ip, token, repo, more FROM timeline WHERE seq = 7`,
    ],
    [
      /^F-INDEX seq 66000 actor: index says .*, ledger says user-/,
      /^F-INDEX seq 30000 sort: index says/,
      /^F-INDEX seq 30001 more: index says/,
      /^F-INDEX timeline has no row for seq 66999/,
      /^F-INDEX timeline has 1 rows that the ledger does not give/,
    ],
  ],
  [
    'postings',
    [
      "UPDATE posting SET seqs = x'0000' WHERE chunk = 1 AND role = 4 AND string = (SELECT max(string) FROM posting WHERE chunk = 1 AND role = 4)",
      'DELETE FROM posting WHERE chunk = 1 AND role = 1 AND string = (SELECT min(string) FROM posting WHERE chunk = 1 AND role = 1)',
      "INSERT INTO posting VALUES (7, 1, 1, x'0000')",
      'UPDATE posting SET seqs = CAST(seqs || substr(seqs, -2) AS BLOB) WHERE chunk = 0 AND role = 1 AND string = (SELECT min(string) FROM posting WHERE chunk = 0 AND role = 1)',
    ],
    [
      /^F-INDEX posting: chunk 1, role 4, string \d+ does not equal/,
      /^F-INDEX posting: chunk 1, role 1, string \d+ is missing/,
      /^F-INDEX posting has \d+ rows? that/,
      /^F-INDEX posting: chunk 0, role 1, string \d+ does not equal/,
    ],
  ],
  [
    'spans',
    [
      'UPDATE span SET high = high - 1 WHERE block = 256',
      'DELETE FROM span WHERE block = 3',
      'INSERT INTO span VALUES (260, 0, 1) ON CONFLICT DO UPDATE SET low = low + 1',
      'INSERT INTO span VALUES (70000, 0, 1)',
    ],
    [
      /^F-INDEX span of block 256: index says \d+ to \d+, ledger says \d+ to \d+/,
      /^F-INDEX span has no row for block 3$/,
      /^F-INDEX span of block 260: /,
      /^F-INDEX span has 1 rows? that the ledger does not give/,
    ],
  ],
  [
    'hashes',
    [
      'UPDATE ledger_block SET leaves = zeroblob(8192) WHERE first = 65536',
      'UPDATE ledger_block SET root = zeroblob(32) WHERE first = 65536 - 512',
      'UPDATE ledger_block SET chain = zeroblob(32) WHERE first = 65536 - 1024',
      'UPDATE ledger_node SET hash = zeroblob(32)',
    ],
    [
      /^F-LEAF seq 65536 \(block 256\)/,
      /^F-BLOCK block 254: its root/,
      /^F-CHAIN block 252: does not/,
      /^F-CACHE node 16\/0 does not match/,
    ],
  ],
  [
    'blocks',
    ['DELETE FROM ledger_block WHERE first = 66048', "UPDATE ledger_block SET z = x'00' WHERE first = 256"],
    [/^F-LEDGER block at 66304: expected 66048/, /^F-BLOCK block 1: cannot be read/],
  ],
];

describe('a case of two stretches', () => {
  it.each(CHANGES)('with %s changed: threads say what one says', SLOW, async (_name, sqls, found) => {
    const path = changed((db) => {
      for (const sql of sqls) expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    });
    const alone = outcome(verifyCase(path, {}));
    expect(await threaded(path)).toEqual(alone);
    if (found.length === 0) expect(alone.findings).toEqual([]);
    for (const each of found) expect(alone.findings).toContainEqual(expect.stringMatching(each));
  });

  it('whose strings are numbered in another order: threads say what one says', SLOW, async () => {
    const path = changed((db) => {
      db.exec('BEGIN');
      for (const table of INDEX_TABLES) db.exec(`DELETE FROM ${table}`);
      db.exec("INSERT INTO string(id, text) VALUES (1, 'acme/r2080')");
      const writer = new IndexWriter(db);
      for (const { seq, text } of allEntries(db)) writer.add(parseEntry(seq, text), seq);
      writer.flush();
      db.exec('COMMIT');
    });
    const alone = outcome(verifyCase(path, {}));
    expect(alone.findings).toEqual([expect.stringMatching(/^F-INDEX seq \d+: string 2 \(.*\) should be 1: strings/)]);
    expect(await threaded(path)).toEqual(alone);
  });

  it('is verified by the program without leave to start threads', SLOW, async () => {
    const options = ['--experimental-permission', '--allow-fs-read=*', '--allow-fs-write=*', '--allow-addons'];
    const { exitCode, stdout } = await start(['verify', original, '--json', '--allow-unanchored'], {
      NODE_OPTIONS: process.version.startsWith('v20') ? options.join(' ') : '',
    }).ended;
    expect([exitCode, existsSync(original)]).toEqual([0, true]);
    expect(JSON.parse(stdout)).toMatchObject({ rows: [], foot: { result: 'ok', size: RECORDS + 3 } });
  });
});
