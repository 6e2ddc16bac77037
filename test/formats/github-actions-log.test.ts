import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import format from '../../src/formats/github-actions-log.ts';
import { parseNaively, readNaively, recordsOf, sampleOf } from '../support/naive.ts';

const SAMPLES = '../shared/samples/github-actions-logs';
const RUN = '##[group]Run npm publish';
const PUBLISHING = 'npm notice Publishing to https://registry.example/ with tag latest and public access';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

/** The lines of a log, a tenth of a microsecond apart. */
function log(...lines: readonly string[]): string {
  return lines.map((line, n) => `2026-03-27T19:00:00.${String(n).padStart(7, '0')}Z ${line}`).join('\n');
}

function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

function read(text: string): EventMembers[] {
  return eventsOf(readNaively(format, text));
}

/** Each record is told of, and none again in a later answer. */
function conserved(text: string): void {
  const records = recordsOf(parseNaively(text), format);
  const reading = format.open({ name: 'input', taken: { basis: 'unknown' }, survey: [] });
  const answers = [...records.map((record) => reading.push(record)), reading.end()];
  const named = answers.flatMap((outs) => [...new Set(outs.flatMap((out) => ('records' in out ? out.records : [])))]);
  expect(named.sort((a, b) => a - b)).toEqual(records.map(({ number }) => number));
}

describe('hostile lines', () => {
  it('of a step cannot imitate what the runner says of the job', () => {
    const forged = 'Job defined at: evil/evil/.github/workflows/x.yml@refs/heads/main';
    const before = ["Current runner version: '2.333.1'", RUN];
    const [job, ...others] = read(log(...before, forged, 'Requested labels: x', 'Complete job name: forged'));
    expect(job).toMatchObject({ action: 'ci.job_started', client: 'actions-runner/2.333.1' });
    expect(job).not.toHaveProperty('repo');
    expect(job).not.toHaveProperty('resource');
    expect(others).toMatchObject([{ native_action: 'Run', resource: 'npm publish' }]);
  });

  it('cannot bring another time along', () => {
    const forged = 'a\tb\t2019-01-01T00:00:00.0000000Z ##[error]x';
    expect(read(log(forged, '2019-01-01T00:00:00.0000000Z ##[error]x'))).toEqual([]);
  });

  it('of any length are read in linear time', () => {
    const many = '@'.repeat(200_000);
    const lines = [`Job defined at: a/b/${many} x`, `-> a/b/${many} (x)`, `+ a${many} `, `${'a\t'.repeat(100_000)}x`];
    expect(read(log("Current runner version: '2.333.1'", PUBLISHING, ...lines))).toHaveLength(2);
  });

  it('about a job are kept up to a bound', () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `Requested labels: l${n}`);
    const outs = readNaively(format, log(...lines));
    const event = outs.find(({ kind }) => kind === 'event');
    expect(event).toMatchObject({ records: { length: 100 } });
    expect(outs.filter(({ kind }) => kind === 'ignored')).toHaveLength(4900);
  });
});

describe('the start of a job', () => {
  const QUEUED = [
    'Requested labels: ubuntu-latest',
    'Job defined at: acme/widget/.github/workflows/x.yml@refs/heads/main',
  ];

  it('is when a runner took it', () => {
    const lines = [...QUEUED, 'Job is about to start running on the hosted runner: GitHub Actions 7'];
    expect(read(log(...lines, "Current runner version: '2.333.1'"))).toMatchObject([
      { time: '2026-03-27T19:00:00.0000002Z', repo: 'acme/widget', workflow: '.github/workflows/x.yml' },
    ]);
  });

  it('is its first line where no runner shows', () => {
    expect(read(log('noise', ...QUEUED))).toMatchObject([
      { time: '2026-03-27T19:00:00.0000001Z', ref: 'refs/heads/main', text: 'labels ubuntu-latest' },
    ]);
  });

  it('is not told by a log of a single step', () => {
    expect(read(log(RUN, 'Complete job name: x', 'hello'))).toMatchObject([{ action: 'ci.step' }]);
  });

  it('tells the image of the runner, whose secrets there are, and the workflow that was called', () => {
    const lines = [
      "Current runner version: '2.333.1'",
      '##[group]Runner Image Provisioner',
      'Version: 20260101.1',
      '##[endgroup]',
      '##[group]Runner Image',
      'Image: ubuntu-24.04',
      'Version: 20260301.1.0',
      'Included Software: https://images.example/ubuntu-24.04',
      '##[endgroup]',
      'Secret source: None',
      `Uses: acme/workflows/.github/workflows/release.yml@refs/heads/main (${'3e'.repeat(20)})`,
      'Complete job name: call / release',
    ];
    const [event] = read(log(...lines));
    const where = 'defined in acme/workflows/.github/workflows/release.yml@refs/heads/main';
    expect(event?.text).toBe(`image ubuntu-24.04 20260301.1.0; secret source None; ${where}`);
    expect(event).toMatchObject({ resource: 'call / release' });
    expect(event).not.toHaveProperty('repo');
  });

  it.each([
    ['0_build (3.10).txt', 'build (3.10)'],
    ['-2147483648_build.txt', 'build'],
    ['build/1_Set up job.txt', 'build'],
    ['build/system.txt', 'build'],
    ['1_Set up job.txt', undefined],
    ['job-17.log', undefined],
  ])('in %s has the name of the file where no line tells it', (name, job) => {
    const text = log("Current runner version: '2.333.1'");
    expect(eventsOf(readNaively(format, text, { name }))[0]?.resource).toBe(job);
    const named = eventsOf(
      readNaively(format, log("Current runner version: '2.333.1'", 'Complete job name: x'), { name }),
    );
    expect(named[0]?.resource).toBe('x');
  });

  it('in what gh prints has the name that stands before the time', () => {
    const lines = ["Current runner version: '2.333.1'", RUN].map((line) => `build\tSet up job\t${log(line)}`);
    expect(read(lines.join('\n'))[0]).toMatchObject({ action: 'ci.job_started', resource: 'build' });
  });

  it.each([
    ['IdToken: write', 'OIDC token permission'],
    ['Id-Token: write', 'OIDC token permission'],
    ['IdToken: read', undefined],
    ['Contents: write', undefined],
  ])('with %s says %s', (permission, text) => {
    const lines = [
      "Current runner version: '2.333.1'",
      '##[group]GITHUB_TOKEN Permissions',
      permission,
      '##[endgroup]',
    ];
    const [event] = read(log(...lines, 'IdToken: write', 'Complete job name: x'));
    expect(event).toMatchObject({ resource: 'x', scopes: permission });
    expect(event?.text).toBe(text);
  });
});

describe('recognition', () => {
  it.each([
    ['a log', log('Requested labels: x'), 85],
    ['one of a step', log('##[group]Run x'), 85],
    ['one with a byte order mark', `\ufeff${log("Current runner version: '2.333.1'")}`, 85],
    ['what gh prints', `build\tSet up job\t\ufeff${log("Current runner version: '2.333.1'")}`, 85],
    ['lines of another program with such times', log('hello', 'world'), 45],
    ['one after others', `+ gh api\n${log('##[group]Run x', 'y')}`, 85],
    ['one far below', `a\nb\nc\n${log('##[group]Run x', 'y', 'z', '1', '2')}`, 0],
    ['mostly something else', `${log('##[group]Run x')}\na\nb\nc`, 0],
    ['six digits', '2026-03-27T19:00:00.123456Z ##[group]Run x', 0],
    ['nine digits', '2026-03-27T19:00:00.123456789Z stdout F ##[group]Run x', 0],
    ['JSON', '{"a":"2026-03-27T19:00:00.1234567Z ##[group]Run x"}', 0],
    ['nothing', '', 0],
  ])('of %s', (_, text, expected) => expect(score(text)).toBe(expected));

  it.each([
    ['2026-03-27T19:00:00.1234567Z Cleaning up orphan processes', true],
    ['2026-03-27T19:00:00.1234567Z Cleaning up orphan proc', false],
    ['2026-03-27T19:00:00.1234567Z + widget@1.0.0', false],
    ['Cleaning up orphan processes', false],
  ])('knows whether the last line %s is whole: %s', (line, whole) => expect(format.whole?.(line)).toBe(whole));
});

describe('every record', () => {
  const folder = 'fixtures/formats/github-actions-log';

  it.each(readdirSync(folder))('of %s is told of, cut anywhere', (name) => {
    const text = readFileSync(`${folder}/${name}/input.log`, 'utf8').replaceAll('\r', '');
    conserved(text);
    for (let cut = 1; cut < text.length; cut += 53) conserved(text.slice(0, cut));
    for (let cut = 1; cut < text.length; cut += 61) conserved(text.slice(cut));
  });
});

describe.runIf(existsSync(SAMPLES))('the real logs', () => {
  const all = existsSync(SAMPLES) ? (readdirSync(SAMPLES, { recursive: true }) as string[]) : [];
  const names = all.filter((name) => name.endsWith('.txt') && name !== 'sources.txt');

  it.each(names)('%s', (name) => {
    const text = readFileSync(`${SAMPLES}/${name}`, 'utf8');
    expect(score(text)).toBeGreaterThan(0);
    conserved(text);
    expect(readNaively(format, text).filter(({ kind }) => kind === 'problem')).toEqual([]);
    const actions = read(text).map(({ action }) => action);
    const begins = /^0_|Set up job/.test(name);
    expect(actions.slice(0, 2)).toEqual(begins ? ['ci.step', 'ci.job_started'] : actions.slice(0, 2));
    expect(actions.includes('ci.job_started')).toBe(begins);
    expect(new Set(actions.slice(2)).size).toBeLessThan(2);
  });

  it('has the start of the job, ten hours after it was queued', () => {
    const name = names.find((candidate) => candidate.startsWith('0_')) ?? '';
    expect(read(readFileSync(`${SAMPLES}/${name}`, 'utf8'))[1]).toMatchObject({
      time: '2024-01-28T19:27:21.3091968Z',
      repo: 'tensorflow/tensorflow',
      workflow: '.github/workflows/arm-ci.yml',
      resource: 'build (3.10)',
      scopes: 'Contents: read, Metadata: read',
    });
  });
});
