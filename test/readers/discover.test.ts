import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discover } from '../../src/readers/discover.ts';
import { expandGlob, isGlob } from '../../src/readers/glob.ts';
import { hashSource } from '../../src/readers/source.ts';
import { takenAt } from '../../src/readers/taken.ts';

let cwd = '';
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'discover-test-')));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function write(path: string, content: string | Buffer = 'x\n'): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), content);
}

const find = (...args: string[]) => discover(args, { cwd, stdin: Readable.from([Buffer.from('from stdin\n')]) });
const names = async (...args: string[]) => (await find(...args)).files.map(({ name }) => name);

describe('discover', () => {
  it('finds the files of a folder, sorted, hidden ones too, but no .git', async () => {
    for (const path of [
      'in/b.log',
      'in/a.log',
      'in/B.log',
      'in/sub/z.json',
      'in/.npm/_logs/x.log',
      'in/.git/HEAD',
      'in/a/1',
    ])
      write(path);
    expect(await names('in')).toEqual([
      'in/.npm/_logs/x.log',
      'in/B.log',
      'in/a/1',
      'in/a.log',
      'in/b.log',
      'in/sub/z.json',
    ]);
  });

  it('keeps the order of the arguments, and names no file twice', async () => {
    for (const path of ['a', 'b', 'in/a']) write(path);
    symlinkSync(join(cwd, 'a'), join(cwd, 'link'));
    expect(await names('b', 'in', 'a', './b', 'in/a', 'link')).toEqual(['b', 'in/a', 'a']);
    expect(await names('link')).toEqual(['link']);
  });

  it('follows no link out of a folder, and says so', async () => {
    write('outside');
    write('in/file');
    symlinkSync(join(cwd, 'outside'), join(cwd, 'in/out'));
    symlinkSync(join(cwd, 'in/file'), join(cwd, 'in/inner'));
    symlinkSync(join(cwd, 'in'), join(cwd, 'in/loop'));
    symlinkSync(join(cwd, 'missing'), join(cwd, 'in/nothing'));
    const { files, skipped } = await find('in');
    expect(files.map(({ name }) => name)).toEqual(['in/file']);
    expect(skipped).toEqual([
      { name: 'in/loop', reason: 'a link that leads out of the folder' },
      { name: 'in/nothing', reason: 'a link to nothing' },
      { name: 'in/out', reason: 'a link that leads out of the folder' },
    ]);
  });

  it('fails before anything is read where a path is missing or a folder empty', async () => {
    write('a');
    mkdirSync(join(cwd, 'empty/er'), { recursive: true });
    await expect(find('a', 'missing.json')).rejects.toMatchObject({
      code: 'path-missing',
      message: 'there is no missing.json',
    });
    await expect(find('a', '*.json')).rejects.toMatchObject({
      code: 'path-missing',
      message: 'nothing matches *.json',
    });
    await expect(find('a/b')).rejects.toMatchObject({ code: 'path-missing' });
    await expect(find('empty')).rejects.toMatchObject({ code: 'path-empty', message: 'empty holds no files' });
  });

  it('expands patterns that a shell left alone, unless a file has that name', async () => {
    for (const path of ['a.json', 'b.json', 'c[1].json', 'in/d.json', '.hidden.json']) write(path);
    expect(await names('*.json')).toEqual(['a.json', 'b.json', 'c[1].json']);
    expect(await names('*.json', 'i*')).toEqual(['a.json', 'b.json', 'c[1].json', 'in/d.json']);
    write('*.log');
    write('x.log');
    expect(await names('*.log')).toEqual(['*.log']);
  });

  it('reads standard input, once', async () => {
    write('a');
    const found = await find('-', 'a', '-');
    expect(found.files.map(({ name }) => name)).toEqual(['stdin', 'a']);
    const [stdin] = found.files;
    expect((await hashSource(stdin?.source as never)).bytes).toBe(11);
    expect((await hashSource(stdin?.source as never)).bytes).toBe(11);
    found.dispose();
  });

  it('passes by notes, cases and keys', async () => {
    for (const path of ['in/about.md', 'in/sources.txt', 'in/README.md', 'in/a.log']) write(path);
    write('in/key.txt', '-----BEGIN PRIVATE KEY-----\nAAAA\n');
    const { files, notes, skipped } = await find('in');
    expect(files.map(({ name }) => name)).toEqual(['in/a.log']);
    expect(notes).toEqual(['in/README.md', 'in/about.md', 'in/sources.txt']);
    expect(skipped).toEqual([{ name: 'in/key.txt', reason: 'a private key' }]);
  });
});

describe('collected.tsv', () => {
  it('says when the files beside it were taken', async () => {
    for (const path of ['in/a.json', 'in/sub/b.json', 'in/sub/a.json']) write(path);
    write(
      'in/collected.tsv',
      '\ufefffile\ttime\tby\r\na.json\t2026-03-31T02:10:00Z\tmia\r\n./sub/b.json\t2026-03-31T02:11:00Z\tmia\r\n',
    );
    write('in/sub/collected.tsv', 'a.json\t2026-03-31T05:00:00Z\tmia\na.json\tyesterday\tmia\n');
    const { collected, skipped } = await find('in');
    expect([...collected].map(([name, { text }]) => [name, text])).toEqual([
      ['in/a.json', '2026-03-31T02:10:00.000Z'],
      ['in/sub/b.json', '2026-03-31T02:11:00.000Z'],
      ['in/sub/a.json', '2026-03-31T05:00:00.000Z'],
      ['b.json', '2026-03-31T02:11:00.000Z'],
    ]);
    expect(skipped).toEqual([{ name: 'in/sub/collected.tsv:2', reason: '"yesterday" is no time with a zone' }]);
    expect(takenAt('in/sub/a.json', undefined, collected).at?.text).toBe('2026-03-31T05:00:00.000Z');
    expect(takenAt('a.json', undefined, collected)).toEqual({ basis: 'unknown' });
  });
});

describe('expandGlob', () => {
  it('knows * and ? within names and ** across folders', async () => {
    for (const path of ['a.log', 'b1.log', 'in/c.log', 'in/deep/d.log', 'in/deep/e.txt', '.git/f.log']) write(path);
    expect(await expandGlob('*.log', cwd)).toEqual(['a.log', 'b1.log']);
    expect(await expandGlob('b?.log', cwd)).toEqual(['b1.log']);
    expect(await expandGlob('**/*.log', cwd)).toEqual(['a.log', 'b1.log', 'in/c.log', 'in/deep/d.log']);
    expect(await expandGlob('in/**', cwd)).toEqual(['in/c.log', 'in/deep', 'in/deep/d.log', 'in/deep/e.txt']);
    expect(await expandGlob('in/../i*/c.log', cwd)).toEqual(['in/c.log']);
    expect(await expandGlob(`${cwd}/in/*.log`, '/')).toEqual([`${cwd}/in/c.log`]);
    expect(await expandGlob('(a|b).log*', cwd)).toEqual([]);
    expect([isGlob('a.log'), isGlob('a*.log'), isGlob('?')]).toEqual([false, true, true]);
  });
});
