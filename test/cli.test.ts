import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EXIT_MEANINGS } from '../src/cli/help.ts';
import { AppError, EXIT } from '../src/core/errors.ts';
import type { Row } from '../src/core/report.ts';
import { look, row, tell } from './cli/look.ts';
import { run } from './support/terminal.ts';

/** The shell around commands, with one command made for it. */
vi.mock('../src/commands/index.ts', async () => ({ COMMANDS: [(await import('./cli/look.ts')).look] }));
afterEach(() => look.reset());

describe('what a command gets', () => {
  it('is its arguments and options', async () => {
    await run(['look', 'a', 'b', 'c', '--where', '-org:x', '--where', '-q', '--deep']);
    expect(look.seen?.args).toEqual(['a', 'b', 'c']);
    expect(look.seen?.options).toMatchObject({ where: ['-org:x', '-q'], deep: true, limit: '10', progress: true });
    expect(look.seen?.options['quiet']).toBeUndefined();
  });

  it.each([
    [['--db', 'a.db', 'look', 'x'], {}, 'a.db'],
    [['look', 'x', '--db', 'b.db'], { AUDIT_TIMELINE_DB: 'env.db' }, 'b.db'],
    [['--db', 'a.db', 'look', 'x', '--db', 'b.db'], {}, 'b.db'],
    [['look', 'x'], { AUDIT_TIMELINE_DB: 'env.db' }, 'env.db'],
    [['look', 'x'], { AUDIT_TIMELINE_DB: '' }, 'audit-timeline.db'],
  ])('is the case file: %j %j', async (argv, env, db) => {
    await run(argv, { env });
    expect(look.seen?.options['db']).toBe(db);
  });

  it('is a fixed clock with --now', async () => {
    await run(['look', 'x', '--now', '2026-03-31T04:30:00+02:00']);
    expect(look.seen?.host.now()).toBe('2026-03-31T02:30:00.000Z');
    expect(await run(['look', 'x', '--now', 'noon'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: --now: "noon" is not a time\n  help: write it as 2026-03-31T04:30:00Z\n',
    });
  });

  it('is stdin, the folder and the clock of the host', async () => {
    await run(['look', 'x'], { stdin: 'input', cwd: '/somewhere', now: '2026-01-01T00:00:00.000Z' });
    expect(look.seen?.host.cwd).toBe('/somewhere');
    expect(look.seen?.host.now()).toBe('2026-01-01T00:00:00.000Z');
    const parts = [];
    for await (const part of look.seen?.host.stdin ?? []) parts.push(part);
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
    expect(stdout).toMatch(
      /^csv +\S.*\ngithub +\S.*\njson +\S.*\njsonl +\S.*\nmarkdown +\S.*\nsarif +\S.*\ntable +\S.*\n/,
    );
    expect(exitCode).toBe(0);
    expect(look.seen).toBeUndefined();
  });

  it('are refused before anything is run', async () => {
    const wrong = await run(['look', 'x', '--format', 'xml']);
    expect(wrong.stderr).toBe(
      'error: there is no output format "xml"\n  help: one of csv, github, json, jsonl, markdown, sarif, table\n',
    );
    expect((await run(['look', 'x', '--json', '--format', 'csv'])).exitCode).toBe(2);
    expect(look.seen).toBeUndefined();
  });
});

describe('exit codes', () => {
  it.each([0, 1, 2, 3] as const)('%i comes from the report', async (exitCode) => {
    look.answer = () => tell([], exitCode);
    expect((await run(['look', 'x'])).exitCode).toBe(exitCode);
  });

  it('comes from the last report where one follows another', async () => {
    look.answer = () => ({ ...tell([row('first')], 1), following: async () => tell([row('second')], 3) });
    const { stdout, exitCode } = await run(['look', 'x', '--format', 'jsonl', '-q']);
    expect(stdout).toBe('{"what":"first"}\n{"what":"second"}\n');
    expect(exitCode).toBe(3);
  });

  it('2: a sentence, and what to do', async () => {
    look.answer = () => {
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
    look.answer = () => {
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
    look.answer = () => {
      throw new TypeError('x is not a \x1b[31mfunction');
    };
    const { stderr, exitCode } = await run(['look', 'x']);
    expect(exitCode).toBe(70);
    expect(stderr).toMatch(
      /^TypeError: x is not a \\x1b\[31mfunction\n {4}at .*cli\.test\.ts[\s\S]*\nThis is a bug in audit-timeline\./,
    );
  });

  it('70: also for what is no error', async () => {
    look.answer = () => Promise.reject('a string');
    expect(await run(['look', 'x'])).toMatchObject({
      exitCode: 70,
      stderr: expect.stringContaining('not an error: a string'),
    });
  });

  it('130: Ctrl-C lets the command finish', async () => {
    let press = (): void => undefined;
    look.answer = ({ host }) => {
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
    look.answer = ({ host }) => {
      host.signal.throwIfAborted();
      return tell();
    };
    expect(await run(['look', 'x'], { interrupt: (press) => press() })).toMatchObject({ exitCode: 130, stdout: '' });
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
