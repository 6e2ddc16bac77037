import { existsSync, readFileSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHAIN_START, chainHash, leafHash, TreeEdge } from '../../../src/core/merkle.ts';
import { SCHEMAS } from '../../../src/core/schemas.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { EntryReader } from '../../../src/store/entries.ts';
import { SCHEMA } from '../../../src/store/schema.ts';
import { SignedCase } from '../../support/checkpoints.ts';
import { violations } from '../../support/json-schema.ts';
import { type Outcome, run, type Setting } from '../../support/terminal.ts';

const signed = SignedCase.make();
const FIRST = ['--checkpoint', 'first', '--vkey-file', 'vkey'];
const SECOND = ['--checkpoint', 'second', '--vkey-file', 'vkey'];

function verify(words: readonly string[], setting: Setting = {}): Promise<Outcome> {
  return run(['verify', ...words], { cwd: signed.folder, ...setting });
}

/** A changed copy, in which nothing else tells of the change. */
function forged(name: string, change: (db: Database) => void): string {
  const path = signed.rewritten(name, change);
  const db = openDatabase(path);
  db.unsafeMode(true);
  db.pragma(`schema_version = ${SCHEMA.length}`);
  db.close();
  return path;
}

interface Verdict {
  readonly exitCode: number;
  readonly codes: readonly string[];
  readonly foot: Readonly<Record<string, unknown>>;
}

async function verdict(words: readonly string[], setting: Setting = {}): Promise<Verdict> {
  const { exitCode, stdout } = await verify([...words, '--json'], setting);
  const report = JSON.parse(stdout) as { rows: { code: string }[]; foot: Verdict['foot'] };
  expect(violations(report, SCHEMAS.integrity)).toEqual([]);
  return { exitCode, codes: report.rows.map(({ code }) => code), foot: report.foot };
}

describe('verify with a checkpoint', () => {
  it('that holds exits 0, and says how far it reaches', async () => {
    expect(await verdict(['case.db', ...SECOND])).toMatchObject({
      exitCode: 0,
      codes: [],
      foot: { result: 'ok', size: 700, anchored: true, not_anchored: 0, anchors: [{ name: 'second', size: 700 }] },
    });
    const { stdout } = await verify(['case.db', ...FIRST]);
    expect(stdout).toContain('entries 0 to 299 are those of first; 400 newer entries are not anchored yet');
    expect(stdout).toContain('not shown when that was noted');
  });

  it('wants all of several to hold', async () => {
    const all = [...FIRST, '--checkpoint', 'second'];
    expect(await verdict(['case.db', ...all])).toMatchObject({ exitCode: 0, codes: [], foot: { not_anchored: 0 } });
    const shorter = forged('short.db', (db) => cutTo(db, 600));
    expect(await verdict([shorter, ...all])).toMatchObject({ exitCode: 1, foot: { anchors: [{ name: 'first' }] } });
  });

  it('counts newer entries as not proven with --strict', async () => {
    expect(await verdict(['case.db', ...FIRST, '--strict'])).toMatchObject({
      exitCode: 3,
      codes: ['I-NOT-ANCHORED'],
      foot: { not_anchored: 400 },
    });
  });

  it.each([
    ['of a key that nobody gave', ['--checkpoint', 'second', '--vkey-file', 'other.vkey'], 3, ['I-UNKNOWN-KEY']],
    ['without any key', ['--checkpoint', 'second'], 3, ['I-UNKNOWN-KEY']],
    ['whose root was changed', ['--checkpoint', 'altered', '--vkey-file', 'vkey'], 1, ['F-CHECKPOINT-SIGNATURE']],
    ['of another case', ['--checkpoint', 'foreign', '--vkey-file', 'vkey'], 1, ['F-ORIGIN']],
    ['with a root that is not there', ['--checkpoint', 'wrong', '--vkey-file', 'vkey'], 1, ['F-ROOT', 'F-REWRITTEN']],
    ['of a longer case', ['--checkpoint', 'longer', '--vkey-file', 'vkey'], 1, ['F-TRUNCATED']],
    [
      'and one more, of the same size with another root',
      ['--checkpoint', 'second', '--checkpoint', 'wrong', '--vkey-file', 'vkey'],
      1,
      ['F-FORK', 'F-ROOT', 'F-REWRITTEN'],
    ],
    ['of nothing', ['--checkpoint', 'empty', '--vkey-file', 'vkey'], 3, ['I-NO-ANCHOR']],
  ])('%s', async (_name, words, exitCode, codes) => {
    const [origin = '', , root = ''] = signed.body('second').split('\n');
    const other = Buffer.alloc(32, 7).toString('base64');
    signed.write('altered', signed.text('second').replace(root, other));
    signed.forge('foreign', signed.body('second').replace(origin, 'audit.example/other'));
    signed.forge('wrong', `${origin}\n700\n${other}\n`);
    signed.forge('longer', `${origin}\n701\n${other}\n`);
    signed.forge('empty', `${origin}\n0\n${new TreeEdge().root().toString('base64')}\n`);
    expect(await verdict(['case.db', ...words])).toMatchObject({ exitCode, codes });
  });

  it.each([
    ['checkpoint', (text: string) => text.replace('\n700\n', '\n0700\n'), 'E-CHECKPOINT-MALFORMED broken: size has a'],
    ['checkpoint', () => 'audit.example/incident-1\n700\n', 'E-CHECKPOINT-MALFORMED broken'],
    ['vkey', () => 'no key', 'E-KEY-MALFORMED broken'],
  ])('a %s that cannot be read ends it', async (what, change, said) => {
    signed.write('broken', change(signed.text('second')));
    const words = what === 'vkey' ? ['--checkpoint', 'second', '--vkey-file', 'broken'] : ['--checkpoint', 'broken'];
    const { exitCode, stdout, stderr } = await verify(['case.db', ...words, '--json']);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
  });

  it('says the code of what is no case', async () => {
    const { exitCode, stderr } = await verify(['vkey']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('E-NOT-A-LOG')]);
    expect((await verify(['nowhere.db'])).stderr).toContain('E-NOT-A-LOG');
  });

  it('holds the case against a name', async () => {
    const words = ['case.db', ...SECOND, '--origin'];
    expect((await verdict([...words, 'audit.example/incident-1'])).exitCode).toBe(0);
    expect(await verdict([...words, 'audit.example/incident-2'])).toMatchObject({ exitCode: 1, codes: ['F-ORIGIN'] });
  });
});

describe('what somebody can do who can write the case and has no key', () => {
  it.each([
    ['cut at the end', (db: Database) => cutTo(db, 690), ['F-TRUNCATED']],
    ['cut by whole blocks', (db: Database) => cutTo(db, 256), ['F-TRUNCATED']],
    ['made anew with all its hashes', (db: Database) => remake(db), ['F-ROOT', 'F-REWRITTEN']],
  ])('%s: found against the checkpoint, and only against it', async (_name, change, codes) => {
    const path = forged('forged.db', change);
    await run(['reindex', '--db', path]);
    expect(await verdict([path, ...SECOND])).toMatchObject({ exitCode: 1, codes });
    expect(await verdict([path])).toMatchObject({ exitCode: 3, codes: ['I-NO-ANCHOR'] });
    const { stdout } = await verify([path]);
    expect(stdout).toContain('not shown that it is the case that was written');
  });
});

describe('damage in the file itself', () => {
  const swap = (columns: string): string =>
    `UPDATE ledger_block SET (${columns}) = (SELECT ${columns} FROM ledger_block o WHERE o.first = 256 - ledger_block.first) WHERE first < 512`;

  const TAIL = (seq: number): string => `INSERT INTO ledger_tail SELECT ${seq}, text, leaf FROM ledger_tail LIMIT 1`;

  it.each([
    ['swapped contents of blocks', [swap('z, size')], ['F-LEAF', 'F-BLOCK']],
    ['swapped blocks', [swap('z, size, leaves, root')], ['F-CHAIN', 'F-INDEX']],
    ['swapped blocks, chained anew', [swap('z, size, leaves, root'), ''], ['F-INDEX']],
    ['a text', ["UPDATE ledger_tail SET text = replace(text, 'entry', 'Entry') WHERE seq = 600"], ['F-LEAF']],
    ['an emptied text', ["UPDATE ledger_tail SET text = '' WHERE seq = 600"], ['F-UNEXPLAINED-GAP']],
    ['a deleted entry', ['DELETE FROM ledger_tail WHERE seq = 600'], ['F-LEDGER']],
    ['an entry of the tail beside a block', [TAIL(5)], ['F-LEDGER']],
    ['an entry before the first', [TAIL(-1)], ['F-LEDGER']],
    ['entries moved into the next chunk', ['UPDATE ledger_tail SET seq = seq + 65536 - 512'], ['F-LEDGER']],
    ['a planted raw text', ["INSERT INTO ledger_raw VALUES (zeroblob(32), 0, x'789c030000000001')"], ['F-RAW']],
  ])('%s is named, also without anything to compare with', async (_name, [sql = '', chained], codes) => {
    const path = forged('damaged.db', (db) => {
      db.exec(sql);
      if (chained !== undefined) chainAnew(db);
    });
    const found = await verdict([path]);
    expect([found.exitCode, found.codes]).toEqual([1, expect.arrayContaining(codes)]);
    expect((await verdict([path, ...SECOND])).exitCode).toBe(1);
  });
});

describe('verify --from-checkpoint', () => {
  const incremental = ['--from-checkpoint', 'second', '--vkey-file', 'vkey'];

  it('reads again only what is newer, and says so', async () => {
    const damaged = forged('old.db', (db) => db.exec("UPDATE ledger_block SET z = x'00' WHERE first = 256"));
    const { exitCode, stdout } = await verify([damaged, ...incremental]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('not shown entries 0..511 were not re-read')]);
    expect(await verdict([damaged, ...incremental])).toMatchObject({ foot: { read_from: 512 } });
    expect(await verdict([damaged, ...SECOND])).toMatchObject({
      exitCode: 1,
      codes: ['F-ROOT', 'F-BLOCK'],
    });
  });

  it.each([
    ['a newer entry', "UPDATE ledger_tail SET text = replace(text, 'entry', 'Entry') WHERE seq = 699", 'F-LEAF'],
    ['a newer row of the index', 'UPDATE mark SET subject = 1 WHERE seq = 650', 'F-INDEX'],
    [
      'a planted row of the index',
      'INSERT INTO mark SELECT 5000, entry, evidence, subject, digest FROM mark WHERE seq = 650',
      'F-INDEX',
    ],
    ['a planted posting', "INSERT INTO posting VALUES (9, 1, 1, x'0000')", 'F-INDEX'],
    ['a stored hash of what is older', 'UPDATE ledger_block SET root = zeroblob(32) WHERE first = 0', 'F-ROOT'],
  ])('finds %s changed', async (_name, sql, code) => {
    const changed = forged('changed.db', (db) => db.exec(sql));
    const { exitCode, codes } = await verdict([changed, ...incremental]);
    expect([exitCode, codes]).toEqual([1, expect.arrayContaining([code])]);
  });

  it('reads all where no known key signed it', async () => {
    const words = ['case.db', '--from-checkpoint', 'second', '--vkey-file', 'other.vkey'];
    const { exitCode, foot } = await verdict(words);
    expect([exitCode, foot['read_from']]).toEqual([3, undefined]);
  });
});

describe('verify --max-age', () => {
  beforeAll(async () => {
    const key = ['--key-file', 'keys/w.pem', '--name', 'witness.example/ci'];
    await signed.run('keygen', '--witness', ...key, '--vkey-file', 'w.vkey');
    const words = ['--vkey-file', 'vkey', '--out', 'seen', '--now', '2026-04-02T09:00:00Z'];
    await signed.run('cosign', 'second', ...words, ...key);
  });

  it.each([
    ['2026-04-03T09:00:00Z', 0, []],
    ['2026-05-03T09:00:00Z', 3, ['I-STALE']],
    ['2026-04-02T08:56:00Z', 0, []],
    ['2026-04-02T08:54:00Z', 3, ['I-STALE']],
  ])('at %s', async (now, exitCode, codes) => {
    const words = ['--checkpoint', 'seen', '--vkey-file', 'vkey', '--vkey-file', 'w.vkey', '--max-age', '30d'];
    expect(await verdict(['case.db', ...words, '--now', now])).toMatchObject({ exitCode, codes });
  });

  it('is not met by a checkpoint without a time', async () => {
    expect(await verdict(['case.db', ...SECOND, '--max-age', '30d'])).toMatchObject({
      exitCode: 3,
      codes: ['I-STALE'],
    });
  });
});

describe('verify --trust-on-first-use', () => {
  it('writes what later runs compare with, once', async () => {
    const first = await verify(['case.db', '--trust-on-first-use', '.audit']);
    expect([first.exitCode, first.stdout]).toEqual([0, expect.stringContaining('FIRST USE')]);
    const expected = readFileSync(signed.at('.audit/expect'), 'utf8').trim();
    expect(await verdict(['case.db', '--expect', expected])).toMatchObject({ exitCode: 0, codes: [] });
    const again = await verify(['case.db', '--trust-on-first-use', '.audit']);
    expect([again.exitCode, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain('there already');
  });

  it('keeps the checkpoint and the keys that were given', async () => {
    expect((await verdict(['case.db', ...SECOND, '--trust-on-first-use', 'trust'])).exitCode).toBe(0);
    expect([signed.text('trust/checkpoint'), signed.text('trust/vkey')]).toEqual([
      signed.text('second'),
      signed.text('vkey'),
    ]);
    expect(existsSync(signed.at('trust/expect'))).toBe(false);
    rmSync(signed.at('trust'), { recursive: true });
  });

  it('is refused where CI is set, and writes nothing of an altered case', async () => {
    const refused = await verify(['case.db', '--trust-on-first-use', 'ci'], { env: { CI: 'true' } });
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('CI is set')]);
    const bad = forged('bad.db', (db) => db.exec('DELETE FROM mark WHERE seq = 5'));
    expect((await verify([bad, '--trust-on-first-use', 'ci'])).exitCode).toBe(1);
    expect(existsSync(signed.at('ci'))).toBe(false);
  });
});

describe('verify for programs', () => {
  it('gives SARIF and annotations with the code and the place', async () => {
    const bad = forged('bad.db', (db) => db.exec('DELETE FROM mark WHERE seq = 5'));
    const github = await verify(['bad.db', ...SECOND, '--format', 'github']);
    expect([github.exitCode, github.stdout]).toEqual([
      1,
      expect.stringMatching(/^::error file=bad\.db,title=F-INDEX::F-/),
    ]);
    const { runs } = JSON.parse((await verify([bad, ...SECOND, '--format', 'sarif'])).stdout) as {
      runs: { results: { ruleId: string; level: string }[] }[];
    };
    expect(runs[0]?.results).toContainEqual(expect.objectContaining({ ruleId: 'F-INDEX', level: 'error' }));
  });

  it('shows how far it is, on a terminal only', async () => {
    expect((await verify(['case.db', ...SECOND], { watched: true })).stderr).toMatch(/\[[= ]{20}\] \d+%, \d+ entries/);
    expect((await verify(['case.db', ...SECOND])).stderr).toBe('');
  });
});

/** Takes entries away from the end, and with them what says that there were any. */
function cutTo(db: Database, size: number): void {
  db.exec(`DELETE FROM ledger_tail WHERE seq >= ${size}`);
  db.exec(`DELETE FROM ledger_block WHERE first >= ${size}`);
  if (size % 256 === 0) db.exec('DELETE FROM ledger_tail');
}

/** The links of the block chain, as they follow from the roots. */
function chainAnew(db: Database): void {
  let chain = CHAIN_START;
  for (const { first, root } of db
    .prepare<[], { first: number; root: Buffer }>('SELECT first, root FROM ledger_block ORDER BY first')
    .all()) {
    chain = chainHash(chain, root);
    db.prepare('UPDATE ledger_block SET chain = ? WHERE first = ?').run(chain, first);
  }
}

/** Changes the last entry, and every hash that depends on it. */
function remake(db: Database): void {
  const last = 699;
  const text = new EntryReader(db).text(last).replace('entry 699', 'Entry 699');
  db.prepare('UPDATE ledger_tail SET text = ?, leaf = ? WHERE seq = ?').run(text, leafHash(text), last);
}
