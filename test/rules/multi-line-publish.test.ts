import { expect, it } from 'vitest';
import { longHistory } from '../../src/rules/examples/long-history.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/multi-line-publish.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const ALICE = { by: 'alice <alice@example.test>' };
const BOB = { by: 'bob <bob@example.test>' };

it('says how far apart the two versions of axios were, and of whom', async () => {
  const { findings } = await resultOf(rule, filesOf('axios-2026'));
  expect(findings).toMatchObject([
    {
      subject: 'axios@0.30.4',
      fact: '38 min 59 s between 1.14.1 and 0.30.4, on lines 1 and 0',
      certainty: 'certain',
      amplifier: true,
      about: { releases: ['axios@1.14.1', 'axios@0.30.4'], accounts: ['jasonsaayman'] },
    },
  ]);
});

it('is possible the morning after, when only the times are left', async () => {
  const { findings } = await resultOf(rule, filesOf('axios-2026-morning-after'));
  expect(findings).toMatchObject([{ certainty: 'possible', about: { accounts: [] } }]);
  expect(findings[0]?.details).toEqual([
    'who published 1.14.1 and 0.30.4 is not in evidence: it may not be one account',
  ]);
});

it('is silent on acme, which published on one line', async () => {
  expect(await resultOf(rule, filesOf('acme-2026'))).toMatchObject({ status: 'silent', judged: 1 });
});

it('makes one finding of three lines in a row', async () => {
  const { findings } = await resultOf(
    rule,
    snapshot('widget', '2026-06-01T00:00:00Z', {
      '3.0.0': { at: '2026-03-01T00:00:00.000Z', ...ALICE },
      '1.0.1': { at: '2026-03-01T00:50:00.000Z', ...ALICE },
      '2.0.1': { at: '2026-03-01T01:40:00.000Z', ...ALICE },
    }),
  );
  expect(findings.map(({ fact }) => fact)).toEqual(['3 lines within 1 h 40 min 0 s: 3.0.0, 1.0.1 and 2.0.1']);
});

it('gives a version by nobody known to whoever published next to it', async () => {
  const { findings } = await resultOf(
    rule,
    snapshot('widget', '2026-06-01T00:00:00Z', {
      '1.0.0': { at: '2026-03-01T00:00:00.000Z', ...ALICE },
      '2.0.0': { at: '2026-03-01T00:10:00.000Z', gone: true },
      '3.0.0': { at: '2026-03-01T05:00:00.000Z', gone: true },
      '1.0.1': { at: '2026-03-01T05:20:00.000Z', ...BOB },
    }),
  );
  expect(findings.map(({ subject, certainty }) => [subject, certainty])).toEqual([
    ['widget@2.0.0', 'possible'],
    ['widget@1.0.1', 'possible'],
  ]);
});

it('asks for times where there are none', async () => {
  const { status, missing } = await resultOf(rule, { 'notes.txt': `${'1'.repeat(40)}\trefs/tags/v1.0.0\n` });
  expect(status).toBe('no-evidence');
  expect(missing).toMatchObject([{ subject: 'any package', why: 'no time of any version is in evidence' }]);
});

it('takes thousands of versions in one hour as one run', async () => {
  const versions = longHistory(5000, 0.5, () => ALICE);
  const files = snapshot('widget', '2026-06-01T00:00:00Z', {
    '0.9.0': { at: '2025-12-31T23:59:00.000Z', ...ALICE },
    ...versions,
  });
  const { findings } = await resultOf(rule, files);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.about.releases).toHaveLength(5001);
});
