import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT_MEANINGS } from '../src/cli/help.ts';
import { main } from '../src/cli.ts';
import type { Command, CommandInput } from '../src/core/command.ts';
import { AppError, EXIT } from '../src/core/errors.ts';
import type { Report, Row } from '../src/core/report.ts';
import { run } from './support/terminal.ts';

/** The shell around commands, with commands made for it. */
const world = vi.hoisted(() => ({ commands: [] as Command[] }));
vi.mock('../src/commands/index.ts', () => ({ COMMANDS: world.commands }));

let seen: CommandInput | undefined;
let answer: (input: CommandInput) => Report | Promise<Report>;
let folder: string;

function tell(rows: Iterable<Row> | AsyncIterable<Row> = [], exitCode: 0 | 1 | 2 | 3 = 0): Report {
  const foot = () => ({ lines: [{ text: 'that is all', indent: 2 }], data: { rows: 'all' }, exitCode });
  return { kind: 'timeline', head: [], columns: [{ title: 'WHAT', weight: 1 }], rows, csv: ['what'], foot };
}

function row(what: string): Row {
  return { cells: [{ text: what, style: 'bad' }], data: { what } };
}

world.commands.push({
  id: 'look',
  summary: 'looks at things',
  arguments: '<thing> [more...]',
  options: [
    { flags: '--where <filter>', description: 'filter', many: true },
    { flags: '--deep', description: 'look closer' },
    { flags: '--limit <n>', description: 'how many', default: '10' },
  ],
  examples: [{ line: 'audit-timeline look here', what: 'Looks here' }],
  async run(input) {
    seen = input;
    return answer(input);
  },
});

beforeEach(async () => {
  seen = undefined;
  answer = () => tell([row('one'), row('two')]);
  folder = await mkdtemp(join(tmpdir(), 'audit-timeline-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('what a command gets', () => {
  it('is its arguments and options', async () => {
    await run(['look', 'a', 'b', 'c', '--where', '-org:x', '--where', '-q', '--deep']);
    expect(seen?.args).toEqual(['a', 'b', 'c']);
    expect(seen?.options).toMatchObject({ where: ['-org:x', '-q'], deep: true, limit: '10', progress: true });
    expect(seen?.options['quiet']).toBeUndefined();
  });

  it.each([
    [['--db', 'a.db', 'look', 'x'], {}, 'a.db'],
    [['look', 'x', '--db', 'b.db'], { AUDIT_TIMELINE_DB: 'env.db' }, 'b.db'],
    [['--db', 'a.db', 'look', 'x', '--db', 'b.db'], {}, 'b.db'],
    [['look', 'x'], { AUDIT_TIMELINE_DB: 'env.db' }, 'env.db'],
    [['look', 'x'], { AUDIT_TIMELINE_DB: '' }, 'audit-timeline.db'],
  ])('is the case file: %j %j', async (argv, env, db) => {
    await run(argv, { env });
    expect(seen?.options['db']).toBe(db);
  });

  it('is a fixed clock with --now', async () => {
    await run(['look', 'x', '--now', '2026-03-31T04:30:00+02:00']);
    expect(seen?.host.now()).toBe('2026-03-31T02:30:00.000Z');
    expect(await run(['look', 'x', '--now', 'noon'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: --now: "noon" is not a time\n  help: write it as 2026-03-31T04:30:00Z\n',
    });
  });

  it('is stdin, the folder and the clock of the host', async () => {
    await run(['look', 'x'], { stdin: 'input', cwd: '/somewhere', now: '2026-01-01T00:00:00.000Z' });
    expect(seen?.host.cwd).toBe('/somewhere');
    expect(seen?.host.now()).toBe('2026-01-01T00:00:00.000Z');
    const parts = [];
    for await (const part of seen?.host.stdin ?? []) parts.push(part);
    expect(parts.join('')).toBe('input');
  });
});

describe('formats', () => {
  it('is a table unless told otherwise', async () => {
    expect(await run(['look', 'x'])).toEqual({ stdout: 'WHAT\none\ntwo\n  that is all\n', stderr: '', exitCode: 0 });
  });

  it.each([['--json'], ['--format', 'json'], ['--format=json', '--json']])('is JSON with %s %s', async (...flags) => {
    const { stdout, stderr } = await run(['look', 'x', ...flags]);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'timeline',
      rows: [{ what: 'one' }, { what: 'two' }],
      foot: { rows: 'all' },
    });
    expect(stderr).toBe('');
  });

  it.each([
    ['jsonl', '{"what":"one"}\n{"what":"two"}\n'],
    ['csv', 'what\none\ntwo\n'],
  ])('%s has the rows alone; how it ended goes to stderr', async (format, stdout) => {
    expect(await run(['look', 'x', '--format', format])).toEqual({ stdout, stderr: '  that is all\n', exitCode: 0 });
    expect(await run(['look', 'x', '-q', '--format', format])).toEqual({ stdout, stderr: '', exitCode: 0 });
  });

  it.each([
    [['--format', 'list']],
    [['look', '--format', 'list']],
    [['look', 'x', '--format', 'list']],
  ])('%j lists them', async (argv) => {
    const { stdout, exitCode } = await run(argv);
    expect(stdout).toMatch(/^csv +\S.*\njson +\S.*\njsonl +\S.*\ntable +\S.*\n/);
    expect(exitCode).toBe(0);
    expect(seen).toBeUndefined();
  });

  it('are refused before anything is run', async () => {
    const wrong = await run(['look', 'x', '--format', 'xml']);
    expect(wrong.stderr).toBe('error: there is no output format "xml"\n  help: one of csv, json, jsonl, table\n');
    expect((await run(['look', 'x', '--json', '--format', 'csv'])).exitCode).toBe(2);
    expect(seen).toBeUndefined();
  });
});

describe('exit codes', () => {
  it.each([0, 1, 2, 3] as const)('%i comes from the report', async (exitCode) => {
    answer = () => tell([], exitCode);
    expect((await run(['look', 'x'])).exitCode).toBe(exitCode);
  });

  it('2: a sentence, and what to do', async () => {
    answer = () => {
      throw new AppError('not-a-case', 'x.db\x1b[2J is no case', 'name another');
    };
    const outcome = await run(['look', 'x']);
    expect(outcome).toEqual({
      stdout: '',
      stderr: 'error: x.db\\x1b[2J is no case\n  help: name another\n',
      exitCode: 2,
    });
  });

  it('2, with -v: what lies behind', async () => {
    answer = () => {
      throw new AppError('not-a-case', 'no case', undefined, { cause: new RangeError('deep down') });
    };
    expect((await run(['look', 'x', '-v'])).stderr).toMatch(/^error: no case\nRangeError: deep down\n {4}at /);
  });

  it.each([
    [['look'], "missing required argument 'thing'", 'look --help'],
    [['look', 'x', '--dep'], "unknown option '--dep' (Did you mean --deep?)", 'look --help'],
    [['look', 'x', '--where'], "option '--where <filter>' argument missing", 'look --help'],
    [['look', 'x', '--color', 'blue'], 'Allowed choices are auto, always, never.', 'look --help'],
    [['loook'], "unknown command 'loook' (Did you mean look?)", '--help'],
    [['--bogus'], "unknown option '--bogus'", '--help'],
  ])('2: %j is no usage', async (argv, message, help) => {
    const { stdout, stderr, exitCode } = await run(argv);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: [^\n]+\n {2}help: [^\n]+\n$/);
    expect(stderr).toContain(`  help: see audit-timeline ${help}\n`);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });

  it('70: a bug, with its trace', async () => {
    answer = () => {
      throw new TypeError('x is not a \x1b[31mfunction');
    };
    const { stderr, exitCode } = await run(['look', 'x']);
    expect(exitCode).toBe(70);
    expect(stderr).toMatch(
      /^TypeError: x is not a \\x1b\[31mfunction\n {4}at .*cli\.test\.ts[\s\S]*\nThis is a bug in audit-timeline\./,
    );
  });

  it('70: also for what is no error', async () => {
    answer = () => Promise.reject('a string');
    expect(await run(['look', 'x'])).toMatchObject({
      exitCode: 70,
      stderr: expect.stringContaining('not an error: a string'),
    });
  });

  it('130: Ctrl-C lets the command finish', async () => {
    let press = (): void => undefined;
    answer = ({ host }) => {
      function* rows(): Generator<Row> {
        yield row('before');
        press();
        if (!host.signal.aborted) yield row('after');
      }
      return tell(rows(), 3);
    };
    const interrupt = (how: () => void): void => {
      press = how;
    };
    const { stdout, stderr, exitCode } = await run(['look', 'x', '--format', 'csv'], { interrupt });
    expect(stdout).toBe('what\nbefore\n');
    expect(stderr).toMatch(/^interrupted: .* Ctrl-C again/);
    expect(exitCode).toBe(130);
  });

  it('130: a command may also give up by its signal', async () => {
    answer = ({ host }) => {
      host.signal.throwIfAborted();
      return tell();
    };
    expect(await run(['look', 'x'], { interrupt: (press) => press() })).toMatchObject({ exitCode: 130, stdout: '' });
  });

  it('0: a reader that has seen enough', async () => {
    let read = 0;
    let closed = false;
    function* rows(): Generator<Row> {
      try {
        for (;;) yield row(`row ${read++}`);
      } finally {
        closed = true;
      }
    }
    answer = () => tell(rows(), 3);
    const head = new PassThrough();
    head.once('data', () => head.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })));
    const exitCode = await main(['look', 'x', '--format', 'jsonl'], { ...quietWorld(), stdout: head });
    expect(exitCode).toBe(0);
    expect(closed).toBe(true);
    expect(read).toBeLessThan(100_000);
  });

  it('are listed in every help, all of them', async () => {
    for (const argv of [['--help'], ['look', '--help']]) {
      const { stdout } = await run(argv);
      for (const [name, meaning] of Object.entries(EXIT_MEANINGS)) {
        expect(stdout).toContain(`\n  ${String(EXIT[name as keyof typeof EXIT]).padEnd(5)}${meaning}\n`);
      }
    }
  });
});

function quietWorld() {
  return { stderr: new PassThrough(), env: {}, cwd: folder, onInterrupt: () => () => undefined };
}

describe('stdout', () => {
  it('holds back a report that its reader is slower than', async () => {
    let read = 0;
    function* rows(): Generator<Row> {
      for (; read < 20_000; read++) yield row('x'.repeat(100));
    }
    answer = () => tell(rows());
    const pending: (() => void)[] = [];
    const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void pending.push(done) });
    const running = main(['look', 'x', '--format', 'jsonl'], { ...quietWorld(), stdout: slow });
    await vi.waitFor(() => expect(pending).toHaveLength(1));
    const before = read;
    expect(before).toBeLessThan(2000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(read).toBe(before);
    const release = setInterval(() => pending.shift()?.());
    expect(await running).toBe(0);
    clearInterval(release);
    expect(read).toBe(20_000);
  });

  it('on a full disk ends with a sentence', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })),
    });
    const stderr = new PassThrough({ encoding: 'utf8' });
    expect(await main(['look', 'x'], { ...quietWorld(), stderr, stdout: full })).toBe(2);
    expect(stderr.read()).toMatch(/^error: no space left while writing standard output\n/);
  });
});

describe('-o', () => {
  it('writes the file, and nothing beside it', async () => {
    const { stdout, exitCode } = await run(['look', 'x', '-o', 'out.txt'], { cwd: folder, columns: 40 });
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('WHAT\none\ntwo\n  that is all\n');
    expect(await readdir(folder)).toEqual(['out.txt']);
  });

  it('replaces a file only with --force', async () => {
    await writeFile(join(folder, 'out.txt'), 'before');
    const refused = await run(['look', 'x', '-o', 'out.txt'], { cwd: folder });
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^error: out\.txt exists already\n {2}help: .*--force/),
    });
    expect(seen).toBeUndefined();
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('before');
    await run(['look', 'x', '-o', 'out.txt', '--force', '--format', 'csv', '-q'], { cwd: folder });
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('what\none\ntwo\n');
  });

  it('replaces what a link points to, not the link', async () => {
    await writeFile(join(folder, 'real.txt'), 'before');
    await symlink('real.txt', join(folder, 'link.txt'));
    await run(['look', 'x', '-o', 'link.txt', '--force'], { cwd: folder });
    expect(await readFile(join(folder, 'real.txt'), 'utf8')).toContain('one');
  });

  it('leaves nothing behind when the report fails', async () => {
    answer = () => {
      throw new AppError('usage', 'no');
    };
    await run(['look', 'x', '-o', 'out.txt'], { cwd: folder });
    answer = () =>
      tell(
        (function* () {
          yield row('one');
          throw new Error('in the middle');
        })(),
      );
    await run(['look', 'x', '-o', 'out.txt'], { cwd: folder });
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not replace a file that came while the report was made', async () => {
    answer = async () => {
      await writeFile(join(folder, 'out.txt'), 'somebody else');
      return tell();
    };
    expect((await run(['look', 'x', '-o', 'out.txt'], { cwd: folder })).exitCode).toBe(2);
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('somebody else');
    expect(await readdir(folder)).toEqual(['out.txt']);
  });

  it('writes to a device as it is, and to stdout for -', async () => {
    expect((await run(['look', 'x', '-o', '/dev/null'])).exitCode).toBe(0);
    expect((await run(['look', 'x', '-o', '-'])).stdout).toContain('one');
  });

  it.each([
    ['nowhere/out.txt', 'there is no such folder'],
    ['folder', 'that is a folder'],
  ])('%s is refused', async (file, why) => {
    await mkdir(join(folder, 'folder'));
    expect(await run(['look', 'x', '-o', file], { cwd: folder })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(why),
    });
  });
});

describe('colour and width', () => {
  const red = '\x1b[31mone';

  it.each([
    ['a terminal', {}, [], 80, true],
    ['a pipe', {}, [], undefined, false],
    ['NO_COLOR', { NO_COLOR: '1' }, [], 80, false],
    ['an empty NO_COLOR', { NO_COLOR: '' }, [], 80, true],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, [], undefined, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], 80, false],
    ['TERM=dumb', { TERM: 'dumb' }, [], 80, false],
    ['--color always', { NO_COLOR: '1' }, ['--color', 'always'], undefined, true],
    ['--color never', { FORCE_COLOR: '1' }, ['--color', 'never'], 80, false],
  ])('%s', async (_name, env, flags, columns, colored) => {
    const { stdout } = await run(['look', 'x', ...flags], { env, ...(columns !== undefined && { columns }) });
    expect(stdout.includes(red)).toBe(colored);
  });

  it('a file has no colours unless they are asked for', async () => {
    await run(['look', 'x', '-o', 'plain'], { cwd: folder, columns: 80, env: { FORCE_COLOR: '1' } });
    await run(['look', 'x', '-o', 'red', '--color', 'always'], { cwd: folder });
    expect(await readFile(join(folder, 'plain'), 'utf8')).not.toContain('\x1b');
    expect(await readFile(join(folder, 'red'), 'utf8')).toContain(red);
  });

  it.each([
    ['a terminal', { columns: 60 }, 60],
    ['a pipe', {}, 100],
    ['COLUMNS', { columns: 60, env: { COLUMNS: '70' } }, 70],
    ['a bad COLUMNS', { columns: 60, env: { COLUMNS: 'wide' } }, 60],
  ])('%s', async (_name, setting, width) => {
    answer = () => tell([row('word '.repeat(100))]);
    const { stdout } = await run(['look', 'x', '--color', 'never'], setting);
    const widest = Math.max(...stdout.split('\n').map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(width);
    expect(widest).toBeGreaterThan(width - 5);
  });
});

describe('stderr', () => {
  beforeEach(() => {
    answer = ({ host }) => {
      host.progress('reading 1 of 2 \x1b[31m');
      host.warn('a warning \x07');
      return tell();
    };
  });

  it('shows progress on a terminal, and takes it away', async () => {
    const { stderr } = await run(['look', 'x'], { watched: true });
    expect(stderr).toBe('\r\x1b[Kreading 1 of 2 \\x1b[31m\r\x1b[Ka warning \\x07\n');
  });

  it.each([
    ['off a terminal', [], {}],
    ['with --no-progress', ['--no-progress'], { watched: true }],
    ['on a dumb terminal', [], { watched: true, env: { TERM: 'dumb' } }],
  ])('shows none %s', async (_name, flags, setting) => {
    expect((await run(['look', 'x', ...flags], setting)).stderr).toBe('a warning \\x07\n');
    expect((await run([...flags, 'look', 'x'], setting)).stderr).toBe('a warning \\x07\n');
  });

  it('is silent with -q', async () => {
    expect((await run(['look', 'x', '-q'], { watched: true })).stderr).toBe('');
  });
});

describe('help', () => {
  it.each([[[]], [['--help']], [['help']], [['--json']]])('%j shows it, and all is well', async (argv) => {
    const { stdout, stderr, exitCode } = await run(argv);
    expect(stdout).toMatch(/^Usage: audit-timeline <command> \[options\]\n[\s\S]*look [\s\S]*Exit codes:\n/);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each([[['look', '--help']], [['help', 'look']]])('%j shows options and examples', async (argv) => {
    const { stdout, exitCode } = await run(argv, { columns: 80 });
    expect(stdout).toContain('Usage: audit-timeline look <thing> [more...] [options]');
    expect(stdout).toContain('Examples:\n  # Looks here\n  audit-timeline look here\n');
    expect(stdout).toContain('Global options:\n');
    expect(stdout).not.toContain('--now');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(exitCode).toBe(0);
  });

  it('--version prints the version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await run(['--version'])).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
  });
});
