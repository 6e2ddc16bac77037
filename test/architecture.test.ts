import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPUTED, importsOf, withoutTexts } from './support/imports.ts';

/** Which rooms a room may import besides itself. Ground: core, registry. Floor 1 stands on it, tasks join the rooms. */
const GROUND = ['core', 'registry'];
const FLOOR_1 = ['readers', 'formats', 'integrity', 'inference', 'rules', 'timeline', 'store', 'outputs'];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  registry: ['core'],
  ...Object.fromEntries(FLOOR_1.map((room) => [room, GROUND])),
  tasks: [...GROUND, ...FLOOR_1],
  commands: [...GROUND, 'tasks'],
  cli: ['core', 'commands', 'outputs'],
};

/** The only places that may import a package, or a module of Node that reaches out of the program. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store/'],
  chalk: ['outputs/'],
  'cli-table3': ['outputs/'],
  'string-width': ['outputs/'],
  commander: ['cli.ts', 'cli/'],
  'csv-parse': ['formats/csv.ts'],
  'date-fns': ['core/time.ts'],
  fzstd: ['readers/zstd.ts'],
  'ipaddr.js': ['core/ip.ts'],
  semver: ['registry/'],
  yaml: ['rules/sigma/'],
  '@sigstore/bundle': ['integrity/sigstore/'],
  '@sigstore/protobuf-specs': ['integrity/sigstore/'],
  '@sigstore/verify': ['integrity/sigstore/'],
  yauzl: ['readers/archives/'],
  'node:fs': ['readers/', 'store/', 'tasks/', 'cli.ts', 'cli/'],
  'node:zlib': ['readers/', 'store/'],
  'node:worker_threads': ['tasks/'],
  'node:child_process': ['tasks/'],
  'node:process': ['cli.ts'],
  'node:v8': ['tasks/frugal.ts'],
};
const NOBODY = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'cluster', 'vm', 'module', 'inspector'];
/** Pure or local: anybody may. */
const FREE = ['node:buffer', 'node:crypto', 'node:events', 'node:os', 'node:path', 'node:readline'];
FREE.push('node:stream', 'node:string_decoder', 'node:url', 'node:util');

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, source: readFileSync(`src/${file}`, 'utf8') }));

/** `cli.ts` and `cli/` are one room. */
function roomOf(file: string): string {
  return file.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

/** What is wrong with the imports of a file, each as `file: stranger, why`. */
function strangersIn(file: string, source: string): string[] {
  return importsOf(source).flatMap(({ specifier, kind }) => {
    const why = specifier.startsWith('.') ? wrongRoom(file, specifier, kind) : wrongHome(file, specifier);
    return why === undefined ? [] : [`${file}: ${specifier}, ${why}`];
  });
}

function wrongRoom(file: string, specifier: string, kind: string): string | undefined {
  const [here, there] = [roomOf(file), roomOf(posix.join(dirname(file), specifier))];
  if (here === there) return undefined;
  if (!MAY_IMPORT[here]?.includes(there)) return `${here} may not import ${there}`;
  const isEager = here === 'commands' && there === 'tasks' && kind === 'static';
  return isEager ? 'a command loads its task by import() when it runs' : undefined;
}

function wrongHome(file: string, specifier: string): string | undefined {
  if (specifier === COMPUTED) return 'nobody can tell what it imports';
  if (specifier === 'date-fns') return 'all of date-fns takes 0.1 s to load; import the function by its sub-path';
  const name = packageOf(specifier);
  if (FREE.includes(name)) return undefined;
  const homes = NOBODY.includes(name.replace('node:', '')) ? [] : HOMES[name];
  if (homes === undefined) return 'it has no home';
  const isHome = homes.some((home) => file === home || (home.endsWith('/') && file.startsWith(home)));
  return isHome ? undefined : `its home is ${homes.join(', ') || 'nowhere'}`;
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** What only some places may do, whatever they import. */
const ACTS = [
  { name: 'console', act: /(?<![.\w])console\s*\./, where: [] },
  { name: 'process.exit', act: /(?<![.\w])process\s*\.\s*exit\s*\(/, where: [] },
  { name: 'process', act: /(?<![.\w])process\s*(?:[.[;,)]|$)/m, where: ['cli.ts'] },
  { name: 'the network', act: /(?<![.\w])(?:fetch|WebSocket|XMLHttpRequest)\((?!\?)/, where: [] },
  { name: 'the clock', act: /\bDate\.now\s*\(|\bnew Date\s*\(\s*\)/, where: ['cli.ts'] },
  { name: 'chance', act: /\bMath\.random\b/, where: [] },
];

function actsIn(file: string, source: string): string[] {
  const code = withoutTexts(source);
  return ACTS.filter(({ act, where }) => act.test(code) && !where.includes(file)).map(({ name }) => `${file}: ${name}`);
}

describe('the source', () => {
  it('was read', () => {
    expect(SOURCES.length).toBeGreaterThan(0);
    expect(SOURCES.some(({ source }) => importsOf(source).length > 0)).toBe(true);
  });

  it('stands in rooms that the table knows', () => {
    const rooms = new Set(SOURCES.map(({ file }) => roomOf(file)));
    expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining([...rooms]));
  });

  it('imports only from its own floor and below, and packages only in their homes', () => {
    expect(SOURCES.flatMap(({ file, source }) => strangersIn(file, source))).toEqual([]);
  });

  it('names files beside it so that the name also holds in dist/bundle', () => {
    const inputs = readFileSync('.rolldown.js', 'utf8');
    const named = SOURCES.flatMap(({ file, source }) =>
      [...source.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)].map(([, name = '']) => ({ file, name })),
    );
    const holds = ({ file, name }: (typeof named)[number]): boolean =>
      name.startsWith('./')
        ? inputs.includes(`'dist/${posix.join(dirname(file), name)}'`)
        : name.startsWith('../../') && file.split('/').length === 2;
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((each) => !holds(each))).toEqual([]);
    expect(SOURCES.filter(({ source }) => /import\.meta\.(?!url\))/.test(source)).map(({ file }) => file)).toEqual([]);
  });

  it('prints, exits and asks the world only where that belongs', () => {
    expect(SOURCES.flatMap(({ file, source }) => actsIn(file, source))).toEqual([]);
  });
});

describe('this test', () => {
  it.each([
    ["import { a } from '../store/open.ts';", 'formats/x.ts'],
    ["import a, { b } from '../store/open.ts';", 'integrity/x.ts'],
    ["import * as a from '../integrity/note.ts';", 'store/x.ts'],
    ["import {\n  a,\n  type b,\n} from '../tasks/ingest.ts';", 'formats/x.ts'],
    ["import type { A } from '../commands/show.ts';", 'core/x.ts'],
    ["export * from '../outputs/table.ts';", 'core/x.ts'],
    ["export type { A } from '../outputs/table.ts';", 'core/x.ts'],
    ["import '../store/open.ts';", 'timeline/x.ts'],
    ["const a = await import('../store/open.ts');", 'commands/x.ts'],
    ['const a = await import(name);', 'tasks/x.ts'],
    ["let a: import('../../../store/open.ts').A;", 'readers/deep/er/x.ts'],
    ["new Worker(new URL('../store/worker.js', import.meta.url));", 'readers/x.ts'],
    ["import { ingest } from '../tasks/ingest.ts';", 'commands/ingest.ts'],
    ["import Database from 'better-sqlite3';", 'tasks/x.ts'],
    ["import type Database from 'better-sqlite3';", 'tasks/x.ts'],
    ["import { Command } from 'commander';", 'commands/x.ts'],
    ["import { parseISO } from 'date-fns';", 'core/time.ts'],
    ["import { parseISO } from 'date-fns/parseISO';", 'core/json.ts'],
    ["import left from 'left-pad';", 'core/x.ts'],
    ["import { readFileSync } from 'node:fs';", 'formats/x.ts'],
    ["import { open } from 'node:fs/promises';", 'core/x.ts'],
    ["import { request } from 'node:https';", 'tasks/x.ts'],
    ["import fs from 'fs';", 'store/x.ts'],
    ["const fs = require('fs');", 'store/x.ts'],
  ])('finds %j in %s', (source, file) => {
    const strangers = strangersIn(file, `/** from 'x' */\nconst b = 1;\n${source}\n`);
    expect(strangers).toHaveLength(1);
    expect(strangers[0]).toContain(`${file}: `);
  });

  it.each([
    ["import type { A } from '../tasks/ingest.ts';", 'commands/ingest.ts'],
    ["const { ingest } = await import('../tasks/ingest.ts');", 'commands/ingest.ts'],
    ["import { parse } from 'semver/functions/parse.js';", 'registry/lines.ts'],
    ["import { a } from './npm/b.ts';", 'formats/x.ts'],
    ["// import { a } from '../store/open.ts';\nconst text = 'it came from the store';", 'formats/x.ts'],
  ])('leaves %j in %s alone', (source, file) => expect(strangersIn(file, source)).toEqual([]));

  it.each([
    'console.log(1);',
    'process.exit(1);',
    'const { env } = process;',
    'x(process)',
    'fetch("x")',
    'Date.now()',
    'new Date()',
  ])('finds %j', (source) => expect(actsIn('tasks/x.ts', source)).not.toEqual([]));

  it.each([
    "const a = 'console.log';",
    '// process.exit(1)',
    'ipaddr.process(a);',
    'subprocess.kill();',
    'new Date(micros)',
  ])('leaves %j alone', (source) => expect(actsIn('tasks/x.ts', source)).toEqual([]));
});
