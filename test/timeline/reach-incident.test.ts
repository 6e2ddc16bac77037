import { join } from 'node:path';
import { expect, it } from 'vitest';
import { microsOf } from '../../src/core/time.ts';
import { INFERENCES } from '../../src/inference/index.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { CaseRuleView } from '../../src/tasks/detect/rule-view.ts';
import { reachOf } from '../../src/timeline/reach.ts';
import { AXIOS, ingest, temporaryFolder } from '../support/cases.ts';

const removed = { before: microsOf('2026-03-31T03:15:30.000Z') };
const BAD = [
  { package: 'axios', version: '1.14.1', published: microsOf('2026-03-31T00:21:58.168Z'), removed },
  { package: 'axios', version: '0.30.4', published: microsOf('2026-03-31T01:00:57.285Z'), removed },
];
const folder = temporaryFolder();

/** What about.md says must come out, of two releases and the dependency that they bring. */
const SLOW = { timeout: 120_000 };

it('finds the three clients of the incident of 2026-03-31', SLOW, async () => {
  const db = join(folder, 'case.db');
  await ingest(db, AXIOS);
  const reader = new CaseReader(db);
  const { fetches, coverage } = reachOf(new CaseRuleView(reader, INFERENCES), BAD);
  reader.close();
  expect(fetches.map(({ who, ip, grade, count, releases }) => [who, ip, grade, count, ...releases])).toEqual([
    ['acme-ci', '203.0.113.7', 'confirmed', 2, 'axios@1.14.1', 'plain-crypto-js@4.2.1'],
    ['bob', '203.0.113.24', 'confirmed', 2, 'axios@1.14.1', 'plain-crypto-js@4.2.1'],
    ['acme-build', '2001:db8:40::17', 'confirmed', 3, 'axios@0.30.4', 'axios@1.14.1', 'plain-crypto-js@4.2.1'],
  ]);
  expect(fetches[0]?.remarks).toContain(
    'likely the install that acme/shop .github/workflows/nightly.yml job nightly on acme-ci-3 began 2 s before',
  );
  expect(fetches[0]?.first).toBe(microsOf('2026-03-31T00:31:07.163Z'));
  expect(coverage.map(({ covers, text }) => `${covers} ${text.replace(/:.*/s, '')}`)).toEqual([
    'part invented-nightly-job.log',
    'part invented-2026-03-31T00_31_05_512Z-debug-0.log',
    'part invented-verdaccio-copy.log',
    'part invented-verdaccio.log.1.gz, invented-verdaccio.log',
  ]);
  expect(coverage.at(-1)?.text).toContain('nothing from 2026-03-30 22:10:05.872 to 2026-03-31 00:31:06.535');
});
