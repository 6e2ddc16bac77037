import { describe, expect, it } from 'vitest';
import { AXIOS_FILES, CRYPTO_FILES, HELD_FILES } from '../../src/rules/examples/axios-takeover.ts';
import { manifest, type PublishLook, snapshot } from '../../src/rules/examples/packument.ts';
import installScriptAdded from '../../src/rules/install-script-added.ts';
import publishAuthDowngrade from '../../src/rules/publish-auth-downgrade.ts';
import publisherEmailChanged from '../../src/rules/publisher-email-changed.ts';
import rule from '../../src/rules/young-dependency-added.ts';
import type { RuleResult } from '../../src/tasks/detect/judge.ts';
import { runExample } from '../../src/tasks/rules/run-example.ts';

const TAKEN = '2026-06-30T00:00:00Z';
const ALICE = 'alice <alice@example.test>';

function resultOf(files: Readonly<Record<string, string>>): Promise<RuleResult> {
  return runExample(rule, { name: '', source: '', files, expect: [] });
}

function widget(dependencies: Readonly<Record<string, string>>, more: Partial<PublishLook> = {}) {
  return snapshot('widget', TAKEN, {
    '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
    '1.0.1': { at: '2026-06-01T00:00:00.000Z', by: ALICE, dependencies, ...more },
  });
}

describe('of the dependency', () => {
  it('nothing is in evidence: the packument is named that would tell', async () => {
    const { status, missing } = await resultOf(AXIOS_FILES);
    expect(status).toBe('no-evidence');
    expect(missing).toEqual(
      ['axios@1.14.1', 'axios@0.30.4'].map((subject) => ({
        subject,
        why: 'it adds plain-crypto-js, first seen here; how old that was is in no evidence',
        bring: 'packument snapshots of plain-crypto-js',
      })),
    );
  });

  it('only the placeholder of npm is left: the name has an age', async () => {
    const { findings } = await resultOf({ ...AXIOS_FILES, ...HELD_FILES });
    expect(findings.map(({ fact }) => fact)[0]).toMatch(/^adds plain-crypto-js: .*name (?:18 h 25 min)/);
  });

  it('all is known: the finding speaks of it too, and cites it', async () => {
    const { findings } = await resultOf({ ...AXIOS_FILES, ...CRYPTO_FILES });
    expect(findings[0]?.about).toEqual({
      packages: ['axios'],
      brings: ['plain-crypto-js'],
      releases: ['axios@1.14.1', 'plain-crypto-js@4.2.1'],
      accounts: ['jasonsaayman'],
    });
    expect(findings[0]?.citations.map(({ place }) => place)).toEqual([
      '#/versions/1.14.1',
      '#/time',
      '#/versions/4.2.1',
    ]);
  });

  it('it was created after it was asked for', async () => {
    const late = snapshot('glue', TAKEN, { '1.0.0': { at: '2026-06-01T00:05:00.000Z', by: 'm <m@example.test>' } });
    const { findings } = await resultOf({ ...widget({ glue: '^1.0.0' }), ...late });
    expect(findings.map(({ fact }) => fact)).toEqual(['adds glue: not there yet, created 5 min 0 s later']);
  });
});

describe('a package with few versions', () => {
  const few = { '1.0.0': { at: '2026-05-01T00:00:00.000Z', by: 'm <m@example.test>' } };

  it.each([
    ['medium', 'lately', '2026-01-01T00:00:00.000Z'],
    ['low', 'for years', '2020-01-01T00:00:00.000Z'],
  ])('is %s if its publisher has published something else %s', async (severity, _, at) => {
    const other = snapshot('other', TAKEN, { '1.0.0': { at, by: 'm <m@example.test>' } });
    const { findings } = await resultOf({ ...widget({ glue: '1' }), ...snapshot('glue', TAKEN, few), ...other });
    expect(findings.map((finding) => [finding.severity, finding.fact])).toEqual([
      [severity, 'adds glue: version 1.0.0 31 d old, name 31 d, its only version'],
    ]);
  });

  it('is nothing new once it is three months old', async () => {
    const old = snapshot('glue', TAKEN, { '1.0.0': { at: '2026-01-15T00:00:00.000Z', by: 'm <m@example.test>' } });
    expect((await resultOf({ ...widget({ glue: '1' }), ...old })).status).toBe('silent');
  });
});

it('names that mean something else elsewhere, and ranges that are none', async () => {
  const files = widget({ constructor: 'latest', toString: '^^^', glue: '>'.repeat(5000) });
  const { status, missing, error } = await resultOf(files);
  expect({ status, error }).toEqual({ status: 'no-evidence', error: undefined });
  expect(missing[0]?.why).toBe(
    'it adds constructor, toString and glue, first seen here; how old that was is in no evidence',
  );
});

it('the manifest is gone, and somebody saved it by itself: that is enough', async () => {
  const bad = { at: '2026-03-31T00:21:58.168Z', by: 'jasonsaayman <ifstap@proton.me>' };
  const times = snapshot('axios', '2026-03-31T04:30:00Z', {
    '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
    '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true },
    '1.14.1': { ...bad, gone: true },
  });
  const text = JSON.stringify(manifest('axios', '1.14.1', { ...bad, dependencies: { 'plain-crypto-js': '^4.2.1' } }));
  const files = { ...times, ...CRYPTO_FILES, 'axios-1.14.1.20260331T020000Z.json': text };
  for (const each of [rule, installScriptAdded, publishAuthDowngrade, publisherEmailChanged]) {
    const { findings } = await runExample(each, { name: '', source: '', files, expect: [] });
    expect(findings.map(({ subject }) => subject)).toContain('axios@1.14.1');
  }
});

it('a dependency called __proto__ is one like any other', async () => {
  const versions = JSON.stringify({
    '1.0.0': { name: 'widget', version: '1.0.0', dist: { shasum: '0'.repeat(40) } },
    '1.0.1': { name: 'widget', version: '1.0.1', dist: { shasum: '0'.repeat(40) } },
  }).replace('"version":"1.0.1"', '"version":"1.0.1","dependencies":{"__proto__":"^1.0.0"}');
  const time = { created: '2026-01-01T00:00:00Z', '1.0.0': '2026-01-01T00:00:00Z', '1.0.1': '2026-06-01T00:00:00Z' };
  const text = `{"name":"widget","dist-tags":{"latest":"1.0.1"},"versions":${versions},"time":${JSON.stringify(time)}}`;
  const { error, missing } = await resultOf({ 'widget.20260630T000000Z.json': text });
  expect(error).toBeUndefined();
  expect(missing.map(({ why }) => why)).toEqual([
    'it adds __proto__, first seen here; how old that was is in no evidence',
  ]);
});
