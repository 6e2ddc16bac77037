import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli.ts';
import type { Row } from '../../src/core/report.ts';
import { run } from '../support/terminal.ts';
import { look, row, tell } from './look.ts';

vi.mock('../../src/commands/index.ts', async () => ({ COMMANDS: [(await import('./look.ts')).look] }));

afterEach(() => look.reset());

const quietWorld = { stderr: new PassThrough(), env: {}, cwd: '.', onInterrupt: () => () => undefined };

describe('stdout', () => {
  it('holds back a report that its reader is slower than', async () => {
    let read = 0;
    function* rows(): Generator<Row> {
      for (; read < 20_000; read++) yield row('x'.repeat(100));
    }
    look.answer = () => tell(rows());
    const pending: (() => void)[] = [];
    const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void pending.push(done) });
    const running = main(['look', 'x', '--format', 'jsonl'], { ...quietWorld, stdout: slow });
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
    expect(await main(['look', 'x'], { ...quietWorld, stderr, stdout: full })).toBe(2);
    expect(stderr.read()).toMatch(/^error: no space left while writing standard output\n/);
  });

  it('may be closed by a reader that has seen enough', async () => {
    let read = 0;
    let closed = false;
    function* rows(): Generator<Row> {
      try {
        for (;;) yield row(`row ${read++}`);
      } finally {
        closed = true;
      }
    }
    look.answer = () => tell(rows(), 3);
    const head = new PassThrough();
    head.once('data', () => head.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })));
    const exitCode = await main(['look', 'x', '--format', 'jsonl'], { ...quietWorld, stdout: head });
    expect(exitCode).toBe(0);
    expect(closed).toBe(true);
    expect(read).toBeLessThan(100_000);
  });
});

describe('stderr', () => {
  beforeEach(() => {
    look.answer = ({ host }) => {
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
    const folder = await mkdtemp(join(tmpdir(), 'audit-timeline-cli-'));
    await run(['look', 'x', '-o', 'plain'], { cwd: folder, columns: 80, env: { FORCE_COLOR: '1' } });
    await run(['look', 'x', '-o', 'red', '--color', 'always'], { cwd: folder });
    expect(await readFile(join(folder, 'plain'), 'utf8')).not.toContain('\x1b');
    expect(await readFile(join(folder, 'red'), 'utf8')).toContain(red);
    await rm(folder, { recursive: true });
  });

  it.each([
    ['a terminal', { columns: 60 }, 60],
    ['a pipe', {}, 100],
    ['COLUMNS', { columns: 60, env: { COLUMNS: '70' } }, 70],
    ['a bad COLUMNS', { columns: 60, env: { COLUMNS: 'wide' } }, 60],
  ])('%s', async (_name, setting, width) => {
    look.answer = () => tell([row('word '.repeat(100))]);
    const { stdout } = await run(['look', 'x', '--color', 'never'], setting);
    const widest = Math.max(...stdout.split('\n').map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(width);
    expect(widest).toBeGreaterThan(width - 5);
  });
});
