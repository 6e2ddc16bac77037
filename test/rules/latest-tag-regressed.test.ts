import { describe, expect, it } from 'vitest';
import { verdaccio } from '../../src/rules/examples/acts.ts';
import { type PublishLook, snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/latest-tag-regressed.ts';
import { runExample } from '../../src/tasks/rules/run-example.ts';

const ALICE = 'alice <alice@example.test>';
const VERSIONS: Readonly<Record<string, PublishLook>> = {
  '1.9.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
  '2.0.0': { at: '2026-02-01T00:00:00.000Z', by: ALICE },
};
const BEFORE = snapshot('widget', '2026-03-01T00:00:00Z', VERSIONS, { tags: { latest: '2.0.0' } });
const AFTER = snapshot('widget', '2026-03-03T00:00:00Z', VERSIONS, {
  tags: { latest: '1.9.0' },
  modified: '2026-03-02T12:00:00.000Z',
});
const SET = {
  user: 'mallory',
  ip: '203.0.113.9',
  method: 'PUT',
  url: '/-/package/widget/dist-tags/latest',
  status: 201,
};

async function findingsOf(files: Readonly<Record<string, string>>) {
  return (await runExample(rule, { name: '', source: '', files, expect: [] })).findings;
}

describe('two copies of the document', () => {
  it('bound the move', async () => {
    const [finding, ...others] = await findingsOf({ ...BEFORE, ...AFTER });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      subject: 'widget@1.9.0',
      severity: 'high',
      certainty: 'certain',
      fact: 'latest from 2.0.0 to 1.9.0',
      when: { before: Date.parse('2026-03-02T12:00:00Z') * 1000 },
      about: { accounts: ['alice'] },
    });
  });

  it('and a log that does not name the version: together they say when, and who', async () => {
    const log = verdaccio([{ ...SET, at: '2026-03-02T12:00:00.000Z' }]);
    const findings = await findingsOf({ ...BEFORE, ...AFTER, 'verdaccio.log': log });
    const at = Date.parse('2026-03-02T12:00:00Z') * 1000;
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ when: { after: at, before: at }, about: { accounts: ['alice', 'mallory'] } });
    expect(findings[0]?.steps).toHaveLength(2);
  });

  it('say nothing of a higher version that is gone', async () => {
    const gone = { ...VERSIONS, '2.0.0': { at: '2026-02-01T00:00:00.000Z', gone: true } };
    const after = snapshot('widget', '2026-03-03T00:00:00Z', gone, { modified: '2026-03-02T12:00:00.000Z' });
    expect(await findingsOf({ ...BEFORE, ...after })).toEqual([]);
  });
});
