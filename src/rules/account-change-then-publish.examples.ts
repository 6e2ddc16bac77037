import { githubAudit, profile } from './examples/acts.ts';
import { snapshot, stamped } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const AT = '2026-06-09T03:41:27.498Z';

const PUBLISHED = snapshot('widget', '2026-06-09T06:00:00Z', {
  '1.4.2': { at: '2026-06-02T09:14:32.871Z', by: 'alice <alice@example.test>' },
  '1.4.3': { at: AT, by: 'alice <alice.acme@mail.example>' },
});

function profiles(...looks: readonly (readonly [taken: string, email: string, mode?: string])[]) {
  const files = looks.map(
    ([taken, email, mode]) => [stamped('profile', taken), profile('alice', email, mode, `Alice ${taken}`)] as const,
  );
  return Object.fromEntries(files);
}

const examples: Examples = [
  {
    name: 'address and second factor differ between two profiles around the publish',
    source: 'made up, as fixtures/incidents/acme-2026',
    files: {
      ...PUBLISHED,
      ...profiles(
        ['2026-06-08T17:01:00Z', 'alice@example.test'],
        ['2026-06-09T05:56:00Z', 'alice.acme@mail.example', 'auth-only'],
      ),
    },
    expect: [{ subject: 'widget@1.4.3', severity: 'high' }],
  },
  {
    name: 'a recovery code was used at GitHub by the account of the same name',
    source: 'made up',
    files: {
      ...PUBLISHED,
      'github-audit.ndjson': githubAudit([
        { at: '2026-06-09T03:03:30.640Z', action: 'user.two_factor_recover', actor: 'alice', more: { user: 'alice' } },
      ]),
    },
    expect: [{ subject: 'widget@1.4.3', severity: 'high' }],
  },
  {
    name: 'the profile is the same a week before and after',
    source: 'made up',
    files: {
      ...PUBLISHED,
      ...profiles(['2026-05-20T00:00:00Z', 'alice@example.test'], ['2026-06-10T00:00:00Z', 'alice@example.test']),
    },
    expect: [],
  },
  {
    name: 'the owner changes the address after the publish',
    source: 'made up: the response to an incident',
    files: {
      ...PUBLISHED,
      ...profiles(
        ['2026-05-20T00:00:00Z', 'alice@example.test'],
        ['2026-06-09T05:00:00Z', 'alice@example.test'],
        ['2026-06-10T00:00:00Z', 'alice@new.example'],
      ),
    },
    expect: [],
  },
  {
    name: 'the new address is known from the publish alone',
    source: 'axios 2026-03-31: when the address was changed is known to nobody outside npm',
    files: snapshot('axios', '2026-03-31T02:10:00Z', {
      '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
      '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
      '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: 'jasonsaayman <ifstap@proton.me>' },
      '0.30.4': { at: '2026-03-31T01:00:57.285Z', by: 'jasonsaayman <ifstap@proton.me>' },
    }),
    expect: 'no-evidence',
  },
  {
    name: 'two profiles half a year apart',
    source: 'made up: too long to tell',
    files: {
      ...PUBLISHED,
      ...profiles(['2025-12-01T00:00:00Z', 'alice@example.test'], ['2026-06-20T00:00:00Z', 'alice@new.example']),
    },
    expect: 'no-evidence',
  },
];

export default examples;
