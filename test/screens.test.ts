import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { FORGERIES, type Incident, incidents, look, piped, tampered, transcript } from './screens/look.ts';

/**
 * What a person sees: `fixtures/screens` holds each command with its output and exit code, for a fixed clock, without
 * colour. `npm run accept` rewrites them. What must be there whatever the form stands in `screens/story.test.ts`.
 */
const SCREENS = 'fixtures/screens';
const NAMES = [
  'collect-powershell',
  'collect-sh',
  'demo',
  'detect-acme-2026-100',
  'detect-axios-2026-100',
  'detect-axios-2026-200',
  'detect-axios-2026-80',
  'detect-axios-2026-morning-after-100',
  'errors',
  'evidence',
  'evidence-one',
  'formats',
  'ingest-acme-2026',
  'ingest-axios-2026',
  'ingest-axios-2026-morning-after',
  'note',
  'rules-explain',
  'rules-list',
  'show-acme-2026-alice',
  'show-axios-2026-100',
  'show-axios-2026-200',
  'show-axios-2026-80',
  'show-axios-2026-morning-after-100',
  'show-axios-2026-morning-after-200',
  'show-axios-2026-morning-after-80',
  'verify',
  'verify-changed',
  'verify-cut',
  'verify-rewritten',
];
const { folder, axios, after, acme } = await incidents();

async function matches(name: string, text: string): Promise<void> {
  expect(NAMES).toContain(name);
  await expect(text).toMatchFileSnapshot(`../${SCREENS}/${name}.txt`);
}

async function screen(words: readonly string[], { db }: Pick<Incident, 'db'>, columns = 100): Promise<string> {
  return transcript(words, await look({ words, db, columns }), folder);
}

describe('ingest', () => {
  it.each([axios, after, acme])('$name', async ({ name, words, outcome }) => {
    await matches(`ingest-${name}`, transcript(words, outcome, folder));
  });
});

describe('detect', () => {
  it.each([80, 100, 200])('axios-2026, %i columns', async (columns) => {
    await matches(`detect-axios-2026-${columns}`, await screen(['detect'], axios, columns));
  });

  it.each([after, acme])('$name', async (incident) => {
    await matches(`detect-${incident.name}-100`, await screen(['detect'], incident));
  });
});

describe('rules', () => {
  it('list', async () => {
    await matches('rules-list', await screen(['rules', 'list'], axios));
  });

  it('explain young-dependency-added', async () => {
    await matches('rules-explain', await screen(['rules', 'explain', 'young-dependency-added'], axios));
  });
});

describe('show', () => {
  const words = ['show', '--package', 'axios'];

  describe.each([axios, after])('--package axios of $name', (incident) => {
    it.each([80, 100, 200])('%i columns', async (columns) => {
      await matches(`show-${incident.name}-${columns}`, await screen(words, incident, columns));
    });

    it('is the same in a pipe, 100 columns wide', async () => {
      expect(await piped({ words, db: incident.db })).toEqual(await look({ words, db: incident.db }));
    });
  });

  it('--actor alice of acme-2026', async () => {
    await matches('show-acme-2026-alice', await screen(['show', '--actor', 'alice'], acme));
  });

  it.each([40, 60, 80, 100, 200])('no line is longer than %i columns, but those to be copied', async (columns) => {
    const { db } = acme;
    const all = [
      ['detect'],
      ['rules', 'list'],
      ['show'],
      ['show', '--actor', 'alice'],
      ['evidence'],
      ['formats'],
      ['verify'],
      ['ingest', acme.name],
    ];
    const outcomes = await Promise.all([...all, words].map((each) => look({ words: each, db, columns })));
    for (const { stdout } of [...outcomes, await look({ words, db: axios.db, columns })]) {
      expect(stdout).not.toBe('');
      const lines = stdout.split('\n').filter((line) => !/[A-Za-z0-9+/]{43}=/.test(line));
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
    }
  });
});

describe('verify', () => {
  it('without and with an anchor', async () => {
    const texts = [['verify'], ['verify', '--expect', axios.anchor]].map((words) => screen(words, axios));
    await matches('verify', (await Promise.all(texts)).join('\n'));
  });

  it.each(['changed', 'cut', 'rewritten'] as const)('of a %s copy', async (name) => {
    const db = tampered(axios, join(folder, `${name}.db`), FORGERIES[name]);
    if (name !== 'changed') expect((await look({ words: ['reindex'], db })).exitCode).toBe(0);
    const text = await screen(['verify', '--expect', axios.anchor], { db });
    expect(text).toMatch(/\[exit 1\]\n$/);
    await matches(`verify-${name}`, text);
  });
});

describe('the others', () => {
  it('evidence', async () => matches('evidence', await screen(['evidence'], axios)));

  it('evidence of one id', async () => matches('evidence-one', await screen(['evidence', 'EV-4628'], axios)));

  it('formats', async () => {
    const text = await screen(['formats'], axios);
    await matches('formats', text.replace(/^npm-access [\s\S]*^(?=\[exit)/m, '…\n'));
  });

  it.each(['sh', 'powershell'])('formats --collect, for %s', async (shell) => {
    const about = ['--repo', 'axios/axios', '--user', 'alice', '--shell', shell];
    await matches(`collect-${shell}`, await screen(['formats', '--collect', 'axios', ...about], axios));
  });

  it('note', async () => {
    const db = join(folder, 'noted.db');
    copyFileSync(axios.db, db);
    const about = ['--kind', 'reported', '--source', 'issue tracker', '--package', 'axios'];
    await matches('note', await screen(['note', '--at', '~2026-03-31 01:00Z', ...about, 'first issue filed'], { db }));
  });

  it('demo', async () => {
    const text = await screen(['demo'], axios);
    expect(text).not.toContain(process.cwd());
    await matches('demo', text);
  });

  it('what went wrong', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'no database, only a text\n');
    const all = [
      ['ingest', 'axios-2026', 'nowhere.json'],
      ['show', '--db', join(folder, 'none.db')],
      ['show', '--db', join(folder, 'notes.txt')],
      ['show', '--pakage', 'axios'],
      ['shwo'],
      ['ingest', 'axios-2026', '--as', 'npm-packment'],
      ['show', '--format', 'yaml'],
      ['show', '--since', 'last week'],
      ['show', '--where', 'colour:red'],
      ['verify', '--expect', '203'],
      ['evidence', 'EV-ffff'],
    ];
    const texts = await Promise.all(all.map((words) => screen(words, axios)));
    for (const text of texts) expect(text).toMatch(/^\$ .*\nerror: [\s\S]*\[exit 2\]\n$/);
    await matches('errors', texts.join('\n'));
  });

  it('leave no file behind that nobody compares', () => {
    expect(NAMES.map((name) => `${name}.txt`)).toEqual(expect.arrayContaining(readdirSync(SCREENS)));
  });
});
