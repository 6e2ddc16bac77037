import { expect, it } from 'vitest';
import { snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/publisher-email-changed.ts';
import { runExample } from '../../src/tasks/rules/run-example.ts';

const TAKEN = '2026-06-30T00:00:00Z';

it('a young package with the same address is told, and belongs to the finding', async () => {
  const files = {
    ...snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: 'alice <alice@example.test>' },
      '1.0.1': { at: '2026-06-01T00:00:00.000Z', by: 'alice <thief@mail.example>' },
    }),
    ...snapshot('glue', TAKEN, { '1.0.0': { at: '2026-05-31T00:00:00.000Z', by: 'other <Thief@mail.example>' } }),
    ...snapshot('old', TAKEN, { '1.0.0': { at: '2020-01-01T00:00:00.000Z', by: 'third <thief@mail.example>' } }),
  };
  const { findings } = await runExample(rule, { name: '', source: '', files, expect: [] });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    subject: 'widget@1.0.1',
    fact: 'example.test -> mail.example, 151 d after widget@1.0.0',
    about: { packages: ['widget', 'glue'], accounts: ['alice'] },
    details: [
      'alice published widget@1.0.0 as alice@example.test, this as thief@mail.example',
      'raised: the address is also on glue, first seen 1 d before',
    ],
  });
});

it('another address at the same provider is shown in full', async () => {
  const files = snapshot('widget', TAKEN, {
    '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: 'alice <alice@example.test>' },
    '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: 'alice <a1ice@example.test>' },
  });
  const { findings } = await runExample(rule, { name: '', source: '', files, expect: [] });
  expect(findings.map(({ fact }) => fact)).toEqual([
    'alice@example.test -> a1ice@example.test, 1 d after widget@1.0.0',
  ]);
});
