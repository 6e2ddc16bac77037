import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { ACME, ingest, temporaryFolder } from '../support/cases.ts';
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
  files = await plantedFiles('fixtures/formats', (format) => ({ secrets, marker: marker(format) }));
  for (const { name, content, words } of files) await add(name, content, ...words);
  await add('unknown.json', JSON.stringify({ [`${marker('unknown')} ${secrets.sentence()}`]: secrets.members() }));
  await add('unknown.txt', `${secrets.sentence()}\nand nothing else\n`);
  const latin = `{"@timestamp":1774917699900,"action":"git.push","actor":"${marker('latin1')}","message":"\u00e9 ${secrets.sentence()}"}\n`;
  await add('latin1.log', Buffer.from(latin, 'latin1'), '--as', 'github-audit');
  await add(
    'utf16.log',
    Buffer.from(`\ufeff${latin.replace(marker('latin1'), marker('utf16'))}`, 'utf16le'),
    '--as',
    'github-audit',
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
    const scratch = openDatabase(path);
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

describe('a token', () => {
  const acme = join(folder, 'acme.db');
  const log = readFileSync(join(ACME, '2026-06-09T03_40_12_377Z-debug.log'), 'utf8');
  const [token = ''] = /npm_\w{36}/.exec(log) ?? [];
  const fingerprint = `sha512:${createHash('sha512').update(token).digest('hex')}`;

  beforeAll(async () => {
    await ingest(acme, ACME);
  });

  it('joins what two sources say of it, read from standard input or by its fingerprint', async () => {
    const piped = await run(['show', '--token', '-', '--json', '--db', acme], { stdin: `${token}\n` });
    const named = await run(['show', '--token', fingerprint, '--json', '--db', acme]);
    expect([piped.exitCode, piped.stdout]).toEqual([0, named.stdout]);
    const { rows } = JSON.parse(piped.stdout) as {
      rows: readonly { token_fp?: string; witnesses: readonly { evidence: string }[] }[];
    };
    const { stdout } = await run(['evidence', '--json', '--db', acme]);
    const files = (JSON.parse(stdout) as { rows: readonly { sha256: string; format: string }[] }).rows;
    const formats = rows.flatMap(({ witnesses }) =>
      witnesses.map(({ evidence }) => files.find(({ sha256 }) => sha256 === evidence)?.format),
    );
    expect(new Set(formats)).toEqual(new Set(['npm-token-list', 'npm-debug-log', 'verdaccio']));
    expect(rows.map(({ token_fp }) => token_fp)).toEqual(rows.map(() => fingerprint));
  });

  it.each([
    ['npm', token],
    ['older npm', '3c1f0a52-8c5e-4b0e-9d6a-3f1a2b4c5d6e'],
    ['GitHub', `ghp_${'a1B2'.repeat(9)}`],
    ['JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl'],
  ])('as an argument is refused and not repeated: %s', async (_kind, text) => {
    const { exitCode, stdout, stderr } = await run(['show', '--token', text, '--db', acme]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('--token -')]);
    expect(stderr).not.toContain(text.slice(4, 20));
  });

  it('that is none of a known shape is not repeated either', async () => {
    const { exitCode, stdout, stderr } = await run(['show', '--token', '-', '--db', acme], {
      stdin: 'hunter2-hunter2\n',
    });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('hunter2');
  });
});
