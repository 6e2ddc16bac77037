import { describe, expect, it } from 'vitest';
import { type PublishLook, snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/install-script-added.ts';
import { runExample } from '../../src/tasks/rules/run-example.ts';

const ALICE = 'alice <alice@example.test>';
const SCRIPT = { postinstall: 'node setup.js' } as const;

async function said(versions: Readonly<Record<string, PublishLook>>): Promise<readonly string[]> {
  const files = snapshot('widget', '2026-06-30T00:00:00Z', versions);
  const { findings } = await runExample(rule, { name: '', source: '', files, expect: [] });
  return findings.map(({ severity, subject }) => `${severity} ${subject}`);
}

const CLEAN = {
  '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
  '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE },
} as const;

describe('a script that came and stands', () => {
  it('is told once, and of the versions of the week after', async () => {
    const versions = {
      ...CLEAN,
      '1.1.0': { at: '2026-02-01T00:00:00.000Z', by: ALICE, scripts: SCRIPT },
      '1.2.0': { at: '2026-02-03T00:00:00.000Z', by: ALICE, scripts: SCRIPT },
      '1.3.0': { at: '2026-03-01T00:00:00.000Z', by: ALICE, scripts: SCRIPT },
    };
    expect(await said(versions)).toEqual(['info widget@1.1.0', 'info widget@1.2.0']);
  });

  it('is new again where the first version with it was taken back', async () => {
    const versions = {
      ...CLEAN,
      '1.1.0': { at: '2026-02-01T00:00:00.000Z', by: ALICE, scripts: SCRIPT, deprecated: 'do not use' },
      '1.3.0': { at: '2026-03-01T00:00:00.000Z', by: ALICE, scripts: SCRIPT },
    };
    expect(await said(versions)).toEqual(['info widget@1.1.0', 'info widget@1.3.0']);
  });
});

describe('is graver', () => {
  it('by somebody new', async () => {
    const versions = {
      ...CLEAN,
      '1.1.0': { at: '2026-02-01T00:00:00.000Z', by: 'mallory <m@example.test>', scripts: SCRIPT },
    };
    expect(await said(versions)).toEqual(['high widget@1.1.0']);
  });

  it('before anything is installed', async () => {
    const versions = {
      ...CLEAN,
      '1.1.0': { at: '2026-02-01T00:00:00.000Z', by: ALICE, scripts: { preinstall: 'node x.js' } },
    };
    expect(await said(versions)).toEqual(['medium widget@1.1.0']);
  });
});

it('a first version adds nothing; a prerelease is not judged', async () => {
  const versions = {
    '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, scripts: SCRIPT },
    '1.1.0-beta.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE, scripts: { preinstall: 'node x.js' } },
    '1.1.0': { at: '2026-01-03T00:00:00.000Z', by: ALICE, scripts: SCRIPT },
  };
  expect(await said(versions)).toEqual([]);
});
