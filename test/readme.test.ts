import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../src/cli/program.ts';
import { COMMANDS } from '../src/commands/index.ts';
import { blocks, rewritten } from './readme/blocks.ts';
import { incidents, look } from './screens/look.ts';
import { ingest, ingestJson } from './support/cases.ts';

/** What the README says is what the program does. `npx vitest run test/readme.test.ts -u` writes its tables. */
const { folder, axios } = await incidents();
const README = readFileSync('README.md', 'utf8');
const SETTING = { commands: COMMANDS, version: '0.0.0', width: 80 };
const PACKAGE = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
};

function between(name: string): string {
  return new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(README)?.[1] ?? '';
}

/** Text of the fenced blocks of these languages. */
function fencesOf(text: string, ...languages: readonly string[]): string[] {
  const all = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
  return all.filter(([, language = '']) => languages.includes(language)).map(([, , code = '']) => code);
}

/** First cells of a table's rows, without the back quotes. */
function firstCells(table: string): string[] {
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) => row.split(' | ')[0]?.replace(/^\| `?|`$/g, '') ?? '');
}

describe('tables and screens', () => {
  it('are what the program says', async () => {
    const { stdout } = await look({ words: ['show', '--package', 'axios'], db: axios.db, columns: 120 });
    await expect(rewritten(README, blocks(stdout))).toMatchFileSnapshot('../README.md');
  });

  it('name every code that verify can give', () => {
    const [, union = ''] =
      /export type CheckCode =([^;]*);/.exec(readFileSync('src/store/verify/finding.ts', 'utf8')) ?? [];
    const codes = [...union.matchAll(/'([FIN]-[A-Z-]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(40);
    expect(new Set(firstCells(between('codes')))).toEqual(new Set(codes));
  });

  it('name every dependency', () => {
    const all = { ...PACKAGE.dependencies, ...PACKAGE.optionalDependencies };
    expect(new Set(firstCells(between('dependencies')))).toEqual(new Set(Object.keys(all)));
  });

  it('name scripts and the Node that are there', () => {
    const named = [...README.matchAll(/npm run ([a-z]+)|npm (test)/g)].map(([, script, test]) => script ?? test ?? '');
    expect(named).toContain('demo');
    expect(README).toContain(`Node ${PACKAGE.engines.node.replace('>=', '')}`);
    for (const name of named) expect(Object.keys(PACKAGE.scripts)).toContain(name);
  });
});

/** Words of a command line as a shell gives them, as far as the README needs it. */
function wordsOf(line: string): string[] {
  const words = line.trim().match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

describe('command lines', () => {
  const lines = fencesOf(README, 'sh', 'console', 'yaml').flatMap((code) => code.split('\n'));
  const commands = lines.flatMap((line) => {
    const parts = line.replace(/^(?:\$ |- run: )| +# .*$/g, '').split(/\s(?:\||&&|;|>)\s/);
    return parts.filter((part) => part.startsWith('audit-timeline '));
  });

  it('are there for every command but reindex and demo', () => {
    const shown = new Set(commands.map((line) => wordsOf(line)[1]));
    expect(shown).toEqual(
      new Set([
        ...['checkpoint', 'detect', 'evidence', 'export', 'formats', 'ingest', 'note', 'redact', 'rules', 'show'],
        'verify',
      ]),
    );
  });

  it.each(commands)('can be called: %s', (line) => {
    expect(parse(wordsOf(line).slice(1), SETTING).kind).toBe('run');
  });
});

describe('links', () => {
  const links = [...README.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  const anchors = [...README.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => slug(title));

  function slug(title: string): string {
    return title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  }

  it.each(links)('%s leads somewhere', (target) => {
    if (target.startsWith('#')) expect(anchors).toContain(target.slice(1));
    else expect(existsSync(target)).toBe(true);
  });

  /** Files, makers of mail, and who wrote down how checkpoints look. */
  const KNOWN = ['collect.sh', 'check.sh', 'gmail.com', 'proton.me', 'c2sp.org', 'golang.org'];

  it('name no hosts, and nothing of this machine', () => {
    const hosts = README.match(
      /(?<![@.\w-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|pm|sh)\b(?![\w/.-]*\.(?:md|ts|json))/g,
    );
    expect((hosts ?? []).filter((host) => !KNOWN.includes(host))).toEqual([]);
    for (const path of [process.cwd(), folder, '/home/', '/root/', '/Users/']) expect(README).not.toContain(path);
  });
});

/** Whether the shell tools that the README names are on this machine, with what it asks of them. */
function hasTools(): boolean {
  const probe =
    'sqlite3 :memory: "select sqlar_uncompress(x\'00\', 1)" && sha256sum </dev/null && echo 00 | xxd -r -p && base64 </dev/null';
  return spawnSync('sh', ['-c', probe], { stdio: 'ignore' }).status === 0;
}

describe('the check without this tool', () => {
  const [all = '', some = ''] = fencesOf(between('by-hand'), 'sh');

  it('gives what ingest printed', { timeout: 60_000 }, async () => {
    const { foot } = ingestJson(
      await ingest(join(folder, 'case.db'), ...['axios-2026', 'acme-2026'].map((name) => `fixtures/incidents/${name}`)),
    );
    expect(foot.size).toBeGreaterThan(256);
    if (!hasTools()) return;
    const sh = (script: string): string[] =>
      execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
    expect(sh(all)).toEqual([`${foot.size}:${foot.root}`]);
    const [computed, stored, ...chain] = sh(some);
    expect(computed).toBe(stored);
    expect(chain).toEqual(['same']);
  });
});

describe('the collect script', () => {
  const STUB = '#!/bin/sh\necho "$(basename "$0") $*"\n';

  /** Runs the script where npm, curl, gh and git are stubs that print how they were called. */
  function collect(script: string): string {
    const [home, bin] = [join(folder, 'collect'), join(folder, 'collect', 'bin')];
    mkdirSync(bin, { recursive: true });
    mkdirSync(join(home, '.npm', '_logs'), { recursive: true });
    writeFileSync(join(home, '.npm', '_logs', '2026-03-31T00_31_05_512Z-debug-0.log'), '0 verbose cli\n');
    for (const name of ['curl', 'gh', 'git']) writeFileSync(join(bin, name), STUB, { mode: 0o755 });
    const config = 'case "$*" in *registry) echo https://registry.example;; *cache) echo /nowhere;; esac';
    writeFileSync(
      join(bin, 'npm'),
      `#!/bin/sh\n[ "$1" = config ] && { ${config}; exit; }\n[ "$3" = versions ] && { printf '[\\n  "1.0.0",\\n  "1.1.0"\\n]\\n'; exit; }\necho "npm $*"\n`,
      {
        mode: 0o755,
      },
    );
    execFileSync('sh', ['-c', script], {
      cwd: home,
      env: { ...process.env, HOME: home, PATH: `${bin}:${process.env['PATH']}` },
      stdio: 'pipe',
    });
    return join(home, 'evidence');
  }

  it('runs, asks for what it says, and notes when', async () => {
    const words = ['formats', '--collect', '@acme/widget', '--repo', 'acme/widget', '--user', 'alice'];
    const { stdout } = await look({ words, db: axios.db, columns: 60 });
    const evidence = collect(stdout);
    const files = readdirSync(evidence).filter((file) => !['collected.tsv', 'npm-logs'].includes(file));
    const asked = files.map((file) => readFileSync(join(evidence, file), 'utf8').trim());
    expect(asked).toContain('npm token list --json');
    expect(asked).toContain('npm access list packages alice --json');
    const fetched = asked.filter((line) => line.startsWith('curl ')).map((line) => line.split(' ').at(-1));
    expect(fetched.sort()).toEqual([
      'https://registry.example/-/npm/v1/attestations/@acme/widget@1.0.0',
      'https://registry.example/-/npm/v1/attestations/@acme/widget@1.1.0',
      'https://registry.example/@acme%2fwidget',
    ]);
    expect(readdirSync(join(evidence, 'npm-logs'))).toEqual(['2026-03-31T00_31_05_512Z-debug-0.log']);
    const noted = readFileSync(join(evidence, 'collected.tsv'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0]);
    expect(new Set(noted)).toEqual(new Set(files));
    for (const file of files) expect(file).toMatch(/\.\d{8}T\d{6}Z\.\w+$/);
  });
});
