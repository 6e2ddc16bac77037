import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { AppError } from '../../src/core/errors.ts';
import { fileSource, hashSource, type Source, spoolStdin, streamSource } from '../../src/readers/source.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'source-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function textOf(source: Source): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of source.chunks()) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

describe('fileSource', () => {
  it('reads the file again and again', async () => {
    const path = join(folder, 'a.log');
    writeFileSync(path, 'one\ntwo\n');
    const source = fileSource(path);
    expect([source.name, await textOf(source), await textOf(source)]).toEqual(['a.log', 'one\ntwo\n', 'one\ntwo\n']);
    expect(await hashSource(source)).toEqual({ sha256: sha256('one\ntwo\n'), bytes: 8 });
  });

  it('gives chunks of bounded size that are not used again', async () => {
    const path = join(folder, 'large.log');
    const bytes = Buffer.from(Array.from({ length: 500_000 }, (_, n) => n.toString(36).padStart(6)).join(''));
    writeFileSync(path, bytes);
    const chunks: Buffer[] = [];
    for await (const chunk of fileSource(path).chunks()) chunks.push(chunk);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(1024 * 1024);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('says which file cannot be read', async () => {
    const missing = textOf(fileSource(join(folder, 'missing.log')));
    await expect(missing).rejects.toThrow(AppError);
    await expect(missing).rejects.toMatchObject({
      code: 'path-unreadable',
      message: expect.stringContaining('ENOENT'),
    });
  });
});

describe('streams', () => {
  it('are kept in a private file until they are disposed of', async () => {
    const source = await spoolStdin(Readable.from([Buffer.from('one\n'), Buffer.from('two\n')]));
    expect([source.name, await textOf(source), await textOf(source)]).toEqual(['stdin', 'one\ntwo\n', 'one\ntwo\n']);
    if (process.platform !== 'win32') expect(statSync(source.path).mode & 0o777).toBe(0o600);
    source.dispose();
    expect(statSync(source.path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('leave no file behind when they fail', async () => {
    const failing = new Readable({
      read() {
        this.destroy(new Error('gone'));
      },
    });
    const source = streamSource('pipe', () => failing);
    await expect(textOf(source)).rejects.toThrow('gone');
    expect(statSync(source.path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('are not touched before they are read', async () => {
    let opened = 0;
    const source = streamSource('stdin', () => {
      opened += 1;
      return Readable.from([Buffer.from('x')]);
    });
    expect(opened).toBe(0);
    expect([await textOf(source), await textOf(source), opened]).toEqual(['x', 'x', 1]);
    source.dispose();
  });
});
