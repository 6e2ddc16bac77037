import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { CaseReader } from '../../src/store/case-reader.ts';
import { ACME, ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { shortLog } from '../support/logs.ts';
import { needsProgram, start } from '../support/program.ts';
import { run } from '../support/terminal.ts';

/** Broken and hostile evidence, cases and surroundings, through the whole program. */
const SLOW = { timeout: 120_000 };
const folder = temporaryFolder();
let cases = 0;

/** A record of the GitHub audit log; `more` may replace its members. */
function record(i: number, more: Readonly<Record<string, unknown>> = {}): string {
  const base = {
    '@timestamp': 1_774_917_600_000 + i,
    _document_id: `doc-${i}`,
    action: 'git.push',
    actor: `user-${i}`,
  };
  return JSON.stringify({ ...base, repo: 'acme/widget', ...more });
}

const lines = (...records: readonly string[]): string => `${records.join('\n')}\n`;
const THREE = lines(record(1), record(2), record(3));

interface Told {
  readonly exitCode: number;
  readonly db: string;
  readonly read: number;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Codes of the problems, in order. */
  readonly problems: readonly string[];
}

/** Ingests bytes into a case of their own, and looks at what is there afterwards. Nothing may be lost or altered. */
async function told(bytes: string | Buffer, name = 'audit.ndjson', ...words: readonly string[]): Promise<Told> {
  cases += 1;
  const at = join(folder, `${cases}`);
  mkdirSync(at);
  writeFileSync(join(at, name), bytes);
  const db = join(at, 'case.db');
  const outcome = await ingest(db, join(at, name), ...words);
  const { read = 0, recorded = 0, folded = 0, known = 0, problem = 0, ignored = 0 } = ingestJson(outcome).foot.counts;
  expect(read).toBe(recorded + folded + known + problem + ignored);
  expect((await run(['verify', '--db', db, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  const { rows } = JSON.parse(await shown(db)) as { rows: Told['events'] };
  return { exitCode: outcome.exitCode, db, read, events: rows, problems: problemsIn(db) };
}

function problemsIn(db: string): string[] {
  const reader = new CaseReader(db);
  try {
    const entries = Array.from({ length: reader.head().size }, (_, seq) => reader.entry(seq));
    return entries.flatMap((entry) => (entry.entry === 'problem' ? [entry.code] : []));
  } finally {
    reader.close();
  }
}

function actors({ events }: Told): unknown[] {
  return events.map(({ actor }) => actor);
}

const ALL = ['user-1', 'user-2', 'user-3'];

describe('bytes around the text', () => {
  const wide = Buffer.from(THREE, 'utf16le');

  it.each<[string, string | Buffer]>([
    ['a byte order mark', `\ufeff${THREE}`],
    [
      'a byte order mark before each part that was joined',
      `\ufeff${record(1)}\n\ufeff${record(2)}\n\ufeff${record(3)}\n`,
    ],
    ['UTF-16, little-endian', Buffer.concat([Buffer.of(0xff, 0xfe), wide])],
    ['UTF-16, big-endian', Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(wide).swap16()])],
    ['line ends of Windows', THREE.replaceAll('\n', '\r\n')],
    ['empty lines', `\n\n${THREE.replaceAll('\n', '\n \n')}\n\n`],
    ['NULs of a file that was laid out in advance', `${THREE}${'\0'.repeat(8192)}`],
    [
      'NULs of a crash, in front and between',
      `${'\0'.repeat(4096)}${record(1)}\n${'\0'.repeat(512)}\n${record(2)}\n${record(3)}\n`,
    ],
    ['no line end at the end', THREE.trimEnd()],
    ['gzip', gzipSync(THREE)],
    [
      'gzip, member after member',
      Buffer.concat([record(1), record(2), record(3)].map((line) => gzipSync(`${line}\n`))),
    ],
    ['gzip that is none any more', THREE],
  ])('are seen through: %s', async (name, bytes) => {
    const read = await told(bytes, name.startsWith('gzip') ? 'audit.ndjson.gz' : 'audit.ndjson');
    expect([read.exitCode, actors(read), read.problems]).toEqual([0, ALL, []]);
    expect(await shown(read.db, '--raw')).not.toMatch(/\\r|\\u0000|\\ufeff/i);
  });
});

describe('a record that cannot be trusted', () => {
  it.each<[string, string, string]>([
    [
      'a name that stands twice',
      '{"action":"git.push","action":"git.clone","@timestamp":1774917600002}',
      'ambiguous-json',
    ],
    ['half of a surrogate pair', record(2).replace('user-2', '\\ud800'), 'ambiguous-json'],
    ['nesting over 64', record(2, { data: JSON.parse('['.repeat(70) + ']'.repeat(70)) }), 'ambiguous-json'],
    ['a bomb of brackets', '{"a":'.repeat(200_000), 'ambiguous-json'],
    ['NaN', '{"@timestamp":NaN,"action":"git.push"}', 'bad-json'],
    ['a brace too few', record(2).slice(0, -1), 'bad-json'],
    ['a time out of all bounds', record(2, { '@timestamp': 1 }).replace(':1,', ':1e999,'), 'unreadable-time'],
    [
      'a time of four hundred digits',
      record(2, { '@timestamp': 1 }).replace(':1,', `:${'9'.repeat(400)},`),
      'unreadable-time',
    ],
    ['a clock in 1970', record(2, { '@timestamp': 86_400_000 }), 'time-out-of-range'],
    ['a clock in 2099', record(2, { '@timestamp': Date.UTC(2099, 0, 1) }), 'time-out-of-range'],
    ['an object where a time should be', record(2, { '@timestamp': { toString: 1 } }), 'unreadable-time'],
    ['no time', record(2, { '@timestamp': undefined }), 'unreadable-time'],
  ])('costs itself only: %s', async (_name, second, code) => {
    const read = await told(lines(record(1), second, record(3)));
    expect([read.exitCode, read.problems]).toEqual([3, [code]]);
    expect(actors(read)).toEqual(['user-1', 'user-3']);
  });

  it('has no other time put in its place', async () => {
    const document = {
      name: 'clock',
      'dist-tags': {},
      versions: { '1.0.0': {}, '1.0.1': {} },
      time: { '1.0.0': '1970-01-01T00:00:00.000Z', '1.0.1': '2099-01-01T00:00:00.000Z' },
    };
    const { exitCode, events, problems, db } = await told(JSON.stringify(document), 'clock.json');
    expect([exitCode, problems.length > 0]).toEqual([3, true]);
    expect(events.filter(({ time }) => time !== undefined)).toEqual([]);
    expect(await shown(db)).not.toMatch(/"(?:time|not_before|not_after)":"(?:1970|2099)/);
  });

  it('keeps integers that no number can hold', async () => {
    const { db } = await told(
      lines(record(1, { token_id: 0 }).replace('"token_id":0', '"token_id":12345678901234567890')),
    );
    expect(await shown(db, '--raw')).toContain('12345678901234567890');
  });

  it('may be five megabytes long, or else lose itself only', SLOW, async () => {
    const long = lines(record(1), record(2, { message: 'x'.repeat(5_000_000) }), record(3));
    const whole = await told(long);
    expect([whole.exitCode, actors(whole)]).toEqual([0, ALL]);
    expect((await run(['show', '--raw', '--format', 'jsonl', '--db', whole.db])).stdout.length).toBeGreaterThan(
      5_000_000,
    );
    const capped = await told(long, 'audit.ndjson', '--max-record', '1000000');
    expect([capped.exitCode, actors(capped), capped.problems]).toEqual([3, ['user-1', 'user-3'], ['record-too-large']]);
  });
});

describe('compressed evidence', () => {
  const many = lines(...Array.from({ length: 3000 }, (_, i) => record(i)));

  it('that ends early gives what came before', async () => {
    const zipped = gzipSync(many);
    const read = await told(zipped.subarray(0, zipped.length / 2), 'audit.ndjson.gz');
    expect(read.exitCode).toBe(3);
    expect(read.problems).toContain('bad-gzip');
    expect(read.problems.length).toBeLessThanOrEqual(2);
    expect(read.events.length).toBeGreaterThan(500);
    expect(actors(read)).toEqual(read.events.map((_, i) => `user-${i}`));
  });

  it('that is damaged gives what came before', async () => {
    const zipped = gzipSync(many);
    zipped.fill(0xff, zipped.length / 2, zipped.length / 2 + 64);
    const read = await told(zipped, 'audit.ndjson.gz');
    expect([read.exitCode, read.problems.includes('bad-gzip')]).toEqual([3, true]);
    expect(read.events.length).toBeGreaterThan(500);
  });

  it('that is a bomb is stopped', SLOW, async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(THREE), Buffer.alloc(150_000_000, '\n')]));
    expect(bomb.length).toBeLessThan(200_000);
    const read = await told(bomb, 'audit.ndjson.gz');
    expect([read.exitCode, actors(read), read.problems]).toEqual([3, ALL, ['bad-gzip']]);
  });
});

describe('what repeats', () => {
  it('in two exports that overlap is known by its id', async () => {
    const { db } = await told(lines(record(1), record(2)));
    const other = join(folder, 'later.ndjson');
    writeFileSync(other, lines(record(2), record(3)));
    const { foot } = ingestJson(await ingest(db, other));
    expect(foot.counts).toMatchObject({ read: 2, recorded: 1, known: 1 });
    expect((JSON.parse(await shown(db)) as { rows: unknown[] }).rows.length).toBe(3);
  });

  it('within one file without an id are two events', async () => {
    const twice = record(1, { _document_id: undefined });
    expect((await told(lines(twice, twice, record(2)))).events.length).toBe(3);
  });

  it('as a whole file under another name is one source', async () => {
    const { db } = await told(THREE);
    const copy = join(folder, 'copy.ndjson');
    writeFileSync(copy, THREE);
    expect(ingestJson(await ingest(db, copy)).rows.map(({ status }) => status)).toEqual(['known']);
  });
});

describe('text that would take hold of a terminal or a program', () => {
  const ESCAPE = '\u001b[2J\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007\u009b31m';
  const BIDI = '\u202egnp.exe\u202c\u2066\u200b';

  it('is shown as visible escapes, in names and user agents alike', async () => {
    const read = await told(
      lines(
        record(1, {
          action: 'packages.package_version_published',
          ecosystem: 'npm',
          package: `left${ESCAPE}${BIDI}`,
          version: `1.0.0${BIDI}`,
        }),
        record(2, { actor: `mallory${BIDI}`, user_agent: `npm/1 ${ESCAPE}`, user: ESCAPE }),
        record(3, { actor: '=cmd|calc', repo: '<script>alert(1)</script>' }),
      ),
    );
    expect([read.exitCode, read.events.length]).toEqual([0, 3]);
    for (const command of [
      ['show'],
      ['show', '--raw'],
      ['evidence'],
      ['show', '--format', 'csv'],
      ['show', '--format', 'json'],
      ['show', '--format', 'jsonl'],
    ]) {
      const { exitCode, stdout, stderr } = await run([...command, '--db', read.db], { env: { COLUMNS: '140' } });
      expect([command, exitCode, stderr]).toEqual([command, 0, '']);
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/);
    }
    const { stdout } = await run(['show', '--db', read.db], { env: { COLUMNS: '400' } });
    expect(stdout).toContain('\\x1b');
    expect(stdout).toContain('\\u202e');
    expect((await run(['show', '--format', 'csv', '--db', read.db])).stdout).toContain("'=cmd|calc");
  });

  it('is the same again for a program that reads JSON', async () => {
    const { events } = await told(lines(record(1, { actor: `mallory${BIDI}` })));
    expect(events[0]?.['actor']).toBe(`mallory${BIDI}`);
  });

  it('as a name of a prototype is a name like others', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const read = await told(
      lines(
        ...names.map((name, i) =>
          record(i, {
            action: 'packages.package_version_published',
            ecosystem: 'npm',
            package: name,
            version: name,
            actor: name,
            [name]: { x: 1 },
          }),
        ),
      ),
    );
    expect([read.exitCode, actors(read)]).toEqual([0, names]);
    for (const name of names) {
      const { rows } = JSON.parse(await shown(read.db, '--package', name)) as { rows: { package: string }[] };
      expect(rows.map((row) => row.package)).toEqual([name]);
      expect((await run(['show', '--actor', name, '--db', read.db])).stdout).toContain(name);
    }
    const document = `{"name":"constructor","dist-tags":{"__proto__":"1.0.0"},"versions":{"__proto__":{"version":"1.0.0"},"1.0.0":{"__proto__":{"x":1}}},"time":{"__proto__":"2026-03-31T00:00:00.000Z","1.0.0":"2026-03-31T00:00:00.000Z","constructor":"2026-03-31T00:00:01.000Z"}}`;
    const packument = await told(document, 'constructor.json');
    expect(packument.exitCode).not.toBe(70);
    expect((await run(['show', '--package', 'constructor', '--db', packument.db])).exitCode).toBe(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

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
