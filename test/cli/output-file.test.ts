import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { run } from '../support/terminal.ts';
import { look, row, tell } from './look.ts';

vi.mock('../../src/commands/index.ts', async () => ({ COMMANDS: [(await import('./look.ts')).look] }));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-timeline-cli-'));
});
afterEach(async () => {
  look.reset();
  await rm(folder, { recursive: true });
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
    expect(look.seen).toBeUndefined();
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
    look.answer = () => {
      throw new AppError('usage', 'no');
    };
    await run(['look', 'x', '-o', 'out.txt'], { cwd: folder });
    look.answer = () =>
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
    look.answer = async () => {
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
