import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';
import { actors, lines, record, THREE, told } from '../support/told.ts';

/** Broken and hostile evidence through the whole program. */
const SLOW = { timeout: 120_000 };
const folder = temporaryFolder();
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
    ['a clock in 2100', record(2, { '@timestamp': Date.UTC(2100, 0, 1) }), 'time-out-of-range'],
    ['an object where a time should be', record(2, { '@timestamp': { toString: 1 } }), 'unreadable-time'],
    ['no time', record(2, { '@timestamp': undefined }), 'missing-field'],
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
      time: { '1.0.0': '1970-01-01T00:00:00.000Z', '1.0.1': '2100-01-01T00:00:00.000Z' },
    };
    const { exitCode, events, problems, db } = await told(JSON.stringify(document), 'clock.json');
    expect([exitCode, problems.length > 0]).toEqual([3, true]);
    expect(events.filter(({ time }) => time !== undefined)).toEqual([]);
    expect(await shown(db)).not.toMatch(/"(?:time|not_before|not_after)":"(?:1970|2100)/);
  });

  it('is repeated as it stands where its clock is ahead: nobody here knows better', async () => {
    const read = await told(lines(record(1, { '@timestamp': Date.UTC(2099, 0, 1) }), record(2), record(3)));
    expect([read.exitCode, actors(read)]).toEqual([0, ['user-2', 'user-3', 'user-1']]);
    expect(read.events.at(-1)?.['time']).toBe('2099-01-01T00:00:00.000Z');
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
    const bomb = gzipSync(Buffer.concat([Buffer.from(THREE), Buffer.alloc(80_000_000, `${' '.repeat(99_999)}\n`)]));
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

  it('within one file without an id is one event each time', async () => {
    const time = 1_774_917_601_000;
    const base = { level: 30, time, pid: 7, hostname: 'reg', sub: 'in' };
    const request = { method: 'GET', url: '/widget/-/widget-1.0.0.tgz' };
    const asked = {
      ...base,
      req: { ...request, headers: {}, remoteAddress: '203.0.113.7' },
      ip: '203.0.113.7',
      msg: `203.0.113.7 requested 'GET ${request.url}'`,
    };
    const answer = {
      ...base,
      level: 25,
      request,
      user: 'ci',
      remoteIP: '203.0.113.7',
      status: 200,
      bytes: { in: 0, out: 9 },
      msg: `200, user: ci(203.0.113.7), req: 'GET ${request.url}', bytes: 0/9`,
    };
    const download = [asked, answer].map((line) => JSON.stringify(line));
    const { exitCode, events } = await told(lines(...download, ...download, ...download), 'verdaccio.log');
    expect([exitCode, events.map(({ action }) => action)]).toEqual([0, Array(3).fill('artifact.downloaded')]);
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
      expect([command, exitCode]).toEqual([command, 0]);
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/);
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
