import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import type { StateView } from '../../src/core/inference.ts';
import type { Step } from '../../src/core/step.ts';
import { notInEvidence } from '../../src/timeline/unknown.ts';
import { axiosAfter, axiosBefore } from '../inference/axios.ts';
import { stateOf, viewOf } from '../inference/support.ts';
import { BARE, EMAIL, REMOVED, V0_30_3, V0_30_4, V1_14_0, V1_14_1 } from './axios.ts';
import { step } from './support.ts';

function linesFor(steps: readonly Step[], states: readonly StateView[] = [], name = 'axios'): string[] {
  return notInEvidence(steps, viewOf(states), new Set([name])).map(
    ({ text, indent = 0 }) => `${' '.repeat(indent)}${text}`,
  );
}

const KEPT = [
  'logs of GitHub, 2026-03-17 to 2026-03-31, not in evidence',
  '  git events of the organisation audit log (push, clone, fetch): gone after 2026-04-07 00:21:58',
  '  Actions runs and their logs: gone after 2026-06-29 00:21:58',
  '  the other events of the organisation audit log (the security log of a user: 90 days): gone after 2026-09-27 00:21:58',
];

describe('axios', () => {
  it('after the takedown', () => {
    expect(linesFor([V0_30_3, V1_14_0, ...BARE, ...REMOVED], [axiosAfter()])).toEqual([
      'axios 1.14.1, 0.30.4: no manifest in evidence (who published, how, dependencies, install scripts)',
      '  1.14.1: a packument copy made between 2026-03-31 00:21:58.168 and 2026-03-31 03:15:30',
      '  0.30.4: a packument copy made between 2026-03-31 01:00:57.285 and 2026-03-31 03:15:30',
      '  where: your own proxy (Verdaccio storage/axios/package.json, remote cache of Artifactory or Nexus) · ~/.npm/_cacache of a machine that looked it up then (the short form: no publisher) · CI caches · a web archive of the registry page',
      '  tarball: the same places, in _cacache by the integrity that a lockfile names',
      "  Rekor, by the tarball's sha512: what was signed for it survives a takedown",
      'which account and credential published axios@1.14.1, axios@0.30.4, and from where',
      '  npm support, or whoever runs the registry: token id, created, last use, IP addresses; sessions of that account, 2026-03-17 to 2026-03-31',
      ...KEPT,
    ]);
  });

  it('with a copy of before', () => {
    const steps = [V0_30_3, V1_14_0, EMAIL, V1_14_1, V0_30_4, ...REMOVED];
    expect(linesFor(steps, [axiosBefore(), axiosAfter()])).toEqual([
      'which credential published axios@1.14.1, axios@0.30.4, and from where',
      '  npm support, or whoever runs the registry: token id, created, last use, IP addresses; sessions of jasonsaayman, 2026-03-17 to 2026-03-31',
      'when the e-mail of jasonsaayman became ifstap@proton.me',
      '  between 2026-02-18 17:19:20 and 2026-03-31 00:21:58.168, within 40 d 7 h. npm support: when, from which IP address; was the old address told?',
      ...KEPT,
    ]);
  });

  it('before the takedown, by what changed with the publish', () => {
    expect(linesFor([V0_30_3, V1_14_0, EMAIL, V1_14_1, V0_30_4])[0]).toBe(
      'which credential published axios@1.14.1, axios@0.30.4, and from where',
    );
    expect(linesFor([V0_30_3, V1_14_0, V1_14_1, V0_30_4])[0]).toBe(
      'which credential published axios@1.14.1, and from where',
    );
  });

  it('has no question about good publishes, nor about other packages', () => {
    expect(linesFor([V0_30_3, V1_14_0])).toEqual([]);
    expect(linesFor([V0_30_3, V1_14_0, ...BARE, ...REMOVED], [], 'other')).toEqual([]);
    expect(linesFor([])).toEqual([]);
  });
});

describe('changes of an address', () => {
  const story = [V0_30_3, V1_14_0, V1_14_1, ...REMOVED];
  const change = (not_before: string | undefined, not_after: string | undefined): Step => {
    const { time, ...members } = EMAIL.members;
    return step({ ...members, not_before, not_after });
  };
  const asked = (...changes: readonly Step[]): string[] =>
    linesFor([...story, ...changes]).filter((line) => /was the old address told/.test(line));

  it('are narrowed by all that bounds them', () => {
    const profiles = change('2026-03-30T20:00:00.000Z', '2026-03-31T05:00:00.000Z');
    expect(asked(EMAIL, profiles)).toEqual([
      '  between 2026-03-30 20:00:00 and 2026-03-31 00:21:58.168, within 4 h 21 min 58 s. npm support: when, from which IP address; was the old address told?',
    ]);
  });

  it('are several where they exclude each other', () => {
    const before = change('2026-03-20T00:00:00.000Z', '2026-03-21T00:00:00.000Z');
    const after = change('2026-03-30T00:00:00.000Z', '2026-03-31T05:00:00.000Z');
    expect(asked(before, after).map((line) => line.slice(0, 54))).toEqual([
      '  between 2026-03-20 00:00:00 and 2026-03-21 00:00:00,',
      '  between 2026-03-30 00:00:00 and 2026-03-31 05:00:00,',
    ]);
  });

  it('have no end, and then no question', () =>
    expect(asked(change('2026-03-31T00:00:00.000Z', undefined))).toEqual([]));

  it('may have an end only', () => {
    expect(asked(change(undefined, '2026-03-31T00:21:58.168Z'))[0]).toMatch(
      /^ {2}by 2026-03-31 00:21:58\.168\. npm support/,
    );
  });

  it('are of the time and the account in question', () => {
    expect(asked(change('2025-01-01T00:00:00.000Z', '2025-02-01T00:00:00.000Z'))).toEqual([]);
    expect(asked(step({ ...EMAIL.members, user: 'someone else' }))).toEqual([]);
  });
});

describe('logs of GitHub', () => {
  const story = [V0_30_3, V1_14_0, V1_14_1, ...REMOVED];
  const seen = (members: Partial<EventMembers>, time = '2026-03-30T00:00:00.000Z'): string[] => {
    return linesFor([...story, step({ repo: 'axios/axios', time, ...members })]).filter((line) =>
      /gone after/.test(line),
    );
  };
  const told = (lines: readonly string[]): string => lines.map((line) => line.trim().slice(0, 3)).join(' ');

  it.each<[string, string, Partial<EventMembers>]>([
    ['a push', 'Act the', { action: 'source.push' }],
    ['a run', 'git the', { action: 'ci.run_completed' }],
    ['a change of rights', 'git Act', { action: 'perm.member_added' }],
    ['what an attestation says of a run', 'git Act the', { action: 'ci.step', provenance: 'x' }],
    ['what a person says', 'git Act the', { action: 'source.push', grade: 'client' }],
    ['a publish', 'git Act the', { action: 'package.published' }],
  ])('%s', (_, expected, members) => expect(told(seen(members))).toBe(expected));

  it('count for the time they are of', () => {
    expect(told(seen({ action: 'source.push' }, '2026-01-01T00:00:00.000Z'))).toBe('git Act the');
  });
});

function widget(version: string, day: string, more: Partial<EventMembers> = {}): Step {
  const members = { action: 'package.published', package: 'widget', version, time: `${day}T00:00:00.000Z` } as const;
  return step({ ...members, ...more });
}

describe('missing manifests', () => {
  it('are not missed where a state has them', () => {
    const part = stateOf('package:widget', new Map([['versions/__proto__', {}]]), { evidence: 'mirror' });
    const view = stateOf(
      'npm-view:widget',
      new Map<string, object | string>([
        ['version', '1.0.0'],
        ['dist', {}],
      ]) as Map<string, string>,
      { evidence: 'view' },
    );
    const steps = [widget('__proto__', '2026-01-01'), widget('1.0.0', '2026-01-02')];
    expect(linesFor(steps, [part, view], 'widget').filter((line) => /manifest/.test(line))).toEqual([]);
    expect(linesFor(steps, [], 'widget')[0]).toMatch(/^widget __proto__, 1\.0\.0: no manifest/);
  });

  it('have no end where nobody knows when the version went', () => {
    const removed = step({
      action: 'package.version_deleted',
      package: 'widget',
      version: '1.0.0',
      not_before: '2026-01-05T00:00:00.000Z',
    });
    const lines = linesFor([widget('1.0.0', '2026-01-01'), removed], [], 'widget');
    expect(lines[1]).toBe('  1.0.0: a packument copy made after 2026-01-01 00:00:00');
  });

  it('end with the package', () => {
    const gone = step({ action: 'package.unpublished', package: 'widget', time: '2026-01-03T00:00:00.000Z' });
    const lines = linesFor([widget('1.0.0', '2026-01-01'), gone], [], 'widget');
    expect(lines[1]).toBe('  1.0.0: a packument copy made between 2026-01-01 00:00:00 and 2026-01-03 00:00:00');
  });

  it('are told one by one for the ten newest', () => {
    const steps = Array.from({ length: 12 }, (_, i) => widget(`1.0.${i}`, `2026-01-${String(i + 1).padStart(2, '0')}`));
    const lines = linesFor(steps, [], 'widget');
    expect(lines[0]).toMatch(/^widget 1\.0\.2, .*, 1\.0\.11 and 2 older: no manifest/);
    expect(lines.filter((line) => /a packument copy made/.test(line))).toHaveLength(10);
  });
});

describe('the publishes in question', () => {
  const actor = { actor: 'alice' };
  it('are the newest that lie within 14 days of each other', () => {
    const steps = [widget('1.0.0', '2026-01-01'), widget('1.0.1', '2026-03-01'), widget('1.0.2', '2026-03-15')];
    const lines = linesFor(steps, [], 'widget');
    expect(lines).toContain('which account and credential published widget@1.0.1, widget@1.0.2, and from where');
    expect(lines.some((line) => line.endsWith('sessions of that account, 2026-02-15 to 2026-03-15'))).toBe(true);
  });

  it('are those of an advisory', () => {
    const advisory = step({
      action: 'advisory.published',
      grade: 'third_party',
      package: 'widget',
      versions: ['1.0.1'],
      time: '2026-03-20T00:00:00.000Z',
    });
    const lines = linesFor(
      [widget('1.0.0', '2026-03-14', actor), widget('1.0.1', '2026-03-15', actor), advisory],
      [],
      'widget',
    );
    expect(lines[0]).toBe('which credential published widget@1.0.1, and from where');
  });

  it('have no credential to ask for where a workflow published', () => {
    const advisory = step({ action: 'advisory.published', package: 'widget', time: '2026-03-20T00:00:00.000Z' });
    const lines = linesFor(
      [widget('1.0.1', '2026-03-15', { actor: 'GitHub Actions', auth_method: 'oidc' }), advisory],
      [],
      'widget',
    );
    expect(lines[0]).toMatch(/^logs of GitHub/);
  });
});
