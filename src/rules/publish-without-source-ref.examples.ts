import { commitOf, githubReleases, gitLog, gitRefs } from './examples/git-refs.ts';
import { type PublishLook, snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const AXIOS = {
  '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
  '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
  '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: 'jasonsaayman <ifstap@proton.me>' },
  '0.30.4': { at: '2026-03-31T01:00:57.285Z', by: 'jasonsaayman <ifstap@proton.me>' },
} as const;
const TAGS = { 'v0.30.3': '2026-02-18T17:10:44Z', 'v1.14.0': '2026-03-27T18:55:09Z' };
const TAKEN = '2026-03-31T04:30:00Z';

/** Versions 1.0.0 to 1.0.`last`, one a day, by alice. */
function daily(last: number, look: (patch: number) => Partial<PublishLook> = () => ({})): Record<string, PublishLook> {
  const versions = Array.from({ length: last + 1 }, (_, patch): [string, PublishLook] => {
    const at = `2026-01-${String(patch + 1).padStart(2, '0')}T12:00:00.000Z`;
    return [`1.0.${patch}`, { at, by: 'alice <alice@example.test>', ...look(patch) }];
  });
  return Object.fromEntries(versions);
}

/** A tag for each patch number. */
function tags(patches: readonly number[], name: (version: string) => string): Record<string, string> {
  return Object.fromEntries(patches.map((patch) => [name(`1.0.${patch}`), '2026-01-01T11:00:00Z']));
}

const REPOSITORY = { repository: 'git+https://github.com/acme/widget.git' } as const;

/** Versions and times of axios are facts, its tag times made up; all of widget is made up. */
const examples: Examples = [
  {
    name: 'no tag on two versions of a package that tags each',
    source: 'axios 2026-03-31: the first does not excuse the second',
    files: { ...snapshot('axios', '2026-03-31T02:10:00Z', AXIOS), ...gitRefs('axios', TAKEN, TAGS) },
    expect: [
      { subject: 'axios@1.14.1', severity: 'high' },
      { subject: 'axios@0.30.4', severity: 'high' },
    ],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after: who published is not in evidence',
    files: {
      ...snapshot('axios', TAKEN, {
        ...AXIOS,
        '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
        '0.30.4': { at: '2026-03-31T01:00:57.285Z', gone: true },
      }),
      ...gitRefs('axios', TAKEN, TAGS),
    },
    expect: [
      { subject: 'axios@1.14.1', severity: 'high' },
      { subject: 'axios@0.30.4', severity: 'high' },
    ],
  },
  {
    name: 'refs that were taken less than 15 minutes after the publish',
    source: 'made up: the tag may still come',
    files: {
      ...snapshot('widget', TAKEN, daily(2)),
      ...gitRefs(
        'widget',
        '2026-01-03T12:14:00Z',
        tags([0, 1], (version) => `v${version}`),
      ),
    },
    expect: [],
  },
  {
    name: 'no refs at all',
    source: 'made up',
    files: snapshot(
      'widget',
      TAKEN,
      daily(2, () => REPOSITORY),
    ),
    expect: 'no-evidence',
  },
  {
    name: 'nine of ten were tagged',
    source: 'made up',
    files: {
      ...snapshot('widget', TAKEN, daily(10)),
      ...gitRefs(
        'widget',
        TAKEN,
        tags([0, 1, 2, 4, 5, 6, 7, 8, 9], (version) => version),
      ),
    },
    expect: [
      { subject: 'widget@1.0.3', severity: 'high' },
      { subject: 'widget@1.0.10', severity: 'medium' },
    ],
  },
  {
    name: 'every second one was tagged',
    source: 'made up: no custom to depart from',
    files: {
      ...snapshot('widget', TAKEN, daily(9)),
      ...gitRefs(
        'widget',
        TAKEN,
        tags([1, 3, 5, 7], (version) => `v${version}`),
      ),
    },
    expect: [],
  },
  {
    name: 'a repository of several packages names them in its tags',
    source: 'made up, in the three styles that are usual',
    files: {
      ...snapshot('@acme/widget', TAKEN, daily(3)),
      ...gitRefs('acme', TAKEN, {
        ...tags([0, 3], (version) => `@acme/widget@${version}`),
        ...tags([1], (version) => `widget-v${version}`),
        ...tags([2], (version) => `widget/v${version}`),
      }),
    },
    expect: [],
  },
  {
    name: 'releases instead of tags, and a commit that is in the log',
    source: 'made up',
    files: {
      ...snapshot(
        'widget',
        TAKEN,
        daily(4, (patch) => ({ ...REPOSITORY, commit: commitOf(patch === 4 ? 99 : patch) })),
      ),
      ...githubReleases('acme/widget', TAKEN, { 'v1.0.0': '2026-01-01T12:01:00Z', 'v1.0.1': '2026-01-02T12:01:00Z' }),
      ...gitLog('widget', TAKEN, [0, 1, 2, 3].map(commitOf)),
    },
    expect: [{ subject: 'widget@1.0.4', severity: 'high' }],
  },
];

export default examples;
