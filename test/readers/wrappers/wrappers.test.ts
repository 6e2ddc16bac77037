import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { sniff } from '../../../src/readers/sniff.ts';
import { WRAPPERS, wrapperById, wrappersText } from '../../../src/readers/wrappers/index.ts';
import { memory } from '../support/reading.ts';
import { idOf, WRITERS } from './support.ts';

const FOLDER = 'src/readers/wrappers';
const LINE = "http <-- 200, user: alice(203.0.113.7), req: 'GET /@acme%2fwidget', bytes: 0/53";

function unwrap(id: string, entry: string | Json) {
  const wrapper = wrapperById(id);
  if (typeof entry === 'string') return wrapper?.unwrap({ text: entry });
  return wrapper?.unwrap({ text: JSON.stringify(entry), json: entry });
}

/** `text | time | host | process`, `noise rule`, `fault code`; nothing for what is no entry. */
function brief(id: string, entry: string | Json): string | undefined {
  const found = unwrap(id, entry);
  if (found?.kind === 'noise') return `noise ${found.rule}`;
  if (found?.kind === 'fault') return `fault ${found.code}`;
  if (found === undefined) return undefined;
  const { text, says } = found;
  return [String(text), says.time?.text, says.host, says.process].map((part) => part ?? '-').join(' | ');
}

async function wrappersOf(text: string): Promise<readonly string[]> {
  return (await sniff(memory(text))).wrappers;
}

describe('the list of wrappers', () => {
  it('has each file of the folder, by the id of its name', () => {
    const helpers = ['index', 'log-head', 'sample', 'wrapper'];
    const names = readdirSync(FOLDER).map((name) => name.replace(/\.ts$/, ''));
    const ids = WRAPPERS.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(names.filter((name) => !helpers.includes(name)).toSorted());
    for (const id of ids) expect(readFileSync(`${FOLDER}/${id}.ts`, 'utf8')).toContain(`id: '${id}'`);
  });

  it('is tried with each of them', () => {
    expect([...new Set(Object.keys(WRITERS).map(idOf))].toSorted()).toEqual(WRAPPERS.map(({ id }) => id).toSorted());
  });

  it('is said from the inside', () => {
    expect(wrappersText(['docker', 'syslog'])).toBe('syslog in Docker');
    expect(wrappersText(['no longer known'])).toBe('no longer known');
  });
});

describe('entries', () => {
  const T = '2026-03-31T00:40:01.123456789Z';

  it.each([
    // Containers
    ['docker', { log: `${LINE}\r\n`, stream: 'stderr', time: T }, `${LINE} | ${T} | - | -`],
    ['docker', { log: '\n', stream: 'stdout', time: T }, ` | ${T} | - | -`],
    ['docker', { log: 'x\n', stream: 'stdout', time: '1969-12-31T00:00:00Z' }, 'x | - | - | -'],
    ['docker', { log: 'x\n', stream: 'other', time: T }, undefined],
    ['docker', { log: ['x'], stream: 'stdout', time: T }, undefined],
    ['docker', { log: 'x', stream: 'stdout' }, undefined],
    ['docker', ['x'], undefined],
    ['cri', `${T} stdout F `, ` | ${T} | - | -`],
    ['cri', `${T} stdout F`, ` | ${T} | - | -`],
    ['cri', `${T} stdout F:tag:more  two blanks`, ` two blanks | ${T} | - | -`],
    ['cri', `${T} stdin F x`, undefined],
    ['cri', `${T} stdout X x`, undefined],
    ['timestamps', `[pod/npm-0/verdaccio] ${T} x`, `x | ${T} | - | npm-0/verdaccio`],
    ['timestamps', '2026-03-31T02:40:01+02:00 x', 'x | 2026-03-31T00:40:01.000Z | - | -'],
    ['timestamps', '2026-03-31T02:40:01 x', undefined],
    ['timestamps', '2026-99-31T02:40:01Z x', 'x | - | - | -'],
    // Syslog
    ['syslog', `<0>1 ${T} - - - - - x`, `x | ${T} | - | -`],
    ['syslog', `<134>1 ${T} h a 7 ID [a@1 b="\\"]"][c] x y`, `x y | ${T} | h | a`],
    ['syslog', `<134>1 ${T} h a 7 ID -`, ` | ${T} | h | a`],
    ['syslog', `<134>1 ${T} h a 7 ID [a b="c] x`, 'fault unknown-shape'],
    ['syslog', '<134>Mar 31 2026 00:40:01 h a: x', 'x | - | h | a'],
    ['syslog', '<134>Mar  1 00:40:01 h a/b[7]: x', 'x | - | h | a/b'],
    ['syslog', '<134>Mar  1 00:40:01 h a[7]:{"b":1}', '{"b":1} | - | h | a'],
    ['syslog', '<134>Mar  1 00:40:01 h CEF:0|a|b', 'CEF:0|a|b | - | h | -'],
    ['syslog', '<134>{"a":1}', '{"a":1} | - | - | -'],
    ['syslog', '<01>x', undefined],
    ['syslog', '<a href="">', undefined],
    // The journal
    ['journal-lines', '2026-03-31T00:40:01.123456+00:00 h a[7]: x', 'x | 2026-03-31T00:40:01.123456Z | h | a'],
    ['journal-lines', 'Tue 2026-03-31 00:40:01 UTC h a[7]: x', 'x | 2026-03-31T00:40:01.000Z | h | a'],
    ['journal-lines', 'Tue 2026-03-31 00:40:01 CEST h a[7]: x', 'x | - | h | a'],
    ['journal-lines', '1774917601.5 h a[7]: x', 'x | 2026-03-31T00:40:01.500Z | h | a'],
    ['journal-lines', '[  123.456789] h a[7]: x', 'x | - | h | a'],
    ['journal-lines', '2026-03-31 00:40:01 h a[7]: x', 'x | - | h | a'],
    ['journal-lines', 'Mar 31 00:40:01 a: x', 'x | - | - | a'],
    ['journal-lines', 'Mar 31 00:40:01 h systemd[1]: x', 'noise service-manager'],
    ['journal-lines', 'Mar 31 00:40:01 h systemd[7]: x', 'x | - | h | systemd'],
    ['journal-lines', 'Mar 31 00:40:01 h x', undefined],
    ['journal-lines', '-- No entries --', 'noise journal-header'],
    ['journal-lines', '-- and so on', undefined],
    [
      'journal',
      { __REALTIME_TIMESTAMP: '1774917601000001', MESSAGE: 'x\n' },
      'x | 2026-03-31T00:40:01.000001Z | - | -',
    ],
    ['journal', { __REALTIME_TIMESTAMP: 'no', MESSAGE: 'x', _COMM: ['a', 'b'] }, 'x | - | - | a'],
    ['journal', { __REALTIME_TIMESTAMP: '1', MESSAGE: [256] }, 'fault missing-field'],
    ['journal', { __REALTIME_TIMESTAMP: '1', MESSAGE: [] }, 'fault missing-field'],
    ['journal', { MESSAGE: 'x' }, undefined],
    // CloudWatch
    ['cloudwatch', { timestamp: 1_774_917_601_000, message: 'x\r\n' }, 'x | 2026-03-31T00:40:01.000Z | - | -'],
    ['cloudwatch', { timestamp: '1774917601000', message: 'x' }, undefined],
    ['cloudwatch-tail', '2026-03-31T00:40:01+00:00 a/[$LATEST]0 x', 'x | 2026-03-31T00:40:01.000Z | - | -'],
    ['cloudwatch-tail', '2026-03-31T00:40:01+00:00 http x', undefined],
    // Splunk and Elastic
    ['splunk', { _raw: 'x', _time: '1774917601.5', host: 'h' }, 'x | 2026-03-31T00:40:01.500Z | h | -'],
    ['splunk', { _raw: 'x', _time: '2026-03-31 02:40:01.000 CEST' }, 'x | - | - | -'],
    ['splunk', { a: 1 }, undefined],
    ['elastic', { _index: 'a', _source: { ['__proto__']: 1, n: 1 } }, '{"__proto__":1,"n":1} | - | - | -'],
    ['elastic', { a: 1 }, undefined],
    ['ecs', { '@timestamp': T, 'event.original': 'x', message: 'y' }, `x | ${T} | - | -`],
    ['ecs', { '@timestamp': T, message: 'y', agent: { type: 'filebeat' } }, `y | ${T} | - | -`],
    ['ecs', { '@timestamp': T, message: 'y' }, undefined],
    ['ecs', { '@timestamp': 1_774_917_601_000, event: { original: 'x' } }, undefined],
    // Others
    ['cloudevents', { specversion: '1.0', type: 't', source: 's', id: '1', data: 0 }, '0 | - | - | -'],
    ['cloudevents', { specversion: '1.0', type: 't', source: 's', id: '1', data: null }, 'fault missing-field'],
    ['cloudevents', { specversion: '1.0', type: 't', source: 's', data: 1 }, undefined],
    ['collector', { log: 'x', hostname: 'h', appname: 'a', time: T }, `x | ${T} | h | a`],
    ['collector', { log: { file: 'x' }, message: 'y' }, 'y | - | - | -'],
    ['collector', { msg: 'x' }, undefined],
  ] as const)('of %s: %j', (id, entry, expected) => expect(brief(id, entry as string | Json)).toBe(expected));

  it('are nothing where they are something else altogether', () => {
    const strange: Json[] = [
      null,
      true,
      0,
      '',
      [],
      {},
      [[]],
      { log: null },
      { result: [] },
      { _source: 'x' },
      { data: {} },
    ];
    for (const { id, unwrap: take } of WRAPPERS) {
      for (const json of strange) expect([id, take({ text: JSON.stringify(json), json })]).toEqual([id, undefined]);
    }
  });

  it('may be as large and hostile as they like', () => {
    const head = '<134>1 2026-03-31T00:40:01Z h a 7 - ';
    for (const body of ['['.repeat(1e6), '[a="\\"'.repeat(2e5), '"'.repeat(1e6), 'a:'.repeat(5e5), ' '.repeat(1e6)]) {
      expect(unwrap('syslog', head + body)).toBeDefined();
      expect(unwrap('syslog', `<134>${body}`)).toBeDefined();
      expect(unwrap('journal-lines', `Mar 31 00:40:01 ${body}`)?.kind).not.toBe('noise');
    }
  });
});

describe('what is not wrapped', () => {
  it.each([
    ['a bare log', `${LINE}\n${LINE}\n`],
    ['a log of GitHub Actions', '2026-03-31T00:40:01.1234567Z one\n2026-03-31T00:40:01.1234567Z two\n'],
    ['records that have a log and a time', '{"log":"x","time":1}\n{"log":"y","time":2}\n'],
    ['an audit log', '{"@timestamp":1774917600123,"action":"git.clone","actor":"alice"}\n'.repeat(2)],
    ['winston', '{"level":"info","message":"started","timestamp":"2026-03-31T00:40:01Z"}\n'.repeat(2)],
    ['entries with nothing in them', '{"log":"\\n","stream":"stdout","time":"2026-03-31T00:40:01Z"}\n'.repeat(2)],
    ['a document with data', '{"data":[{"a":1}],"type":"x"}'],
    ['a document with events of its own', '{"events":[{"message":"x"}]}'],
    ['a minority', `<134>1 - - - - - - x\n${LINE}\n${LINE}\n`],
    ['nothing', ''],
  ])('stays as it is: %s', async (_, text) => expect(await wrappersOf(text)).toEqual([]));
});

describe('what is wrapped', () => {
  it.each(Object.keys(WRITERS))('is recognised: %s', async (name) => {
    const text = WRITERS[name]?.([LINE, `${LINE}0`, `${LINE}1`]) ?? '';
    expect((await wrappersOf(text))[0]).toBe(idOf(name));
  });

  it.each([
    'cloudwatch',
    'cloudwatch of a subscription',
    'elastic',
  ])('is recognised where the document is large: %s', async (name) => {
    const text = WRITERS[name]?.(Array.from({ length: 30_000 }, () => LINE)) ?? '';
    expect(text.length).toBeGreaterThan(2 ** 21);
    const sniffed = await sniff(memory(text));
    expect([sniffed.wrappers[0], sniffed.sample.lines.length]).toEqual([name.split(' ')[0], 100]);
  });

  it('is taken out of three wrappers at most', async () => {
    const text = ['cri', 'cri', 'cri', 'cri'].reduce(
      (lines, name) => WRITERS[name]?.(lines).split('\n').filter(Boolean) ?? [],
      [LINE, LINE],
    );
    expect(await wrappersOf(text.join('\n'))).toEqual(['cri', 'cri', 'cri']);
  });
});

const SAMPLES = '../shared/samples';

/** Real logs, where they are there: they are not part of the project. */
function wrapsSamples(): void {
  const bare = `${SAMPLES}/verdaccio/verdaccio-json.log`;
  it.each(Object.keys(WRITERS))('are found in %s', async (name) => {
    const lines = readFileSync(bare, 'utf8').split('\n').filter(Boolean);
    const { sample } = await sniff(memory(WRITERS[name]?.(lines) ?? ''));
    expect(sample.values).toEqual((await sniff(memory(lines.join('\n')))).sample.values);
  });
}

// A test that is left out would look like one that was passed over: without samples there is none.
if (existsSync(SAMPLES)) describe('real logs', wrapsSamples);
