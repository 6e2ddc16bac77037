import { join } from 'node:path';
import { expect, it } from 'vitest';
import { microsOf } from '../../src/core/time.ts';
import { INFERENCES } from '../../src/inference/index.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { CaseRuleView } from '../../src/tasks/detect/rule-view.ts';
import { reachOf } from '../../src/timeline/reach.ts';
import { rotationsOf } from '../../src/timeline/rotate.ts';
import { ACME, ingest, temporaryFolder } from '../support/cases.ts';

const folder = temporaryFolder();
const BAD = {
  package: '@acme/widget',
  version: '1.4.3',
  published: microsOf('2026-06-09T03:41:27.498Z'),
  removed: { before: microsOf('2026-06-09T06:12:40.854Z') },
};
const COMPROMISE = {
  accounts: ['alice'],
  tokens: [],
  ips: ['198.51.100.23'],
  repos: ['acme/widget'],
  bad: [BAD],
  first: BAD.published,
  last: BAD.published,
};

it('lists what acme had to rotate on 2026-06-09, and what it did', { timeout: 120_000 }, async () => {
  const db = join(folder, 'case.db');
  await ingest(db, ACME);
  const reader = new CaseReader(db);
  const view = new CaseRuleView(reader, INFERENCES);
  const rotations = rotationsOf(view, COMPROMISE, reachOf(view, [BAD]));
  reader.close();
  const text = rotations.map(({ what, why, done }) => `${done === undefined ? 'open' : 'done'} ${what}: ${why}`);
  expect(text).toEqual([
    'open every token and session of alice: it published @acme/widget@1.4.3, with which credential is not in evidence; all that were there by 2026-06-09 03:41:27.498',
    'done token "backup": created 2026-06-09 03:09:48.015; printed in the log of job lint of a repository of the incident',
    'done token "sync": created 2026-06-09 03:34:19.087',
    'open 2FA and recovery codes of alice: 2FA off (was auth-and-writes), ≤ 2026-06-09 05:56:00',
    'open e-mail of alice: e-mail is now alice.acme@mail.example (was alice@example.test), ≤ 2026-06-09 03:41:27.498; e-mail is now alice.acme@mail.example (was alice@example.test), ≤ 2026-06-09 05:56:00',
    'done 2FA and recovery codes of alice at GitHub: got in past 2FA by recovery from 198.51.100.23, 2026-06-09 03:03:30.640',
    'done e-mail of alice at GitHub: e-mail is now alice.acme@mail.example from 198.51.100.23, 2026-06-09 03:06:12.447',
    'done password and sessions of alice at GitHub: signed in from a new device or place from 198.51.100.23, 2026-06-09 03:03:31.050; password changed from 198.51.100.23, 2026-06-09 03:07:01.133',
    'done CI secret DEPLOY_KEY of acme/widget: given to job lint of a repository of the incident',
    'done CI secret NPM_TOKEN of acme/widget: given to job lint of a repository of the incident',
    'open everything that acme-ci at 203.0.113.7 can read: has fetched or installed @acme/widget@1.4.3, first by 2026-06-09 03:52:10.103',
    'open everything that bob at 203.0.113.24 can read: has fetched or installed @acme/widget@1.4.3, first by 2026-06-09 04:20:33.503',
  ]);
  for (const { citations } of rotations) expect(citations.length).toBeGreaterThan(0);
});
