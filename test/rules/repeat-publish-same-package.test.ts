import { expect, it } from 'vitest';
import { longHistory } from '../../src/rules/examples/long-history.ts';
import { namesOf, packages } from '../../src/rules/examples/monorepo.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/repeat-publish-same-package.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const TAKEN = '2026-06-01T00:00:00Z';
const ALICE = { by: 'alice <alice@example.test>' };

function twice(first: string, second: string, later: string) {
  return {
    [first]: { at: '2026-03-01T00:00:00.000Z', ...ALICE },
    [second]: { at: later, ...ALICE },
  };
}

it.each([
  ['15 minutes are the longest', '2026-03-01T00:15:00.000Z', 1],
  ['a second more', '2026-03-01T00:15:01.000Z', 0],
])('%s', async (_, later, count) => {
  const { findings } = await resultOf(rule, snapshot('widget', TAKEN, twice('1.0.0', '1.2.0', later)));
  expect(findings).toHaveLength(count);
});

it.each([
  ['two patch versions of three packages', 3, '1.0.1', '1.0.2', ['alice']],
  ['of two packages', 2, '1.0.1', '1.0.2', []],
  ['not consecutive', 3, '1.0.1', '1.0.3', []],
  ['a minor version', 3, '1.0.1', '1.1.0', []],
])('%s', async (_, count, first, second, subjects) => {
  const files = packages(namesOf(count), TAKEN, twice(first, second, '2026-03-01T05:00:00.000Z'));
  const { findings } = await resultOf(rule, files);
  expect(findings.map(({ subject }) => subject)).toEqual(subjects);
});

it('does not take three patch versions a day for exactly two', async () => {
  const versions = {
    ...twice('1.0.1', '1.0.2', '2026-03-01T05:00:00.000Z'),
    '1.0.3': { at: '2026-03-01T09:00:00.000Z', ...ALICE },
  };
  expect((await resultOf(rule, packages(namesOf(3), TAKEN, versions))).findings).toEqual([]);
});

it('tells of pairs once, not again by package', async () => {
  const files = packages(namesOf(4), TAKEN, twice('1.0.1', '1.0.2', '2026-03-01T00:05:35.000Z'), 0);
  const { findings } = await resultOf(rule, files);
  expect(findings.map(({ fact }) => fact)).toEqual([
    'two consecutive patch versions of each of 4 packages within 5 min 35 s: @acme/part-1, @acme/part-2, @acme/part-3 and @acme/part-4',
  ]);
});

it('says of axios the morning after whose publisher it does not know', async () => {
  const { findings, missing } = await resultOf(rule, filesOf('axios-2026-morning-after'));
  expect(findings).toEqual([]);
  expect(missing).toMatchObject([{ subject: 'axios', why: 'who published 1.14.1 and 0.30.4 is in no evidence' }]);
});

it('takes thousands of versions in a row as one run', async () => {
  const { findings } = await resultOf(
    rule,
    snapshot(
      'widget',
      TAKEN,
      longHistory(5000, 60, () => ALICE),
    ),
  );
  expect(findings.map(({ data }) => data?.['seconds'])).toEqual([4999 * 60]);
});
