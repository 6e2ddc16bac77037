import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/core/canonical.ts';
import { sha256 } from '../../src/core/digest.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import type { Receipt } from '../../src/store/receipts.ts';
import { ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { start } from '../support/program.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();
const SLOW = { timeout: 120_000 };
const FIXED = ['--recorded-at', '2026-04-01T00:00:00.000Z', '--origin', 'case-test', '--json'];

const HOUSE: JsonObject = {
  name: 'house audit',
  grade: 'server',
  time: { field: 'ts' },
  action: { field: 'do', table: { push: 'package.published', login: 'auth.login' } },
  outcome: 'success',
  members: { actor: 'who', package: 'pkg.name', version: 'pkg.version' },
  ignore: [{ field: 'level', equals: 'debug', rule: 'debug-lines' }],
};

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function mappingFile(name: string, mapping: JsonObject): string {
  return file(name, `${JSON.stringify(mapping, null, 2)}\n`);
}

/** `count` lines of the house's log. */
function lines(count: number): string {
  const all = Array.from({ length: count }, (_, i) => {
    const ts = new Date(Date.UTC(2026, 2, 1) + i * 1000).toISOString();
    if (i % 10 === 9) return JSON.stringify({ ts, level: 'debug' });
    const pkg = { name: `@acme/widget-${i % 7}`, version: `1.0.${i}` };
    return JSON.stringify({ ts, do: i % 3 === 0 ? 'login' : 'push', who: `user-${i % 5}`, pkg, pad: 'x'.repeat(150) });
  });
  return `${all.join('\n')}\n`;
}

function receiptsOf(db: string): readonly Receipt[] {
  const reader = new CaseReader(db);
  try {
    return reader.receipts();
  } finally {
    reader.close();
  }
}

const house = mappingFile('house.mapping.json', HOUSE);

describe('ingest --mapping', () => {
  it('reads a log of a kind nobody knows, and keeps the mapping in the case', SLOW, async () => {
    const [db, log] = [join(folder, 'small.db'), file('small.log', lines(20))];
    const outcome = await ingest(db, log, '--mapping', house);
    expect(outcome.exitCode).toBe(0);
    const [row] = ingestJson(outcome).rows;
    expect(row).toMatchObject({ status: 'read', format: 'generic-jsonl', events: 18 });
    expect(row?.counts).toMatchObject({ read: 20, recorded: 18, ignored: 2, problem: 0 });
    const [receipt] = receiptsOf(db);
    expect(receipt?.evidence.options).toMatchObject({ mapping: HOUSE, mapping_sha256: sha256(canonical(HOUSE)) });
    expect(await shown(db)).toContain('"@acme/widget-1"');
    expect((await run(['verify', '--db', db, '--deep'])).exitCode).toBe(3);
  });

  it('passes by what it has read with the same mapping, in whatever order it stands', SLOW, async () => {
    const [db, log] = [join(folder, 'again.db'), file('again.log', lines(20))];
    const before = ingestJson(await ingest(db, log, '--mapping', house));
    const turned = Object.fromEntries(Object.entries(HOUSE).reverse());
    const after = ingestJson(await ingest(db, log, '--mapping', mappingFile('turned.json', turned)));
    expect(after.rows[0]?.status).toBe('known');
    expect(after.foot.root).toBe(before.foot.root);
    const other = mappingFile('other.json', { ...HOUSE, outcome: 'unknown' });
    const changed = ingestJson(await ingest(db, log, '--mapping', other));
    expect(changed.rows[0]).toMatchObject({ status: 'read', events: 18 });
  });

  it('passes by a mapping that lies among the evidence, finished or not', SLOW, async () => {
    mkdirSync(join(folder, 'among'));
    file('among/house.log', lines(20));
    mappingFile('among/house.mapping.json', HOUSE);
    mappingFile('among/begun.json', { name: 'x', grade: 'client', time: { field: 't' } });
    const outcome = await ingest(join(folder, 'among.db'), join(folder, 'among'), '--mapping', house);
    expect(outcome.exitCode).toBe(0);
    const { rows, foot } = ingestJson(outcome);
    expect(rows.map(({ name, events }) => [basename(name), events])).toEqual([['house.log', 18]]);
    expect(foot).toMatchObject({
      skipped: ['begun.json', 'house.mapping.json'].map((name) => ({
        name: join(folder, 'among', name),
        reason: 'mapping for generic-jsonl: give it with --mapping',
      })),
    });
    expect(receiptsOf(join(folder, 'among.db'))).toHaveLength(1);
  });

  it('takes no log for a mapping', SLOW, async () => {
    const record = { name: 'x', grade: 'server', time: '2026-03-31T00:00:00Z', action: 'push' };
    const logs = [file('near.json', JSON.stringify(record)), file('nearer.json', JSON.stringify({ ...HOUSE, ts: 1 }))];
    const { rows } = ingestJson(await ingest(join(folder, 'near.db'), ...logs));
    expect(rows.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it('reads arrays, wrapped records, documents and compressed logs', SLOW, async () => {
    const records = lines(20).trim().split('\n');
    const array = file('array.json', `[${records.join(',\n')}]`);
    const wrapped = file('wrapped.json', `{"events":0,"records":[${records.join(',')}]}`);
    const zipped = file('log.gz', gzipSync(lines(20)));
    const outcome = ingestJson(await ingest(join(folder, 'shapes.db'), array, wrapped, zipped, '--mapping', house));
    expect(outcome.rows.map(({ events, counts }) => [events, counts['known']])).toEqual([
      [18, 0],
      [0, 18],
      [0, 18],
    ]);
    const nested = mappingFile('nested.json', { ...HOUSE, records: '/audit/*/events' });
    const document = file('nested.log', `{"audit":{"a":{"events":[${records.join(',')}]},"b":[]},"ts":1}`);
    const row = ingestJson(await ingest(join(folder, 'nested.db'), document, '--mapping', nested)).rows[0];
    expect(row).toMatchObject({ status: 'read', events: 18, counts: { read: 20, ignored: 2 } });
  });

  it.each([
    ['other.log', '{"time":1}\n{"time":2}\n', 'no `ts`, from which the mapping takes the time'],
    ['text.log', 'a line\nanother\n', 'no record fits the mapping'],
    ['broken.log', '{"ts":\n', 'no record fits the mapping'],
    ['times.log', '{"ts":"2026-03-31T00:00:00","do":"push"}\n', 'add `zone` to `time` in the mapping'],
  ])('refuses %s, in which no record fits', async (name, text, why) => {
    const db = join(folder, `${name}.db`);
    const outcome = await ingest(db, file(name, text), '--mapping', house);
    expect(outcome.exitCode).toBe(3);
    expect(ingestJson(outcome).rows[0]?.status).toBe('refused');
    expect(outcome.stdout).toContain(why);
    expect(receiptsOf(db)).toEqual([]);
  });

  it('refuses a document without records where the mapping looks for them', async () => {
    const nested = mappingFile('nowhere.json', { ...HOUSE, records: '/audit/events' });
    const outcome = await ingest(join(folder, 'nowhere.db'), file('nowhere.log', lines(3)), '--mapping', nested);
    expect(ingestJson(outcome).rows[0]?.status).toBe('refused');
    expect(outcome.stdout).toContain('where the mapping looks for records there are none');
  });

  it('keeps what does not fit as problems where something does', async () => {
    const log = file('mixed.log', `{"ts":"soon","do":"push"}\n${lines(2)}{"ts":"2026-03-31T00:00:00Z"}\n`);
    const outcome = await ingest(join(folder, 'mixed.db'), log, '--mapping', house);
    expect(outcome.exitCode).toBe(3);
    expect(ingestJson(outcome).rows[0]?.counts).toMatchObject({ read: 4, recorded: 2, problem: 2 });
  });

  it.each<[string, string | JsonObject, string]>([
    ['cut.json', '{"name":', 'cut.json: '],
    ['twice.json', '{"name":"a","name":"b"}', 'twice.json: '],
    ['two.json', '{"name":"a"}{"name":"b"}', 'two.json: it must hold one JSON object'],
    ['text.json', 'name: house', 'text.json: '],
    ['void.json', '', 'void.json: it must hold one JSON object'],
    ['large.json', `{"name":"${'x'.repeat(70_000)}"}`, 'large.json: '],
    ['typo.json', { ...HOUSE, tiem: {} }, 'typo.json: `tiem` is not known here'],
    ['zone.json', { ...HOUSE, time: { field: 'ts', zone: 'CET' } }, 'zone.json: `time.zone` is "CET", not an offset'],
  ])('says what is wrong with the mapping %s', async (name, content, message) => {
    const path = typeof content === 'string' ? file(name, content) : mappingFile(name, content);
    const outcome = await ingest(join(folder, 'never.db'), file('any.log', lines(2)), '--mapping', path);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stdout + outcome.stderr).toContain(message);
  });

  it('wants a mapping that is there, and not --as with it', async () => {
    const log = file('any.log', lines(2));
    expect((await ingest(join(folder, 'never.db'), log, '--mapping', join(folder, 'gone.json'))).exitCode).toBe(2);
    expect((await ingest(join(folder, 'never.db'), log, '--mapping', house, '--as', 'osv')).exitCode).toBe(2);
    const outcome = await ingest(join(folder, 'needs.db'), log, '--as', 'generic-jsonl');
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toContain('--mapping LOG.mapping.json');
  });

  it('gives the same ledger from a thread of its own', SLOW, async () => {
    const log = file('large.log', lines(22_000));
    expect(statSync(log).size).toBeGreaterThan(4 * 1024 * 1024);
    const [threaded, plain] = [join(folder, 'threads.db'), join(folder, 'plain.db')];
    const there = await start(['ingest', log, '--mapping', house, '--db', threaded, ...FIXED]).ended;
    expect(there.exitCode).toBe(0);
    const here = await ingest(plain, log, '--mapping', house);
    expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here.stdout));
    expect(ingestJson(here).rows[0]).toMatchObject({ status: 'read', events: 19_800 });
    expect((await shown(threaded)) === (await shown(plain))).toBe(true);
  });
});

describe('formats --check-mapping', () => {
  const text = '{"ts":"soon","do":"push"}\n{"ts":"2026-03-31T00:00:00Z","do":"sign","who":{}}\n{"ts":1}\nnoise\n';

  it('shows what a mapping makes of a sample', async () => {
    const outcome = await run(['formats', '--check-mapping', house, '--sample', file('good.log', lines(20))]);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toContain('18 of 20 records fit, 2 ignored by debug-lines, 0 problems');
    expect(outcome.stdout).toContain('2026-03-01T00:00:01.000Z package.published');
    expect(outcome.stdout.match(/Z (?:auth\.login|package\.published)/g)).toHaveLength(5);
  });

  it('names problems by line, and native actions without a counterpart', async () => {
    const sample = file('bad.log', `${lines(1)}${text}`);
    const outcome = await run(['formats', '--check-mapping', house, '--sample', sample]);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toMatch(/:2 the time in `ts` cannot be read/);
    expect(outcome.stdout).toMatch(/:3 `actor` cannot take its value/);
    expect(outcome.stdout).toMatch(/:4 the time in `ts` cannot be read/);
    expect(outcome.stdout).toContain('sign (1)');
    expect(outcome.stdout).not.toContain(`${basename(sample)}: 5 of`);
  });

  it('says it to programs as well', async () => {
    const sample = file('bad.log', `${lines(1)}${text}`);
    const outcome = await run(['formats', '--check-mapping', house, '--sample', sample, '--json']);
    const { foot } = JSON.parse(outcome.stdout) as { foot: { check: JsonObject } };
    expect(foot.check).toMatchObject({ name: 'house audit', fit: 2, unmapped: { sign: 1 } });
    expect(foot.check['events']).toMatchObject([{ action: 'auth.login' }, { action: 'other', native_action: 'sign' }]);
  });

  it('is no success where nothing fits', async () => {
    const empty = file('empty.log', '');
    expect((await run(['formats', '--check-mapping', house, '--sample', empty])).exitCode).toBe(3);
    mkdirSync(join(folder, 'a-folder'), { recursive: true });
    expect((await run(['formats', '--check-mapping', house])).exitCode).toBe(2);
    expect((await run(['formats', '--check-mapping', house, '--sample', join(folder, 'gone')])).exitCode).toBe(2);
    expect((await run(['formats', '--check-mapping', house, '--sample', join(folder, 'a-folder')])).exitCode).toBe(2);
  });
});
