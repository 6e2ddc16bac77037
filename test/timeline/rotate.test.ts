import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import type { Step } from '../../src/core/step.ts';
import { microsOf } from '../../src/core/time.ts';
import type { Fetch, Reach } from '../../src/timeline/reach.ts';
import { type Compromise, rotationsOf } from '../../src/timeline/rotate.ts';
import { stateOf } from '../inference/support.ts';
import { file, type Parts, ruleView } from './rule-view.ts';
import { citation, step } from './support.ts';

const at = (time: string): string => `2026-03-31T${time}.000Z`;
const BAD = { package: 'axios', version: '1.14.1' };
const PLAIN: Compromise = {
  accounts: ['alice'],
  tokens: [],
  ips: ['198.51.100.23'],
  repos: [],
  bad: [BAD],
  first: microsOf(at('00:21:58')),
  last: microsOf(at('01:00:57')),
};
const NOBODY: Reach = { fetches: [], coverage: [] };
const KEY = 'a1'.repeat(64);
const TOKEN = { token_fp: `sha512:${KEY}`, token_name: 'ci' };

function act(members: Partial<EventMembers>, place = ':1', name = 'log'): Step {
  return step(members, { citations: [citation(name, place)] });
}

function rotations(parts: Parts, compromise: Partial<Compromise> = {}, reach: Partial<Reach> = {}) {
  const all = rotationsOf(ruleView(parts), { ...PLAIN, ...compromise }, { ...NOBODY, ...reach });
  return all.map(({ kind, what, why, done }) => [kind, what, why, done?.place].filter((part) => part !== undefined));
}

describe('tokens', () => {
  const publish = act({ action: 'package.published', ...BAD, time: at('00:21:58'), actor: 'alice', ...TOKEN });
  const created = act({ action: 'auth.token.created', time: at('00:10:00'), ...TOKEN });
  const revoked = act({ action: 'auth.token.revoked', time: at('02:00:00'), ...TOKEN }, ':9');

  it('that published what is bad, with the act that revoked them', () => {
    expect(rotations({ steps: [publish, created, revoked] })).toEqual([
      ['token', 'token "ci"', 'published axios@1.14.1; created 2026-03-31 00:10:00', ':9'],
    ]);
    const other = act({ ...created.members, token_fp: `sha512:${'b2'.repeat(64)}`, token_name: 'laptop' });
    expect(rotations({ steps: [created, revoked, other] }).map(([, what]) => what)).toEqual([
      'token "laptop"',
      'token "ci"',
    ]);
    const refused = act({ ...revoked.members, outcome: 'denied' });
    expect(rotations({ steps: [publish, refused] })).toEqual([['token', 'token "ci"', 'published axios@1.14.1']]);
  });

  it('that still stand in the newest list', () => {
    const list = (evidence: string, taken: string, keys: readonly string[]) =>
      stateOf('npm-tokens', new Map(keys.map((key) => [key, {}])), { evidence, taken });
    const states = [list('new', at('05:00:00'), [KEY]), list('old', at('04:00:00'), [])];
    expect(rotations({ steps: [created], states })[0]?.[2]).toMatch(/; still listed in EV-\w{8}$/);
    const undated = stateOf('npm-tokens', new Map(), { evidence: 'undated' });
    expect(rotations({ steps: [created], states: [...states, undated] })[0]?.[2]).toContain('still listed');
    expect(rotations({ steps: [created], states: states.slice(1) })[0]?.[2]).toBe('created 2026-03-31 00:10:00');
  });

  it('of nobody else, and of no other time', () => {
    const of = (members: Partial<EventMembers>) => rotations({ steps: [act({ ...created.members, ...members })] });
    expect(of({ actor: 'bob' })).toEqual([]);
    expect(of({ user: 'alice', actor: 'admin' })).toHaveLength(1);
    expect(of({ time: '2026-01-01T00:00:00.000Z' })).toEqual([]);
    expect(of({ time: '2026-04-03T00:00:00.000Z' })).toEqual([]);
  });

  it('that a finding speaks of, by its id', () => {
    const used = act({ action: 'auth.token.used', token_id: '77', token_name: 'x', time: at('00:20:00') });
    const found = rotations({ steps: [used] }, { tokens: ['id:77', 'id:78'] });
    expect(found).toEqual([
      ['token', 'token "x"', 'a finding speaks of it'],
      ['token', 'token 78', 'a finding speaks of it'],
    ]);
  });

  it('are all in question where nobody knows which one published', () => {
    const { token_fp, token_name, ...members } = publish.members;
    expect([token_fp, token_name]).toEqual([TOKEN.token_fp, TOKEN.token_name]);
    const why =
      'it published axios@1.14.1, with which credential is not in evidence; all that were there by 2026-03-31 01:00:57';
    expect(rotations({ steps: [act(members)] })).toEqual([['token', 'every token and session of alice', why]]);
    expect(rotations({ steps: [act({ ...members, auth_method: 'oidc' })] })).toEqual([]);
    expect(rotations({ steps: [act(members)] }, { accounts: [] })).toEqual([]);
  });
});

describe('accounts', () => {
  const changed = act({
    action: 'auth.email_changed',
    actor: 'alice',
    old: 'a@x.example',
    new: 'e@x.example',
    time: at('00:05:00'),
  });
  const later = (members: Partial<EventMembers>) => act({ actor: 'alice', time: at('03:00:00'), ...members }, ':7');
  const why = 'e-mail is now e@x.example (was a@x.example), 2026-03-31 00:05:00';

  it('have an address that is not the old one again', () => {
    const open = [['account', 'e-mail of alice', why]];
    const done = [['account', 'e-mail of alice', why, ':7']];
    const other = later({ action: 'auth.email_changed', old: 'e@x.example', new: 'z@x.example' });
    const back = later({ action: 'auth.email_changed', old: 'e@x.example', new: 'A@x.example' });
    expect(rotations({ steps: [changed] })).toEqual(open);
    expect(rotations({ steps: [changed, other] })).toEqual(open);
    expect(rotations({ steps: [changed, back] })).toEqual(done);
    expect(rotations({ steps: [changed, later({ action: 'auth.email_changed', old: 'e@x.example' })] })).toEqual(done);
    expect(rotations({ steps: [changed, { ...back, inference: 'account-email-changed' }] })).toEqual(open);
  });

  it('take what came later for an answer, but not from the address of the intruder', () => {
    const first = act({ action: 'auth.password_changed', actor: 'alice', time: at('00:06:00') });
    const own = later({ action: 'auth.password_changed', ip: '203.0.113.50' });
    expect(rotations({ steps: [first, own] }).map((row) => row.at(-1))).toEqual([':7']);
    const foreign = later({ action: 'auth.password_changed', ip: '198.51.100.23' });
    const [row] = rotations({ steps: [first, foreign] });
    expect(row).toHaveLength(3);
    expect(row?.[2]).toMatch(/00:06:00; password changed from 198\.51\.100\.23, 2026-03-31 03:00:00$/);
    expect(rotations({ steps: [own] })).toEqual([]);
    const between = act({ ...own.members, time: at('02:00:00') });
    expect(rotations({ steps: [first, between, foreign] }).map((each) => each.length)).toEqual([3]);
  });

  it('are two at two services, though they have one name', () => {
    const files = [file('audit', 'github-security-log'), file('log', 'npm-profile')];
    const off = act({ action: 'auth.2fa.disabled', user: 'alice', time: at('00:05:00') });
    const on = step(
      { action: 'auth.2fa.enabled', user: 'alice', time: at('04:00:00') },
      { citations: [citation('audit')] },
    );
    expect(rotations({ steps: [off, on], files })).toEqual([
      ['account', '2FA and recovery codes of alice', '2FA off, 2026-03-31 00:05:00'],
    ]);
  });

  it('are not those that somebody else changed', () => {
    expect(rotations({ steps: [act({ ...changed.members, user: 'bob' })] })).toEqual([]);
  });
});

describe('secrets of CI', () => {
  const files = [file('job.log', 'github-actions-log')];
  const inJob = (members: Partial<EventMembers>) => act({ grade: 'client', ...members }, ':4', 'job.log');
  const job = inJob({ action: 'ci.job_started', repo: 'acme/shop', resource: 'nightly', time: at('00:30:00') });
  const given = inJob({ action: 'ci.step', text: 'secrets: NPM_TOKEN, GITHUB_TOKEN', time: at('00:31:00') });
  const replaced = act(
    { action: 'perm.secret_changed', repo: 'acme/shop', resource: 'NPM_TOKEN', time: at('06:00:00') },
    ':5',
  );

  it('that jobs of the repository were given, without the one of the job itself', () => {
    const name = 'CI secret NPM_TOKEN of acme/shop';
    const why = 'given to job nightly of a repository of the incident';
    const repos = ['acme/shop'];
    expect(rotations({ steps: [job, given], files }, { repos })).toEqual([['secret', name, why]]);
    expect(rotations({ steps: [job, given, replaced], files }, { repos })).toEqual([['secret', name, why, ':5']]);
    const before = act({ ...replaced.members, time: at('00:10:00') });
    expect(rotations({ steps: [job, given, before], files }, { repos })).toEqual([['secret', name, why]]);
    expect(rotations({ steps: [job, given], files })).toEqual([]);
  });

  it('of jobs that installed what is bad', () => {
    const row: Fetch = {
      ...{ who: 'acme-ci', ip: '203.0.113.7', client: undefined, host: undefined, file: undefined },
      ...{ releases: ['axios@1.14.1'], grade: 'confirmed', first: microsOf(at('00:31:07')), count: 1, remarks: [] },
      citations: [citation('job.log', ':4')],
    };
    expect(rotations({ steps: [job, given], files }, {}, { fetches: [row] })).toEqual([
      [
        'secret',
        'CI secret NPM_TOKEN of acme/shop',
        'given to job nightly, which installed while a bad release was there',
      ],
      [
        'machine',
        'everything that acme-ci at 203.0.113.7 can read',
        'has fetched or installed axios@1.14.1, first by 2026-03-31 00:31:07',
      ],
    ]);
  });
});

it('leaves out machines that possibly have a bad release', () => {
  const row = (grade: Fetch['grade'], host: string | undefined): Fetch => ({
    ...{ who: undefined, ip: undefined, client: 'npm', host, file: 'lock.json', grade, first: undefined, count: 1 },
    ...{ releases: ['axios@1.14.1'], citations: [], remarks: [] },
  });
  const fetches = [row('possible', 'a'), row('likely', 'b'), row('likely', undefined)];
  expect(rotations({}, {}, { fetches })).toEqual([
    ['machine', 'everything that b can read', 'is likely to have axios@1.14.1, nobody knows when'],
    [
      'machine',
      'everything that the machine of lock.json can read',
      'is likely to have axios@1.14.1, nobody knows when',
    ],
  ]);
});
