import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACME, ingest, ingestJson, temporaryFolder } from '../support/cases.ts';
import { type Outcome, run } from '../support/terminal.ts';
import { THREE, told } from '../support/told.ts';

/** What the commands answer, beside their screens: filters, exit codes, refusals. */
const folder = temporaryFolder();
const db = join(folder, 'acme.db');

beforeAll(async () => {
  await ingest(db, ACME);
});

type Row = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly witnesses: readonly { evidence: string; place: string }[];
};

async function show(...words: readonly string[]): Promise<Row[]> {
  const { exitCode, stdout, stderr } = await run(['show', ...words, '--json', '--db', db]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout) as { rows: Row[] }).rows;
}

function refused(outcome: Outcome, said: string): void {
  expect([outcome.exitCode, outcome.stdout]).toEqual([2, '']);
  expect(outcome.stderr).toContain(said);
  expect(outcome.stderr).not.toMatch(/^ {4}at /m);
}

function times(rows: readonly Row[]): string[] {
  return rows.map(({ time, not_before, not_after }) => String(time ?? not_after ?? not_before));
}

describe('show', () => {
  it('gives all that is known, in the order of time, exact ones behind what is bounded by the same moment', async () => {
    const rows = await show();
    expect(rows.length).toBeGreaterThan(100);
    expect(times(rows)).toEqual([...times(rows)].sort());
    const backwards = await show('--order', 'desc');
    expect(backwards.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).reverse());
    expect(await show('--limit', '7')).toEqual(rows.slice(0, 7));
  });

  it.each<[string, readonly string[], (row: Row) => boolean]>([
    [
      'package',
      ['--package', '@acme/widget'],
      (row) => row['package'] === '@acme/widget' || row['action'] === 'auth.email_changed',
    ],
    ['account', ['--actor', 'carol'], (row) => row['actor'] === 'carol' || row['user'] === 'carol'],
    ['address', ['--ip', '198.51.100.23'], (row) => row['ip'] === '198.51.100.23'],
    ['range', ['--ip', '198.51.100.0/24'], (row) => String(row['ip']).startsWith('198.51.100.')],
    ['repository', ['--repo', 'acme/widget'], (row) => row['repo'] === 'acme/widget'],
    ['action', ['--action', 'auth.token.*'], (row) => String(row['action']).startsWith('auth.token.')],
    [
      'filter',
      ['--where', 'grade:reported -actor:bob'],
      (row) => row['grade'] === 'reported' && row['actor'] !== 'bob',
    ],
    [
      'two at once',
      ['--actor', 'alice', '--action', 'package.published'],
      (row) => row['actor'] === 'alice' && row['action'] === 'package.published',
    ],
  ])('by %s gives every such step and no other', async (_name, words, isWanted) => {
    const rows = await show(...words, '--only');
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter((row) => !isWanted(row))).toEqual([]);
    if (words[0] !== '--package') expect(rows.length).toBe((await show()).filter(isWanted).length);
  });

  it('in a time keeps what may lie in it', async () => {
    const [since, until] = ['2026-06-09T05:20:00.000Z', '2026-06-09T06:00:00.000Z'];
    const rows = await show('--since', since, '--until', until);
    const wanted = (await show()).filter(({ time, not_before, not_after }) => {
      if (time !== undefined) return String(time) >= since && String(time) <= until;
      return String(not_after ?? '9') >= since && String(not_before ?? '0') <= until;
    });
    expect(rows.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    expect(rows.some(({ time }) => time === undefined)).toBe(true);
  });

  it('around a place in evidence is around its time', async () => {
    const [step] = await show('--where', 'action:auth.token.revoked url:*tokens*');
    const [witness] = step?.witnesses ?? [];
    const place = `EV-${witness?.evidence.slice(0, 6)}${witness?.place}`;
    const around = await show('--around', place, '--window', '1s');
    expect(around.map(({ id }) => id)).toContain(step?.id);
    expect(around).toEqual(await show('--around', String(step?.['time']), '--window', '1s'));
  });

  it('prints the records as they stand in the evidence, but for secrets', async () => {
    const [row] = await show('--where', 'action:auth.token.revoked url:*tokens*', '--raw');
    const lines = readFileSync(join(ACME, 'verdaccio.log'), 'utf8').split('\n');
    const [, ...numbers] = /:(\d+)\+(\d+)\+(\d+)/.exec(row?.witnesses[0]?.place ?? '') ?? [];
    expect((row?.['raw'] as string[]).join('\n')).toBe(numbers.map((number) => lines[Number(number) - 1]).join('\n'));
  });

  it('exits 3 with --strict where something is not in evidence', async () => {
    expect((await run(['show', '--package', '@acme/widget', '--strict', '--db', db])).exitCode).toBe(3);
    expect((await run(['show', '--package', '@acme/nothing', '--strict', '--db', db])).exitCode).toBe(0);
  });

  it.each([
    [['--since', 'tomorrowish'], 'is not a time'],
    [['--limit', 'x'], '--limit takes a whole number'],
    [['--order', 'up'], '--order is asc or desc'],
    [['--around', 'EV-ffff'], 'no event stands at EV-ffff'],
    [['--around', '2026-06-09T03:00Z', '--window', '5q'], 'is not a length of time'],
    [['--where', 'acton:x'], 'knows no field "acton"'],
    [['--ip', '1.2.3.4/99'], 'is no address and no range'],
    [['--format', 'xml'], 'there is no output format "xml"'],
    [['extra'], 'too many arguments'],
  ])('refuses %j', async (words, said) => refused(await run(['show', ...words, '--db', db]), said));
});

describe('ingest', () => {
  const file = join(folder, 'audit.ndjson');
  writeFileSync(file, THREE);

  it.each([
    [[], 'needs at least one path'],
    [[file, '--as', 'xml'], 'there is no format "xml"'],
    [[file, '--assume-tz', 'Europe/Berlin'], '--assume-tz takes an offset'],
    [[file, '--taken-at', 'noon'], 'is not a time'],
    [[file, '--max-problems', 'many'], '--max-problems takes a number'],
    [[file, '--max-record', '-1'], '--max-record takes a whole number'],
  ])('refuses %j before anything is made', async (words, said) => {
    const never = join(folder, 'never.db');
    refused(await run(['ingest', ...words, '--db', never]), said);
    expect(readdirSync(folder)).not.toContain('never.db');
  });

  it('reads standard input like a file', async () => {
    const piped = join(folder, 'piped.db');
    const { exitCode, stdout } = await run(['ingest', '-', '--json', '--db', piped], { stdin: THREE });
    expect([exitCode, ingestJson({ exitCode, stdout, stderr: '' }).foot.events]).toEqual([0, 3]);
    expect(ingestJson(await ingest(piped, file)).rows.map(({ status }) => status)).toEqual(['known']);
  });

  it('exits 0 up to a number or share of problems that is said to be right', async () => {
    const half = `${THREE}not JSON\n`;
    expect((await told(half)).exitCode).toBe(3);
    expect((await told(half, 'a.ndjson', '--max-problems', '1')).exitCode).toBe(0);
    expect((await told(half, 'a.ndjson', '--max-problems', '25%')).exitCode).toBe(0);
    expect((await told(half, 'a.ndjson', '--max-problems', '24.9%')).exitCode).toBe(3);
  });

  it('writes nothing of a log without a zone until the zone is named', async () => {
    const log = '[2026-03-31 02:40:02] info --- deprecating @acme/widget@1.0.0\n';
    const without = await told(log, 'pretty.log');
    expect([without.exitCode, without.events]).toEqual([3, []]);
    const path = join(folder, 'pretty.log');
    writeFileSync(path, log);
    const outcome = await ingest(without.db, path, '--assume-tz', '+02:00');
    expect([outcome.exitCode, ingestJson(outcome).rows.map(({ status }) => status)]).toEqual([0, ['read']]);
    const again = await ingest(without.db, path, '--assume-tz', '+01:00');
    expect(ingestJson(again).rows.map(({ status }) => status)).toEqual(['read']);
  });

  it('takes --taken-at over the stamp in a name, and says which was used', async () => {
    const read = await told(
      readFileSync(join(ACME, 'token-list.20260608T170000Z.json')),
      'tokens.20260608T170000Z.json',
      '--taken-at',
      '2026-06-08T18:00Z',
    );
    const { stdout } = await run(['evidence', '--json', '--db', read.db]);
    expect((JSON.parse(stdout) as { rows: unknown[] }).rows).toMatchObject([
      { taken: '2026-06-08T18:00:00.000Z', taken_basis: 'taken-at' },
    ]);
  });
});

describe('evidence', () => {
  it('takes any unique prefix, and says of others why not', async () => {
    const [{ witnesses: [witness] = [] } = { witnesses: [] }] = await show('--limit', '1');
    const digest = witness?.evidence ?? '';
    for (const id of [`EV-${digest.slice(0, 8)}`, digest, `ev-${digest.slice(0, 6)}`]) {
      const { stdout } = await run(['evidence', id, '--json', '--db', db]);
      expect((JSON.parse(stdout) as { rows: { sha256: string }[] }).rows.map(({ sha256 }) => sha256)).toEqual([digest]);
    }
    refused(await run(['evidence', 'EV-0123456789abcdef', '--db', db]), 'is not in this case');
    refused(await run(['evidence', 'EV-', '--db', db]), 'is ambiguous');
  });
});

describe('note', () => {
  it('becomes a step of grade reported, found like others, and without what looks like a secret', async () => {
    const { db: noted } = await told(THREE);
    const words = [
      '--at',
      '~2026-04-01 10:00Z',
      '--kind',
      'revoked',
      '--source',
      'bob',
      '--package',
      '@acme/widget',
      '--actor',
      'alice',
    ];
    const { exitCode } = await run(['note', `token npm_${'a1B2'.repeat(9)} revoked`, ...words, '--db', noted]);
    expect(exitCode).toBe(0);
    const { stdout } = await run(['show', '--package', '@acme/widget', '--json', '--db', noted]);
    const { rows } = JSON.parse(stdout) as { rows: Row[] };
    expect(rows).toMatchObject([
      {
        action: 'auth.token.revoked',
        grade: 'reported',
        actor: 'alice',
        source_name: 'bob',
        cites: [expect.stringMatching(/^note:/)],
      },
    ]);
    expect(stdout).not.toContain('npm_a1B2');
    expect((await run(['verify', '--db', noted, '--allow-unanchored', '--deep'])).exitCode).toBe(0);
  });

  it.each([
    [['x'], 'needs a time'],
    [['x', '--at', 'once'], 'once'],
    [['x', '--at', '2026-04-01T10:00:00Z', '--kind', 'imagined'], 'imagined'],
  ])('refuses %j', async (words, said) => refused(await run(['note', ...words, '--db', db]), said));
});

describe('reindex', () => {
  it('changes nothing of what can be read', async () => {
    const { db: path } = await told(readFileSync(join(ACME, 'verdaccio.log')), 'verdaccio.log');
    const before = await run(['show', '--json', '--db', path]);
    expect((await run(['reindex', '--db', path])).exitCode).toBe(0);
    expect((await run(['show', '--json', '--db', path])).stdout).toBe(before.stdout);
    expect((await run(['verify', '--db', path, '--allow-unanchored'])).exitCode).toBe(0);
  });
});
