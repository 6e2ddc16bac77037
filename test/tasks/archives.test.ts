import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { fileSource } from '../../src/readers/source.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { ingestFiles } from '../../src/tasks/ingest.ts';
import { tar, tarGz, zip, zstdStored } from '../support/archives.ts';
import { ACME, ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { shortLog } from '../support/logs.ts';
import { run } from '../support/terminal.ts';
import { THREE } from '../support/told.ts';

const folder = temporaryFolder();

/** The files of an incident, as they go into an archive. */
function files(prefix = ''): Record<string, Buffer> {
  return Object.fromEntries(readdirSync(ACME).map((name) => [`${prefix}${name}`, readFileSync(join(ACME, name))]));
}

function write(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Where two long texts part. */
function difference(a: string, b: string): string {
  if (a === b) return '';
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return `${a.slice(Math.max(0, at - 60), at + 60)} / ${b.slice(at, at + 60)}`;
}

const asZip = (members: Readonly<Record<string, string | Buffer>>): Buffer =>
  zip(Object.entries(members).map(([name, data]) => ({ name, data })));

describe('an incident in an archive', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['acme.zip', async () => asZip(files('acme/'))],
    ['acme.tar', () => tar(files())],
    ['acme.tgz', () => tarGz(files('deep/er/'))],
    ['acme.tar.zst', async () => zstdStored(await tar(files()))],
    ['nested.zip', async () => asZip({ 'a/acme.tgz': await tarGz(files()), ...files('again/') })],
  ])('tells the same story in %s as in a folder, one row a member', async (name, make) => {
    const plain = join(folder, `${name} plain.db`);
    const db = join(folder, `${name}.db`);
    await ingest(plain, ACME);
    const path = write(name, await make());
    const outcome = await ingest(db, path);
    const { rows, foot } = ingestJson(outcome);
    expect(outcome.exitCode).toBe(0);
    expect(rows.every((row) => row.name.startsWith(`${path}!`))).toBe(true);
    expect(rows.length).toBeGreaterThanOrEqual(readdirSync(ACME).length - 2);
    expect(difference(await shown(db), await shown(plain))).toBe('');
    const anchor = ['--expect', `${foot.size}:${foot.root}`, '--deep'];
    expect((await run(['verify', '--db', db, ...anchor, '--evidence', folder])).exitCode).toBe(0);
    const again = ingestJson(await ingest(db, path, ACME));
    expect([again.foot.size, again.foot.root]).toEqual([foot.size, foot.root]);
  });

  it('names archive and member in each receipt, and no path of this machine', async () => {
    const db = join(folder, 'receipts.db');
    const path = write('named.tgz', await tarGz({ 'logs/audit.ndjson': THREE, 'odd.txt': 'what is this?\n' }));
    expect((await ingest(db, path)).exitCode).toBe(3);
    const reader = new CaseReader(db);
    const receipts = reader.receipts().map(({ evidence: { name, archive, member } }) => ({ name, archive, member }));
    reader.close();
    const archive = sha256(readFileSync(path));
    const short = path.split('/').slice(-2).join('/');
    expect(receipts).toEqual([
      { name: `${short}!logs/audit.ndjson`, archive, member: 'logs/audit.ndjson' },
      { name: `${short}!odd.txt`, archive, member: 'odd.txt' },
    ]);
  });

  it('comes through standard input, and leaves nothing behind', async () => {
    const db = join(folder, 'stdin.db');
    const bytes = asZip({ 'audit.ndjson': THREE });
    const { exitCode, stdout } = await run(['ingest', '-', '--db', db, '--json'], { stdin: bytes as never });
    expect([exitCode, ingestJson({ exitCode, stdout, stderr: '' }).rows.map(({ name }) => name)]).toEqual([
      0,
      ['stdin!audit.ndjson'],
    ]);
  });
});

describe('an archive of which not all can be read', () => {
  it('says so on the screen, in the exit code and in the case, once', async () => {
    const db = join(folder, 'refused.db');
    const members = [
      { name: 'audit.ndjson', data: THREE },
      { name: 'secret.log', data: 'x', flags: 1 },
      { name: '\u001b[2J\u202e', data: 'x', method: 14 },
    ];
    const path = write('refused.zip', zip(members));
    const first = await run(['ingest', path, '--db', db], { env: { COLUMNS: '160' } });
    expect(first.exitCode).toBe(3);
    expect(first.stdout).toContain('secret.log: encrypted: unpack it with its password first');
    expect(first.stdout).toContain('compressed with LZMA: unpack it first');
    expect(first.stdout).not.toContain('\u001b[2J');
    expect(first.stdout).not.toContain('\u202e');
    const { foot, rows } = ingestJson(await ingest(db, path));
    expect(rows.map(({ status, format, counts }) => [status, format, counts['problem']])).toEqual([
      ['known', 'github-audit', 0],
      ['refused', 'archive', 2],
    ]);
    expect(first.stdout).toContain(`${foot.size}:${foot.root}`);
    expect((await run(['verify', '--db', db, '--expect', `${foot.size}:${foot.root}`, '--deep'])).exitCode).toBe(0);
    const evidence = await run(['evidence', `EV-${sha256(readFileSync(path)).slice(0, 8)}`, '--db', db]);
    expect(evidence.stdout).toContain('not-unpacked: secret.log: encrypted');
    expect((await run(['reindex', '--db', db])).exitCode).toBe(0);
  });

  it('costs no other file', async () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    writeFileSync(join(mixed, 'a.zip'), asZip({ 'audit.ndjson': THREE }).subarray(0, 60));
    writeFileSync(join(mixed, 'b.tgz'), (await tarGz({ 'audit.ndjson': THREE })).subarray(0, 100));
    writeFileSync(join(mixed, 'c.bz2'), Buffer.from('BZh91AY&SY then what follows'));
    writeFileSync(join(mixed, 'd.rar'), Buffer.from('Rar!\x1a\x07\x01\x00 and so on'));
    writeFileSync(join(mixed, 'audit.ndjson'), THREE);
    symlinkSync(mixed, join(mixed, 'loop'));
    const { exitCode, stdout } = await run(['ingest', mixed, '--db', join(folder, 'mixed.db')], {
      env: { COLUMNS: '200' },
    });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('its directory is missing: it was cut off');
    expect(stdout).toContain('the compressed data ends early');
    expect(stdout).toContain('bunzip2 -k FILE');
    expect(stdout).toContain('unrar x FILE');
    expect(stdout).toContain('loop: a link that leads out of the folder');
    expect(stdout).toContain('-> 3 events');
  });

  it('keeps what is whole of a member that is cut, as a problem of that member', async () => {
    const whole = await tar({ 'a.ndjson': THREE, 'b.ndjson': THREE.repeat(40) });
    const path = write('cut.tar', whole.subarray(0, 1024 + 512 + 4000));
    const { rows } = ingestJson(await ingest(join(folder, 'cut.db'), path));
    expect(rows.map(({ name, status }) => [name.split('!')[1], status])).toEqual([
      ['a.ndjson', 'read'],
      ['b.ndjson', 'read'],
      [undefined, 'refused'],
    ]);
    expect(rows[1]?.counts['problem']).toBeGreaterThan(0);
  });
});

describe('names that mean something', () => {
  it('give the time of a snapshot by the member, not by the archive', async () => {
    const profile = readFileSync(join(ACME, 'profile.20260608T170100Z.json'));
    const list = 'profile.json\t2026-06-08T17:05:00Z\talice\n';
    const members = { 'profile.json': profile, 'profile.20260608T170100Z.json': profile, 'x/profile.json': profile };
    const path = write('all.20260101T000000Z.zip', asZip({ ...members, 'collected.tsv': list }));
    const { rows } = JSON.parse((await ingest(join(folder, 'taken.db'), path)).stdout) as {
      rows: { taken?: string; taken_basis?: string }[];
    };
    expect(rows.map((row) => [row.taken, row.taken_basis])).toEqual([
      ['2026-06-08T17:05:00.000Z', 'collected'],
      ['2026-06-08T17:01:00.000Z', 'file-name'],
      ['2024-10-01', undefined],
    ]);
  });
});

describe('the tarball of an npm package', () => {
  it('was taken when it was saved, and says of its manifest which tarball it was', async () => {
    const saved = join(folder, 'saved');
    mkdirSync(saved);
    const manifest = '{"name":"@acme/x","version":"1.0.0","scripts":{"postinstall":"node x.js"}}';
    const tarball = await tarGz({ 'package/package.json': manifest, 'package/x.js': 'code' });
    writeFileSync(join(saved, 'x-1.0.0.tgz'), tarball);
    writeFileSync(join(saved, 'x-1.0.0.20260331T043000Z.tgz'), await tarGz({ 'package/package.json': manifest }));
    writeFileSync(join(saved, 'collected.tsv'), 'x-1.0.0.tgz\t2026-03-31T05:00:00Z\talice\n');
    const { stdout } = await ingest(join(folder, 'saved.db'), saved);
    const { rows } = JSON.parse(stdout) as { rows: { name: string; taken?: string; taken_basis?: string }[] };
    expect(rows.map((row) => [row.name.split('/').slice(-3).join('/'), row.taken, row.taken_basis])).toEqual(
      [
        ['x-1.0.0.20260331T043000Z.tgz!package/package.json', '2026-03-31T04:30:00.000Z', 'file-name'],
        ['x-1.0.0.tgz!package/package.json', '2026-03-31T05:00:00.000Z', 'collected'],
      ].map(([name, ...rest]) => [`saved/${name}`, ...rest]),
    );
  });
});

describe('Ctrl-C within an archive', () => {
  it('goes on with the member where it stopped, and ends as if nothing had been', async () => {
    const log = join(folder, 'long.ndjson');
    shortLog(log, 20_000);
    const path = write(
      'long.tgz',
      await tarGz({ 'a.ndjson': THREE, 'long.ndjson': readFileSync(log), 'z.txt': 'odd\n' }),
    );
    const straight = join(folder, 'straight.db');
    const stopped = join(folder, 'stopped.db');
    await ingest(straight, path);
    const control = new AbortController();
    const { files, interrupted } = await ingestFiles([{ path, name: path, source: fileSource(path) }], {
      db: stopped,
      recordedAt: '2026-04-01T00:00:00.000Z',
      origin: 'case-test',
      leftOut: () => undefined,
      stopAtProblem: false,
      maxRecord: 2 ** 26,
      collected: new Map(),
      formats: FORMATS,
      signal: control.signal,
      progress: (line) => {
        if (/long\.ndjson: [\d,]+ records/.test(line)) control.abort();
      },
    });
    expect([files.map(({ status }) => status), interrupted]).toEqual([['read', 'interrupted'], true]);
    const second = ingestJson(await ingest(stopped, path));
    expect(second.rows.map(({ name }) => name.split('!')[1])).toEqual(['a.ndjson', 'long.ndjson', 'z.txt']);
    expect(difference(await shown(stopped), await shown(straight))).toBe('');
    expect((await run(['verify', '--db', stopped, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  });
});
