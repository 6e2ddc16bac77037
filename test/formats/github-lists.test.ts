import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Format, Out } from '../../src/core/format.ts';
import { integrityOf } from '../../src/formats/github/artifact.ts';
import { outcomeOf } from '../../src/formats/github/run.ts';
import runs from '../../src/formats/github-actions-runs.ts';
import releases from '../../src/formats/github-releases.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const AT = '2026-03-31T00:30:00Z';
const RUN = { id: 8800, run_attempt: 1, run_number: 12, head_sha: 'x', status: 'completed', conclusion: 'success' };
const TIMED = { ...RUN, created_at: AT, run_started_at: AT, updated_at: AT };
const JOB = {
  id: 1,
  run_id: 2,
  name: 'publish',
  status: 'completed',
  conclusion: 'failure',
  started_at: AT,
  completed_at: AT,
  steps: [],
};
const RELEASE = { id: 5, tag_name: 'v1.0.0', published_at: AT, draft: false };

function score(format: Format, text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

function read(format: Format, value: unknown): EventMembers[] {
  return eventsOf(readNaively(format, JSON.stringify(value)));
}

describe('a run', () => {
  it.each([
    ['success', 'success'],
    ['failure', 'failure'],
    ['timed_out', 'failure'],
    ['startup_failure', 'failure'],
    ['cancelled', 'unknown'],
    ['skipped', 'unknown'],
    ['action_required', 'unknown'],
    ['constructor', 'unknown'],
    [undefined, 'unknown'],
  ])('that ended in %s counts as %s', (conclusion, outcome) => expect(outcomeOf(conclusion)).toBe(outcome));

  it('that goes on has not ended', () => {
    const going = { ...TIMED, status: 'in_progress', conclusion: null };
    expect(read(runs, going).map(({ action }) => action)).toEqual(['ci.run_created']);
  });

  it('that was run again tells who did, and who began it', () => {
    const people = { actor: { login: 'mallory' }, triggering_actor: { login: 'alice' } };
    expect(read(runs, { ...TIMED, ...people, run_attempt: 3 })).toMatchObject([
      { action: 'ci.run_created', actor: 'mallory', run_attempt: '1' },
      { action: 'ci.run_rerun', actor: 'alice', run_attempt: '3' },
      { action: 'ci.run_completed', actor: 'alice', run_attempt: '3' },
    ]);
  });

  it('of which gh shows only the address has its number from there', () => {
    const shown = { createdAt: AT, headSha: 'x', url: 'https://github.example/acme/widget/actions/runs/8800' };
    expect(read(runs, [shown])).toMatchObject([{ run_id: '8800', repo: 'acme/widget' }]);
  });

  it('of code from elsewhere says so', () => {
    const fork = { repository: { full_name: 'acme/widget' }, head_repository: { full_name: 'mallory/widget' } };
    expect(read(runs, { ...TIMED, ...fork })[0]?.text).toBe('code of mallory/widget');
  });
});

describe('a job', () => {
  it.each([
    ['completed', 'failure', ['ci.job_started', 'ci.step']],
    ['completed', 'skipped', ['ci.step']],
    ['in_progress', null, ['ci.job_started']],
    ['queued', null, []],
  ])('that is %s, %s, tells %j', (status, conclusion, actions) => {
    const found = read(runs, { total_count: 1, jobs: [{ ...JOB, status, conclusion }] });
    expect(found.map(({ action }) => action)).toEqual(actions);
  });

  it('tells of each step that began', () => {
    const steps = [
      { name: 'npm publish', number: 4, conclusion: 'failure', started_at: AT, completed_at: AT },
      { name: 'later', started_at: null },
    ];
    expect(read(runs, { ...JOB, steps })).toMatchObject([
      { action: 'ci.job_started' },
      { action: 'ci.step', resource: 'npm publish', outcome: 'failure', text: `step 4 of publish; until ${AT}` },
      { action: 'ci.step', native_action: 'job completed', outcome: 'failure' },
    ]);
  });
});

describe('a release', () => {
  it('is not dated by its commit', () => {
    expect(read(releases, { ...RELEASE, created_at: '2020-01-01T00:00:00Z' })).toMatchObject([
      { tag: 'v1.0.0', time: '2026-03-31T00:30:00.000Z' },
    ]);
  });

  it('that is a draft tells of its files only', () => {
    const assets = [{ id: 1, name: 'x.tgz', created_at: AT }];
    const draft = { ...RELEASE, draft: true, published_at: null };
    expect(read(releases, draft)).toEqual([]);
    expect(read(releases, { ...draft, assets })).toMatchObject([
      { native_action: 'asset uploaded', resource: 'x.tgz' },
    ]);
  });

  it('has the same identity in what the API and what gh give', () => {
    const shown = { databaseId: 5, id: 'RE_x', tagName: 'v1.0.0', publishedAt: AT, isDraft: false };
    const [ours, theirs] = [RELEASE, shown].map((each) => readNaively(releases, JSON.stringify(each))[0]);
    expect(ours?.kind === 'event' && ours.event.identity).toEqual(theirs?.kind === 'event' && theirs.event.identity);
  });
});

it.each([
  [`sha256:${'ab'.repeat(32)}`, 'sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s='],
  ['AB'.repeat(32), 'sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s='],
  ['sha256:ab', undefined],
  [`md5:${'ab'.repeat(16)}`, undefined],
  [undefined, undefined],
])('the digest %s is the checksum %s', (digest, integrity) => expect(integrityOf(digest)).toBe(integrity));

describe('recognition', () => {
  it.each([
    ['a page of runs', runs, { total_count: 1, workflow_runs: [TIMED] }],
    ['an empty page', runs, { total_count: 0, workflow_runs: [] }],
    ['a page of jobs', runs, { total_count: 1, jobs: [JOB] }],
    ['a page of artifacts', runs, { total_count: 0, artifacts: [] }],
    ['a run', runs, TIMED],
    ['runs that gh lists', runs, [{ databaseId: 1, createdAt: AT, workflowName: 'x' }]],
    ['pages', runs, [{ total_count: 1, workflow_runs: [TIMED] }]],
    ['releases', releases, [RELEASE]],
    ['releases that gh lists', releases, [{ tagName: 'v1', publishedAt: AT, isLatest: true }]],
    ['pages of releases', releases, [[RELEASE], []]],
  ])('takes %s', (_, format, value) => {
    const text = JSON.stringify(value);
    expect(score(format, text)).toBeGreaterThan(60);
    expect(score(format === runs ? releases : runs, text)).toBe(0);
  });

  it.each([
    [
      'issues that gh lists',
      [{ number: 1, createdAt: AT, updatedAt: AT, title: 'x', url: 'https://github.example/a/b/issues/1' }],
    ],
    ['a webhook body', { action: 'completed', workflow_run: TIMED, sender: { login: 'x' } }],
    ['jobs of something else', { jobs: [{ name: 'x' }] }],
    ['tags', [{ tag_name: 'v1' }]],
    ['an empty list', []],
  ])('leaves %s', (_, value) => {
    for (const format of [runs, releases]) expect(score(format, JSON.stringify(value))).toBe(0);
  });
});

it.each([
  ['runs', runs],
  ['releases', releases],
])('%s: every record is answered, whatever its members hold', (_, format) => {
  const names = [
    ...Object.keys(TIMED),
    ...Object.keys(JOB),
    ...Object.keys(RELEASE),
    'assets',
    'author',
    'jobs',
    'total_count',
  ];
  const more = [
    'workflow_runs',
    'artifacts',
    'archive_download_url',
    'createdAt',
    'databaseId',
    'headSha',
    'url',
    'actor',
  ];
  const record = fc.record(Object.fromEntries([...names, ...more].map((name) => [name, fc.jsonValue()])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(fc.oneof(record, fc.jsonValue()), (value) => {
      const reading = format.open({ name: 'input', taken: { basis: 'unknown' }, survey: [] });
      const outs = reading.push({ number: 0, at: { start: 0, end: 0 }, text: '', json: value as never });
      expect(outs.length).toBeGreaterThan(0);
      for (const out of outs) expect(out).toMatchObject({ records: [0] });
    }),
  );
});
