import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { tar, tarGz, zip, zstdStored } from '../support/archives.ts';
import { memory } from './support/reading.ts';
import { texts, unpackAll } from './support/unpacking.ts';

const LOGS = { 'logs/a.log': 'first\n', 'logs/b/c.json': '{"n":1}\n', 'empty.txt': '' };
const ZIP = zip(Object.entries(LOGS).map(([name, data]) => ({ name, data })));
const NAMED = Object.fromEntries(Object.entries(LOGS).map(([name, text]) => [`in!${name}`, text]));

describe('unpack', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['zip', async () => ZIP],
    ['zip of stored members', async () => zip(Object.entries(LOGS).map(([name, data]) => ({ name, data, method: 0 })))],
    ['zip.gz', async () => gzipSync(ZIP)],
    ['tar', () => tar(LOGS)],
    ['tar.gz', () => tarGz(LOGS)],
    ['tar.gz.gz', async () => gzipSync(await tarGz(LOGS))],
    ['tar.zst', async () => zstdStored(await tar(LOGS))],
  ])('gives the members of a %s as evidence of their own', async (_, make) => {
    const bytes = await make();
    for (const sliced of [true, false]) {
      const all = await unpackAll(bytes, { sliced });
      expect([texts(all), all.refused, all.passed]).toEqual([NAMED, [], []]);
      for (const { name, text, digest, member, damage } of all.files) {
        expect(digest).toEqual({ sha256: sha256(text), bytes: text.length });
        expect(member).toEqual({ archive: sha256(bytes), path: name.slice('in!'.length) });
        expect(damage).toEqual([]);
      }
    }
  });

  it('knows an archive by its bytes, whatever it is called', async () => {
    const all = await unpackAll(ZIP, { name: 'notes.json' });
    expect(all.files[0]?.name).toBe('notes.json!logs/a.log');
  });

  it.each([
    ['text', 'PKP is no archive\n'],
    ['nothing', ''],
    ['compressed text', gzipSync('{"a":1}\n')],
    ['zeros', Buffer.alloc(20_480)],
    ['text as long as a tar header', 'x'.repeat(1024)],
  ])('leaves %s as it is', async (_, content) => {
    const all = await unpackAll(Buffer.from(content as string));
    expect(all.files.map(({ name, member }) => [name, member])).toEqual([['in', undefined]]);
  });

  it('reads on where an archive lies in an archive', async () => {
    const inner = await tarGz({ 'x.log': 'deep\n' });
    const bytes = zip([
      { name: 'a/inner.tgz', data: inner },
      { name: 'a/inner.zip', data: zip([{ name: 'y.log', data: 'deep too\n' }]) },
      { name: 'z.log', data: 'not deep\n' },
    ]);
    const all = await unpackAll(bytes);
    expect(texts(all)).toEqual({
      'in!a/inner.tgz!x.log': 'deep\n',
      'in!a/inner.zip!y.log': 'deep too\n',
      'in!z.log': 'not deep\n',
    });
    expect(all.files.map(({ member }) => member?.archive)).toEqual(Array(3).fill(sha256(bytes)));
  });

  it('reads an archive of 10,000 members as often as one of two', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`logs/${n}.log`, `line ${n}\n`]));
    const few = await unpackAll(await tarGz({ 'a.log': '1\n', 'b.log': '2\n' }));
    const all = await unpackAll(await tarGz(many));
    expect([all.files.length, all.readings]).toEqual([10_000, few.readings]);
  });

  it('keeps a member too large for the memory in a private file without a name, and leaves nothing', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('audit-timeline-'));
    const large = Array.from({ length: 300_000 }, (_, n) => `${n} ${sha256(String(n)).slice(0, 8)}`).join('\n');
    const all = await unpackAll(
      await tarGz({ 'small.log': 's\n', 'large.log': large, 'last.log': 'l\n', '2.log': large }),
    );
    expect(all.files.map(({ text }) => text === large)).toEqual([false, true, false, true]);
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('audit-timeline-'));
    expect(after.filter((name) => !before.includes(name) && name.length > 50)).toEqual([]);
  });
});

describe('what stands in an archive but is no evidence', () => {
  it('is passed by: notes, keys, what macOS adds, and git', async () => {
    const all = await unpackAll(
      zip([
        { name: 'in/about.md', data: 'who' },
        { name: 'in/key.txt', data: '-----BEGIN PRIVATE KEY-----\nAAAA\n' },
        { name: '__MACOSX/in/._a.log', data: '\0\0\0' },
        { name: 'in/.DS_Store', data: '\0' },
        { name: 'in/.git/HEAD', data: 'ref: x' },
        { name: 'in/a.log', data: 'a\n' },
      ]),
    );
    expect(texts(all)).toEqual({ 'in!in/a.log': 'a\n' });
    expect([all.refused, all.passed]).toEqual([
      [],
      ['in!in/about.md: a note, not evidence', 'in!in/key.txt: a private key', 'in: 3 files of macOS or git'],
    ]);
  });

  it('is code: of an npm package the manifest is read alone, with the digests of the tarball', async () => {
    const bytes = await tarGz({
      'package/index.js': 'code',
      'package/package.json': '{"name":"x","version":"1.0.0"}',
      'package/README.md': '# x',
    });
    const all = await unpackAll(bytes, { name: 'x-1.0.0.tgz' });
    expect(texts(all)).toEqual({ 'x-1.0.0.tgz!package/package.json': '{"name":"x","version":"1.0.0"}' });
    expect(all.passed).toEqual(['x-1.0.0.tgz: 2 other files of an npm package: its code is no evidence']);
    expect(all.files[0]?.member?.tarball).toEqual({
      name: 'x-1.0.0.tgz',
      integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
      shasum: createHash('sha1').update(bytes).digest('hex'),
    });
    const folder = await unpackAll(zip([{ name: 'tarballs/x-1.0.0.tgz', data: bytes }]));
    expect(folder.files.map(({ member }) => member?.tarball?.name)).toEqual(['x-1.0.0.tgz']);
    const unzipped = await unpackAll(await tar({ 'package/package.json': '{}' }));
    expect(unzipped.files.map(({ member }) => member?.tarball)).toEqual([undefined]);
    expect(Object.keys(texts(await unpackAll(await tarGz({ 'package/a.log': 'a\n' }))))).toEqual(['in!package/a.log']);
  });

  it('are the steps of a CI job whose whole log is there', async () => {
    const all = await unpackAll(
      zip([
        { name: '0_build (3.10).txt', data: 'one\ntwo\n' },
        { name: 'build (3.10)/1_Set up job.txt', data: 'one\n' },
        { name: 'build (3.10)/2_Run.txt', data: 'two\n' },
        { name: 'build (3.10)/system.txt', data: 'runner\n' },
        { name: 'test/1_Set up job.txt', data: 'no job log\n' },
      ]),
    );
    expect(Object.keys(texts(all))).toEqual([
      'in!0_build (3.10).txt',
      'in!build (3.10)/system.txt',
      'in!test/1_Set up job.txt',
    ]);
    expect(all.passed).toEqual(['in: 2 step logs: the same lines stand in the log of their job']);
  });

  it('says when the rest was collected', async () => {
    const list = 'file\ttime\tby\na.json\t2026-03-31T02:10:00Z\tmia\nb.json\tyesterday\tmia\n';
    for (const bytes of [
      await tarGz({ 'e/a.json': '{}', 'e/b.json': '{}', 'e/collected.tsv': list }),
      zip([
        { name: 'e/a.json', data: '{}' },
        { name: 'e/b.json', data: '{}' },
        { name: 'e/collected.tsv', data: list },
      ]),
    ]) {
      const all = await unpackAll(bytes);
      expect(all.files.map(({ member }) => member?.collected?.text)).toEqual(['2026-03-31T02:10:00.000Z', undefined]);
      expect(all.passed).toEqual([
        'in!e/collected.tsv:3: "yesterday" is no time with a zone',
        'in!e/collected.tsv: a note, not evidence',
      ]);
    }
  });

  it('is nothing at all', async () => {
    for (const bytes of [zip([]), await tarGz({ 'folder/': '' }), zip([{ name: 'folder/', method: 0 }])]) {
      expect(await unpackAll(bytes)).toMatchObject({ files: [], refused: ['in: the archive holds no files'] });
    }
  });
});

it('memory() of these tests gives each reading its own buffers', async () => {
  const source = memory('abc');
  for await (const chunk of source.chunks()) chunk.fill(0);
  for await (const chunk of source.chunks()) expect(chunk.toString()).toBe('abc');
});
