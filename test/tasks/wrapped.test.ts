import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/core/format.ts';
import verdaccio from '../../src/formats/verdaccio.ts';
import { sniff } from '../../src/readers/sniff.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { namedInside, recogniseInside, titleInside } from '../../src/tasks/recognise.ts';
import { memory } from '../readers/support/reading.ts';
import { ingest, ingestJson, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';

const WRAPPED = 'fixtures/wrappers';
const ANSWER = "http <-- 200, user: alice(203.0.113.7), req: 'GET /@acme%2fwidget', bytes: 0/53";
const folder = temporaryFolder();
let cases = 0;

function newCase(): string {
  cases += 1;
  return join(folder, `${cases}.db`);
}

function file(content: string): string {
  const place = join(folder, `${cases}`);
  mkdirSync(place, { recursive: true });
  const path = join(place, `${content.length}.log`);
  writeFileSync(path, content);
  return path;
}

function docker(line: string, time: string): string {
  return `${JSON.stringify({ log: `${line}\n`, stream: 'stdout', time })}\n`;
}

function entriesOf(db: string) {
  const reader = new CaseReader(db);
  try {
    return Array.from({ length: reader.head().size }, (_, seq) => reader.entry(seq));
  } finally {
    reader.close();
  }
}

function eventsIn(db: string) {
  return entriesOf(db).filter((entry) => entry.entry === 'event');
}

describe('a log without times', () => {
  it('is read by the clock of its wrapper, and that is said', async () => {
    const db = newCase();
    const { rows } = ingestJson(await ingest(db, `${WRAPPED}/docker-pretty/input.log`));
    expect(rows).toMatchObject([
      { status: 'read', format: 'verdaccio-pretty', wrappers: ['docker'], events: 1, problems: 0 },
    ]);
    const [event, ...others] = eventsIn(db);
    expect(others).toEqual([]);
    expect(event?.event).toMatchObject({
      action: 'package.published',
      actor: 'alice',
      basis: 'ingest',
      time: '2026-03-31T00:40:00.168510399Z',
      text: expect.stringContaining('the time is that of Docker, not of Verdaccio'),
    });
    expect(event?.at).toEqual(['408-560:4', '133-255:2', '256-407:3']);
    expect(entriesOf(db)).toContainEqual(expect.objectContaining({ options: { wrappers: ['docker'] } }));
  });

  it('gets the machine from a wrapper that knows it', async () => {
    const db = newCase();
    await ingest(db, `${WRAPPED}/syslog-octets/input.log`);
    expect(eventsIn(db)).toMatchObject([{ event: { host: 'npm-1', text: expect.stringContaining('of syslog') } }]);
  });

  it.each(['journal-short'])('is refused where the wrapper has none either: %s', async (name) => {
    const outcome = await ingest(newCase(), `${WRAPPED}/${name}/input.log`);
    expect(ingestJson(outcome).rows).toMatchObject([{ status: 'refused', format: 'verdaccio-pretty' }]);
    expect(outcome.exitCode).toBe(3);
  });

  it('has a problem for each line of which the wrapper says no time', async () => {
    const db = newCase();
    const path = file(docker(ANSWER, '2026-03-31T00:40:00Z') + docker(ANSWER, 'yesterday'));
    expect(ingestJson(await ingest(db, path)).rows).toMatchObject([{ events: 1, problems: 1 }]);
    expect(entriesOf(db)).toContainEqual(expect.objectContaining({ code: 'no-time', at: ['140-268:2'] }));
  });

  it('has equal lines of other times as other events, in whichever files they stand', async () => {
    const db = newCase();
    const lines = ['01', '02', '03'].map((seconds) => docker(ANSWER, `2026-03-31T00:40:${seconds}Z`));
    const [first = '', second = '', third = ''] = lines;
    const { foot } = ingestJson(await ingest(db, file(first + second), file(second + third + third)));
    expect([foot.events, foot.counts['known']]).toEqual([4, 1]);
    const verified = await run(['verify', '--db', db, '--allow-unanchored', '--deep']);
    expect(verified.stdout).not.toMatch(/E-|W-/);
  });
});

describe('a log without a zone', () => {
  const line = `[2026-03-31 02:40:00] ${ANSWER}`;
  const text = docker(line, '2026-03-31T00:40:00.5Z');

  it('is read by the clock of its wrapper', async () => {
    const db = newCase();
    await ingest(db, file(text));
    expect(eventsIn(db)).toMatchObject([{ event: { time: '2026-03-31T00:40:00.500Z', basis: 'ingest' } }]);
  });

  it('is read by its own times once the zone is stated', async () => {
    const db = newCase();
    await ingest(db, file(text), '--assume-tz', '+02:00');
    expect(eventsIn(db)).toMatchObject([{ event: { time: '2026-03-31T00:40:00.000Z', basis: 'request_end' } }]);
  });
});

describe('what is said of wrapped evidence', () => {
  it('names the wrapper behind the format', async () => {
    const db = newCase();
    const told = await run(['ingest', `${WRAPPED}/docker-json/input.log`, '--db', db], { columns: 200 });
    expect(told.stdout).toContain('Verdaccio JSON log in Docker');
    const listed = await run(['evidence', '--db', db, '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({ rows: [{ format: 'verdaccio', wrappers: ['docker'] }] });
    expect(titleInside(verdaccio, ['cloudwatch', 'docker'])).toBe('Verdaccio JSON log in Docker in CloudWatch');
  });

  it('counts what belongs to the wrapper alone by its rule', async () => {
    const db = newCase();
    await ingest(db, `${WRAPPED}/journal-short-iso/input.log`);
    const ignored = { 'journal-header': 2, 'service-manager': 1, 'server-message': 1, continuation: 1 };
    expect(entriesOf(db)).toContainEqual(expect.objectContaining({ entry: 'evidence-end', ignored }));
  });

  it('is the same when it is read again', async () => {
    const db = newCase();
    const path = `${WRAPPED}/cri/input.log`;
    const { foot } = ingestJson(await ingest(db, path));
    expect(ingestJson(await ingest(db, path))).toMatchObject({
      rows: [{ status: 'known' }],
      foot: { size: foot.size, root: foot.root, events: 0 },
    });
  });

  it('says that nobody knows what is inside', async () => {
    const told = await ingest(newCase(), file(docker('all is well', '2026-03-31T00:40:00Z')));
    expect(told.stdout).toContain('\\"all is well\\"');
    expect(told.stdout).toContain('(in Docker)');
  });
});

describe('recognition', () => {
  const text = '2026-03-31T00:40:00Z [trace] one\n2026-03-31T00:40:01Z [trace] two\n';
  const format = (id: string, line: RegExp): Format => ({
    ...verdaccio,
    id,
    recognise: ({ lines }) => (lines.some((each) => line.test(each)) ? 50 : 0),
  });
  const inner = format('inner', /^\[trace\]/);
  const outer = format('outer', /^2026/);

  it.each([
    ['inside all wrappers', [outer, inner], 'inner', ['timestamps']],
    ['with the wrapper on, where nobody knows the inside', [outer], 'outer', []],
  ])('is tried %s', async (_, formats, id, wrappers) => {
    const found = recogniseInside(formats, await sniff(memory(text)));
    expect([found?.format.id, found?.sniffed.wrappers]).toEqual([id, wrappers]);
  });

  it('of a format that was named takes off what it must', async () => {
    const sniffed = await sniff(memory(text));
    expect(namedInside([inner, outer], 'outer', sniffed)?.sniffed.wrappers).toEqual([]);
    expect(namedInside([inner, outer], 'inner', sniffed)?.sniffed.wrappers).toEqual(['timestamps']);
    expect(namedInside([format('other', /never/)], 'other', sniffed)?.sniffed.wrappers).toEqual(['timestamps']);
    expect(namedInside([], 'other', sniffed)).toBeUndefined();
  });
});
