import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACME, ingest, temporaryFolder } from '../support/cases.ts';
import { dump } from '../support/dump.ts';
import { githubLog } from '../support/logs.ts';
import { plantedFiles } from '../support/planted.ts';
import { codes, ingested, logOf, places, redact, texts } from '../support/redacting.ts';
import { SecretMaker } from '../support/secrets.ts';
import { run } from '../support/terminal.ts';
import { record } from '../support/told.ts';

const folder = temporaryFolder();
/** A name in the evidence of every format, to be removed, and one beside it that stays. */
const VICTIM = 'victimNobody';
const KEEPER = 'keeperAnybody';
const planted = join(folder, 'planted.db');
let anchor = '';
let known: readonly string[] = [];
let before = new Map<string, string>();

async function addPlanted(db: string, marker: string): Promise<void> {
  const secrets = new SecretMaker();
  const evidence = join(folder, marker === VICTIM ? 'first' : 'second');
  mkdirSync(evidence);
  for (const { name, content, words } of await plantedFiles('fixtures/formats', () => ({ secrets, marker }))) {
    const path = join(evidence, name);
    writeFileSync(path, content);
    await ingest(db, path, ...words);
  }
}

/** Findings that were none before: evidence in which something was planted no longer has its own signatures. */
async function newCodes(db: string): Promise<string[]> {
  const [, found] = await codes(db, '--expect', anchor, '--deep');
  return [...new Set(found)].filter((code) => !known.includes(code));
}

beforeAll(async () => {
  await addPlanted(planted, VICTIM);
  await addPlanted(planted, KEEPER);
  const long = (who: string): string =>
    record(who === VICTIM ? 9001 : 9002, { actor: who, text: Array(70_000).fill('x').join('') });
  await ingest(planted, logOf(folder, 'long.ndjson', long(VICTIM), long(KEEPER)));
  const latin = (who: string): string =>
    `{"@timestamp":1774917699900,"action":"git.push","actor":"${who}","message":"\u00e9 ${who}"}\n`;
  const latinLog = join(folder, 'latin.log');
  writeFileSync(latinLog, Buffer.from(`${latin(VICTIM)}${latin(KEEPER)}`, 'latin1'));
  await ingest(planted, latinLog, '--as', 'github-audit');
  await run(['note', `called ${VICTIM}`, '--at', '2026-04-01T00:00:00Z', '--actor', VICTIM, '--db', planted]);
  await run(['note', `called ${KEEPER}`, '--at', '2026-04-01T00:00:00Z', '--actor', KEEPER, '--db', planted]);
  const log = join(folder, 'many.ndjson');
  await githubLog(log, 600);
  anchor = await ingested(planted, log);
  before = texts(planted);
  [, known] = await codes(planted, '--expect', anchor, '--deep');
}, 120_000);

describe('a value in the evidence of every format', () => {
  it('stands in blocks, long texts and columns before', () => {
    const found = places(planted, VICTIM);
    for (const where of [
      'ledger_block.z, inflated',
      'ledger_raw.z, inflated',
      'string.text',
      'the file',
      'the file, inflated',
    ])
      expect(found).toContain(`${VICTIM}: UTF-8 in ${where}`);
  });

  it('is listed by a dry run that writes nothing', async () => {
    const bytes = readFileSync(planted);
    const { exitCode, rows, foot } = await redact(planted, '--text', VICTIM, '--dry-run');
    expect([exitCode, foot.redacted, foot.found]).toEqual([0, 0, rows.length]);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(
      new Set(['event', 'part', 'state', 'note', 'problem', 'sighting']),
    );
    expect(readFileSync(planted).equals(bytes)).toBe(true);
  });

  it('is nowhere in the bytes of the case afterwards, and its neighbour still is', { timeout: 60_000 }, async () => {
    const { exitCode, foot, rows } = await redact(
      planted,
      '--text',
      VICTIM,
      '--reason',
      'request 17',
      '--authority',
      'Art. 17',
    );
    expect([exitCode, foot.redacted, foot.kept, foot.old_file]).toEqual([0, rows.length, [], 'overwritten']);
    expect(places(planted, VICTIM)).toEqual([]);
    const kept = places(planted, KEEPER);
    for (const where of [
      'ledger_block.z, inflated',
      'ledger_raw.z, inflated',
      'string.text',
      'the file',
      'the file, inflated',
    ])
      expect(kept).toContain(`${KEEPER}: UTF-8 in ${where}`);
  });

  it('leaves every other entry as it was, byte for byte', () => {
    const after = texts(planted);
    const gone = [...before].filter(([, text]) => text.includes(VICTIM));
    const changed = [...before].filter(([seq, text]) => after.get(seq) !== text).map(([seq]) => seq);
    expect(gone.length).toBeGreaterThan(60);
    expect(changed).toEqual(expect.arrayContaining(gone.map(([seq]) => seq)));
    expect(changed.map((seq) => after.get(seq))).toEqual(changed.map(() => ''));
  });

  it('leaves every proof: the size and root of before still verify', async () => {
    expect(await newCodes(planted)).toEqual(['N-REDACTED']);
    const db = join(folder, 'proofs.db');
    const noted = await ingested(db, ACME);
    expect((await redact(db, '--actor', 'alice', '--reason', 'request 18')).exitCode).toBe(0);
    const [exitCode, found] = await codes(db, '--expect', noted, '--deep');
    expect([exitCode, new Set(found)]).toEqual([0, new Set(['N-REDACTED'])]);
    expect(await codes(db, '--expect', noted, '--strict')).toEqual([3, expect.arrayContaining(['N-REDACTED'])]);
    expect(await codes(db)).toEqual([3, expect.arrayContaining(['N-REDACTED', 'I-NO-ANCHOR'])]);
  });

  it('is told of by show and detect as what was redacted, and why', async () => {
    for (const command of ['show', 'detect']) {
      const { stdout } = await run([command, '--db', planted], { env: { COLUMNS: '200' } });
      expect(stdout).toMatch(/\[redacted: request 17\] \d+ entries not told/);
    }
  });

  it('leaves a case that every command reads, that reindex gives again and that grows', {
    timeout: 60_000,
  }, async () => {
    const db = join(folder, 'grown.db');
    copyFileSync(planted, db);
    const same = dump(db);
    expect((await run(['reindex', '--db', db])).exitCode).toBe(0);
    expect(dump(db)).toBe(same);
    const [log, more] = [join(folder, 'more.ndjson'), 700];
    await githubLog(log, more);
    await ingest(db, log);
    for (const words of [['show', '--raw'], ['evidence'], ['detect'], ['show', '--actor', KEEPER]])
      expect([words, (await run([...words, '--db', db, '--json'])).exitCode]).toEqual([words, 0]);
    expect(await newCodes(db)).toEqual(['N-REDACTED']);
    expect(places(db, VICTIM)).toEqual([]);
  });

  it('does not come back when the same evidence is read again', { timeout: 60_000 }, async () => {
    const db = join(folder, 'again.db');
    copyFileSync(planted, db);
    const evidence = join(folder, 'first');
    for (const name of readdirSync(evidence)) await ingest(db, join(evidence, name), '--assume-tz', '+02:00');
    const found = texts(db);
    const size = [...texts(planted)].length;
    const back = [...found].filter(([seq, text]) => Number(seq) >= size && text.includes(VICTIM));
    expect(back.map(([, text]) => text)).toEqual([]);
    expect(await newCodes(db)).toEqual(['N-REDACTED']);
  });
});
