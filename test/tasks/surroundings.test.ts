import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { FORMATS } from '../../src/formats/index.ts';
import type { Found } from '../../src/readers/found.ts';
import { ingestFiles } from '../../src/tasks/ingest.ts';
import { ingestReport } from '../../src/tasks/ingest-report.ts';
import { ACME, ingest, shown, temporaryFolder } from '../support/cases.ts';
import { shortLog } from '../support/logs.ts';
import { needsProgram, start } from '../support/program.ts';
import { run } from '../support/terminal.ts';
import { lines, record, THREE, told } from '../support/told.ts';

/** Paths, cases and disks that are not as they should be, and others at work on the same case. */
const SLOW = { timeout: 120_000 };
const folder = temporaryFolder();

describe('paths that are no evidence', () => {
  it('are named before anything is read or made', async () => {
    const db = join(folder, 'never.db');
    const empty = join(folder, 'looks-like-a-file.json');
    mkdirSync(empty);
    const broken = join(folder, 'broken.json');
    symlinkSync(join(folder, 'nowhere'), broken);
    for (const [path, said] of [
      [empty, 'holds no files'],
      [broken, 'there is no'],
      [join(folder, '*.nothing'), 'nothing matches'],
    ] as const) {
      const { exitCode, stdout, stderr } = await run(['ingest', ACME, path, '--db', db]);
      expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
    }
    expect(existsSync(db)).toBe(false);
  });

  it('in a folder are passed by, and named', async () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(join(mixed, 'empty'), { recursive: true });
    writeFileSync(join(mixed, 'audit.ndjson'), THREE);
    writeFileSync(join(mixed, 'zero.json'), '');
    symlinkSync(join(folder, 'nowhere'), join(mixed, 'broken.json'));
    const { db } = await told(THREE);
    copyFileSync(db, join(mixed, 'case.db'));
    const own = join(folder, 'mixed.db');
    const { exitCode, stdout } = await run(['ingest', mixed, '--db', own], { env: { COLUMNS: '200' } });
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('broken.json: a link to nothing')]);
    expect(stdout).toContain('case.db: a case of audit-timeline');
    expect(stdout).toContain('the file is empty');
    expect((JSON.parse(await shown(own)) as { rows: unknown[] }).rows.length).toBe(3);
  });
});

describe('a file that the disk refuses', () => {
  /** Evidence that can be read so often, and so far, and then no more. */
  function failing(name: string, text: string, reads: number, bytes: number): Found {
    let read = 0;
    async function* chunks(): AsyncGenerator<Buffer> {
      read += 1;
      if (read <= reads) {
        yield Buffer.from(text);
        return;
      }
      yield Buffer.from(text).subarray(0, bytes);
      throw new AppError('path-unreadable', `${name} cannot be read: EIO`);
    }
    return { path: name, name, source: { name, path: name, chunks } };
  }

  it.each([
    ['at once', 0],
    ['when its records are read', 2],
  ])('%s costs none of the others', async (name, reads) => {
    const db = join(folder, `refused ${name}.db`);
    const long = `${Array.from({ length: 5000 }, (_, i) => record(i)).join('\n')}\n`;
    const whole = Number.POSITIVE_INFINITY;
    const found = [
      failing('a.ndjson', lines(record(1)), whole, 0),
      failing('b.ndjson', long, reads, 100_000),
      failing('c.ndjson', THREE, whole, 0),
    ];
    const result = await ingestFiles(found, {
      db,
      recordedAt: '2026-04-01T00:00:00Z',
      leftOut: () => undefined,
      stopAtProblem: false,
      maxRecord: 2 ** 26,
      collected: new Map(),
      formats: FORMATS,
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    expect(result.files.map((file) => [file.name, file.status])).toEqual([
      ['a.ndjson', 'read'],
      ['c.ndjson', 'read'],
    ]);
    expect(result.failed).toEqual([{ name: 'b.ndjson', reason: 'b.ndjson cannot be read: EIO' }]);
    const report = ingestReport(result, { skipped: [], hints: [], limit: {}, db });
    const { exitCode, lines: said } = await report.foot();
    expect([exitCode, said.map(({ text }) => text).join()]).toEqual([3, expect.stringContaining('not read: b.ndjson')]);
    const verified = await run(['verify', '--db', db, '--allow-unanchored', '--deep']);
    expect(verified.exitCode).toBe(reads === 0 ? 0 : 3);
  });
});

describe('a file that cannot be written', () => {
  const blocked = join(folder, 'a-file');
  writeFileSync(blocked, 'in the way');

  it('as a case is a sentence, not a trace', async () => {
    const db = join(blocked, 'case.db');
    for (const command of [
      ['ingest', ACME],
      ['ingest', '--recover'],
      ['show'],
      ['verify'],
      ['evidence'],
      ['reindex'],
      ['note', 'x', '--at', '2026-04-01T00:00:00Z'],
    ]) {
      const { exitCode, stdout, stderr } = await run([...command, '--db', db]);
      if (command[1] === '--recover') expect([exitCode, stderr]).toEqual([0, '']);
      else
        expect([command, exitCode, stdout, stderr]).toEqual([
          command,
          2,
          '',
          expect.stringMatching(/^error: .*\n {2}help: .*\n$/),
        ]);
    }
    expect(readFileSync(blocked, 'utf8')).toBe('in the way');
  });

  it('as an output is a sentence, and a full disk is no half report', async () => {
    const { db } = await told(THREE);
    const outputs = [
      join(blocked, 'out.json'),
      join(folder, 'no', 'such', 'folder.json'),
      ...(existsSync('/dev/full') ? ['/dev/full'] : []),
    ];
    for (const output of outputs) {
      const { exitCode, stderr } = await run(['show', '--json', '-o', output, '--db', db]);
      expect([output, exitCode, stderr]).toEqual([output, 2, expect.stringMatching(/^error: .*\n {2}help: .*\n$/)]);
    }
  });
});

describe('a file that is no case of ours', () => {
  function sqlite(name: string, pragma: string): string {
    const path = join(folder, name);
    const db = new Database(path);
    db.exec('CREATE TABLE note(text)');
    db.pragma(pragma);
    db.close();
    return path;
  }

  it.each<[string, () => Promise<string>, string]>([
    ['of another program', async () => sqlite('other.db', 'application_id = 252006673'), 'belongs to another program'],
    [
      'of a program that does not say its name',
      async () => sqlite('plain.db', 'user_version = 3'),
      'belongs to another program',
    ],
    [
      'of a newer version',
      async () => {
        const { db } = await told(THREE);
        const open = new Database(db);
        open.pragma('user_version = 2');
        open.close();
        return db;
      },
      'case version 2',
    ],
    [
      'of text',
      async () => {
        const path = join(folder, 'text.db');
        writeFileSync(path, 'SQLite format 3\0 and nothing more');
        return path;
      },
      'it is no SQLite file',
    ],
  ])('%s is refused by name, and not touched', async (_name, make, said) => {
    const path = await make();
    const before = readFileSync(path);
    for (const command of [
      ['ingest', ACME],
      ['show'],
      ['verify'],
      ['evidence'],
      ['reindex'],
      ['note', 'x', '--at', '2026-04-01T00:00:00Z'],
    ]) {
      const { exitCode, stdout, stderr } = await run([...command, '--db', path]);
      expect([command, exitCode, stdout, stderr]).toEqual([command, 2, '', expect.stringContaining(said)]);
      expect(stderr).toContain('help: ');
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('a case that is damaged', () => {
  it('is never called a bug of the program', SLOW, async () => {
    const db = join(folder, 'whole.db');
    await ingest(db, ACME);
    const bytes = readFileSync(db);
    const path = join(folder, 'damaged.db');
    let seed = 8;
    for (let i = 0; i < 60; i++) {
      seed = (seed * 48_271) % 2_147_483_647;
      const damaged = Buffer.from(bytes);
      damaged.fill(seed & 0xff, seed % bytes.length, (seed % bytes.length) + 1 + (seed % 40));
      for (const command of [['show', '--json', '--raw'], ['evidence'], ['reindex'], ['ingest', ACME]]) {
        writeFileSync(path, damaged);
        const { exitCode, stderr } = await run([...command, '--db', path]);
        expect(exitCode, `${command[0]}, byte ${seed % bytes.length}: ${stderr.slice(0, 500)}`).not.toBe(70);
      }
    }
  });
});

describe('two at once', () => {
  it('the second is told so, and the first is not disturbed', SLOW, async () => {
    needsProgram();
    const log = join(folder, 'long.ndjson');
    shortLog(log, 40_000);
    const db = join(folder, 'shared.db');
    const first = start(['ingest', log, '--db', db]);
    while (!existsSync(`${db}-journal`)) await new Promise((resolve) => setTimeout(resolve, 2));
    const { exitCode, stdout, stderr } = await run(['ingest', ACME, '--db', db]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('another program is writing to')]);
    const reading = await run(['show', '--db', db]);
    expect([reading.exitCode, reading.stderr]).toEqual([2, expect.stringContaining('still under way')]);
    expect((await first.ended).exitCode).toBe(0);
    expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  });

  it('making the same case, one makes it and nobody breaks it', SLOW, async () => {
    const db = join(folder, 'race.db');
    const all = await Promise.all([1, 2, 3].map(() => start(['ingest', ACME, '--db', db]).ended));
    const codes = all.map(({ exitCode }) => exitCode);
    expect(codes).toContain(0);
    for (const { exitCode, stderr } of all) {
      expect([0, 2]).toContain(exitCode);
      if (exitCode === 2) expect(stderr).toContain('another program is writing to');
    }
    expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  });
});
