import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACME, ingest, ingestJson, temporaryFolder } from '../support/cases.ts';
import { githubLog } from '../support/logs.ts';
import { type PlantedFile, plantedFiles } from '../support/planted.ts';
import { find, type Hit, type Place, placesOf } from '../support/search.ts';
import { SecretMaker } from '../support/secrets.ts';
import { type Outcome, run } from '../support/terminal.ts';

const folder = temporaryFolder();
const db = join(folder, 'planted.db');
const secrets = new SecretMaker();
const markers = new Map<string, string>();
const said: Place[] = [];
let files: readonly PlantedFile[] = [];
let places: readonly Place[] = [];

function marker(format: string): string {
  const made = markers.get(format) ?? `marker${secrets.letters(12)}`;
  markers.set(format, made);
  return made;
}

/** Keeps all that a run says; tables break lines where they like. */
function listen(where: string, { stdout, stderr }: Outcome): void {
  for (const text of [stdout, stderr, stdout.replace(/\s+/g, '')]) said.push({ where, bytes: Buffer.from(text) });
}

async function add(name: string, bytes: string | Buffer, ...words: readonly string[]): Promise<Outcome> {
  const path = join(folder, 'evidence', name);
  mkdirSync(join(folder, 'evidence'), { recursive: true });
  writeFileSync(path, bytes);
  const outcome = await ingest(db, path, ...words);
  listen(`ingest ${name}`, outcome);
  return outcome;
}

beforeAll(async () => {
  files = plantedFiles('fixtures/formats', (format) => ({ secrets, marker: marker(format) }));
  for (const { format, name, text } of files) await add(name, text, '--as', format, '--assume-tz', '+02:00');
  await add('unknown.json', JSON.stringify({ [`${marker('unknown')} ${secrets.sentence()}`]: secrets.members() }));
  await add('unknown.txt', `${secrets.sentence()}\nand nothing else\n`);
  const latin = `{"level":30,"time":1774917699900,"msg":"${marker('latin1')} \u00e9 ${secrets.sentence()}"}\n`;
  await add('latin1.log', Buffer.from(latin, 'latin1'), '--as', 'verdaccio');
  await add(
    'utf16.log',
    Buffer.from(`\ufeff${latin.replace(marker('latin1'), marker('utf16'))}`, 'utf16le'),
    '--as',
    'verdaccio',
  );
  const noted = await run([
    'note',
    `${marker('note')} ${secrets.sentence()}`,
    '--at',
    '2026-04-01T00:00:00Z',
    '--source',
    secrets.sentence(),
    '--db',
    db,
  ]);
  listen('note', noted);
  const log = join(folder, 'long.ndjson');
  await githubLog(log, 600);
  await ingest(db, log);
  places = placesOf(db);
}, 120_000);

/** Secrets that were found, by their kind. */
function leaks(where: readonly Place[]): string[] {
  const hits = find(
    secrets.made.map(({ core }) => core),
    where,
  );
  const kind = ({ text }: Hit): string => secrets.made.find(({ core }) => core === text)?.kind ?? '';
  return hits.map((hit) => `${kind(hit)}: ${hit.where}`);
}

describe('the search', () => {
  it('finds a word that is no secret, in the evidence of every format', () => {
    const found = new Set(find([...markers.values()], places).map(({ text }) => text));
    const lost = [...markers].filter(([, word]) => !found.has(word)).map(([format]) => format);
    expect(lost).toEqual(['verdaccio-pretty']);
  });

  it('looks into inflated blocks and long texts, columns, and the file itself', () => {
    const found = new Set(find([...markers.values()], places).map(({ where }) => where));
    expect([...found]).toEqual(
      expect.arrayContaining([
        'UTF-8 in ledger_block.z, inflated',
        'UTF-8 in ledger_raw.z, inflated',
        'UTF-8 in string.text',
        'UTF-8 in the file',
      ]),
    );
  });

  it('finds what was deleted from a file, and what is encoded', () => {
    const path = join(folder, 'scratch.db');
    const scratch = new Database(path);
    scratch.exec("CREATE TABLE t(x); INSERT INTO t VALUES ('deleted but there'); DELETE FROM t");
    scratch.close();
    expect(find(['deleted but there'], placesOf(path)).map(({ where }) => where)).toEqual(['UTF-8 in the file']);
    const text = 'twelve or more';
    const encoded = (encoding: 'base64' | 'hex', before: string): Place => ({
      where: before,
      bytes: Buffer.from(Buffer.from(`${before}${text} behind`).toString(encoding)),
    });
    const given = [{ where: 'wide', bytes: Buffer.from(`${text}!`, 'utf16le') }, encoded('hex', 'a')];
    for (const before of ['', 'a', 'ab']) given.push(encoded('base64', before));
    expect(find([text], given).map(({ where }) => where)).toEqual([
      'UTF-16LE in wide',
      'hex of UTF-8 in a',
      'base64 of UTF-8 in ',
      'base64 of UTF-8 in a',
      'base64 of UTF-8 in ab',
    ]);
  });
});

describe('a secret in evidence', () => {
  it('stands nowhere in the case', () => {
    expect(secrets.made.length).toBeGreaterThan(500);
    expect(leaks(places)).toEqual([]);
  });

  it('is read past: each file is taken for what it is', async () => {
    const { stdout } = await run(['evidence', '--json', '--db', db]);
    const { rows } = JSON.parse(stdout) as { rows: readonly { format: string; complete: boolean }[] };
    const read = rows.filter(({ complete }) => complete).map(({ format }) => format);
    expect(read).toEqual(
      expect.arrayContaining(files.map(({ format }) => format).filter((id) => id !== 'verdaccio-pretty')),
    );
  });

  it('stands in nothing that is printed', { timeout: 60_000 }, async () => {
    const formats = ['table', 'json', 'jsonl', 'csv'];
    for (const format of formats) {
      for (const command of [['show'], ['show', '--raw'], ['evidence'], ['verify']]) {
        const outcome = await run([...command, '--format', format, '--db', db], { env: { COLUMNS: '1000' } });
        listen(`${command.join(' ')} ${format}`, outcome);
      }
    }
    const { stdout } = await run(['evidence', '--json', '--db', db]);
    const { rows } = JSON.parse(stdout) as { rows: readonly { sha256: string }[] };
    for (const { sha256 } of rows) listen('evidence of one', await run(['evidence', sha256, '--db', db]));
    const found = new Set(find([marker('github-audit')], said).map(({ where }) => where));
    expect([...found]).toEqual(expect.arrayContaining(formats.map((format) => `UTF-8 in show --raw ${format}`)));
    expect(leaks(said)).toEqual([]);
  });
});
