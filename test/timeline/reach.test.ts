import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/core/step.ts';
import { reachOf } from '../../src/timeline/reach.ts';
import { packument } from '../inference/support.ts';
import { AXIOS, at, BOB, brief, CRYPTO, fetched, lookedUp, micros, pinned, reach } from './reach-support.ts';
import { ruleView } from './rule-view.ts';
import { citation, step } from './support.ts';

describe('a log of requests', () => {
  it('gives a row a client: account, address and user agent', () => {
    const steps = [
      fetched('00:31:07', '1.14.1'),
      fetched('00:40:00', '1.14.1'),
      fetched('00:58:18', '1.14.1', BOB),
      fetched('00:59:00', '1.14.1', { ...BOB, ip: '203.0.113.25' }),
      fetched('00:59:30', '1.14.1', { ...BOB, user_agent: 'pnpm/10.11.0' }),
    ];
    const rows = reach(steps);
    expect(rows.map(brief)).toEqual([
      ['acme-ci', 'confirmed', 2, ['axios@1.14.1']],
      ['bob', 'confirmed', 1, ['axios@1.14.1']],
      ['bob', 'confirmed', 1, ['axios@1.14.1']],
      ['bob', 'confirmed', 1, ['axios@1.14.1']],
    ]);
    expect(rows[0]).toMatchObject({ ip: '203.0.113.7', first: micros('00:31:07'), citations: [citation('log')] });
    expect(rows[0]?.client).toBe('npm/11.9.0 ci/github-actions');
  });

  it('does not count other versions, and keeps a fetch that was refused apart from one that was not', () => {
    expect(reach([fetched('00:31:07', '1.14.0')])).toEqual([]);
    expect(reach([fetched('00:31:07', '1.14.1', { outcome: 'denied' })]).map(brief)).toEqual([
      ['acme-ci', 'possible', 1, ['axios@1.14.1']],
    ]);
    expect(reach([fetched('00:31:07', '1.14.1', { outcome: 'unknown' })])[0]).toMatchObject({
      grade: 'likely',
      remarks: ['whether the fetch of axios@1.14.1 was answered is not known'],
    });
  });

  it('follows a dependency in the row of the same client', () => {
    const dependency = fetched('00:31:06', '4.2.1', { package: 'plain-crypto-js' });
    expect(reach([fetched('00:31:07', '1.14.1'), dependency], [], [AXIOS, CRYPTO]).map(brief)).toEqual([
      ['acme-ci', 'confirmed', 2, ['axios@1.14.1', 'plain-crypto-js@4.2.1']],
    ]);
  });
});

describe('a dependency that nobody called bad', () => {
  const manifest = (dependencies: object): object => ({
    dependencies,
    maintainers: [{ name: 'a', email: 'a@x.example' }],
  });
  const states = [
    packument(
      JSON.stringify({
        name: 'axios',
        versions: { '1.14.0': manifest({ old: '^1.0.0' }), '1.14.1': manifest({ old: '^1.0.0', fresh: '^4.2.1' }) },
        time: { created: at('00:00:00'), '1.14.0': at('00:00:00'), '1.14.1': at('00:21:58'), modified: at('00:21:58') },
      }),
      { evidence: 'axios' },
    ),
    packument(
      JSON.stringify({
        name: 'fresh',
        versions: { '4.2.1': {} },
        time: { created: at('00:00:00'), '4.2.1': at('00:00:00') },
      }),
      { evidence: 'fresh' },
    ),
  ];
  const publishes = ['1.14.0', '1.14.1'].map((version, i) =>
    step({
      action: 'package.published',
      package: 'axios',
      version,
      time: at(i === 0 ? '00:00:00' : '00:21:58'),
    }),
  );
  const view = (steps: readonly Step[]) => ruleView({ states, steps: [...publishes, ...steps] });

  it('is followed if the bad release newly brings it, and it is young', () => {
    const steps = [
      fetched('00:31:07', '1.14.1'),
      fetched('00:31:07', '4.2.1', { package: 'fresh' }),
      fetched('00:32:00', '4.2.1', { package: 'fresh', ...BOB }),
      fetched('00:32:00', '1.0.0', { package: 'old', ...BOB }),
    ];
    const rows = reachOf(view(steps), [AXIOS]).fetches;
    expect(rows.map(brief)).toEqual([
      ['acme-ci', 'confirmed', 2, ['axios@1.14.1', 'fresh@4.2.1']],
      ['bob', 'likely', 1, ['fresh@4.2.1']],
    ]);
    expect(rows[1]?.remarks).toEqual(['fresh@4.2.1 is what axios@1.14.1 newly brings along']);
  });

  it('is not followed if its name is old', () => {
    const time = { created: '2020-01-01T00:00:00.000Z', '4.2.1': at('00:00:00') };
    const old = packument(JSON.stringify({ name: 'fresh', versions: { '4.2.1': {} }, time }), { evidence: 'fresh' });
    const parts = {
      states: [...states.slice(0, 1), old],
      steps: [...publishes, fetched('00:32:00', '4.2.1', { package: 'fresh' })],
    };
    expect(reachOf(ruleView(parts), [AXIOS]).fetches).toEqual([]);
  });

  it('is not ruled out by another version that the machine says it has', () => {
    const other = pinned('npm-ls.json', {
      package: 'fresh',
      version: '4.2.0',
      text: 'installed: npm ls read it in node_modules',
    });
    const [row] = reachOf(view([other]), [AXIOS]).fetches;
    expect(row).toMatchObject({ grade: 'possible', releases: ['fresh@4.2.0'] });
    expect(row?.remarks.join()).toMatch(/a payload can rewrite the package\.json/);
  });
});

describe('a look-up while the release was there', () => {
  it('is possible if nothing more is known of the client', () => {
    const rows = reach([lookedUp('00:31:00'), lookedUp('00:45:00'), lookedUp('00:20:00'), lookedUp('03:20:00')]);
    expect(rows.map(brief)).toEqual([['acme-ci', 'possible', 2, ['axios@1.14.1']]]);
    expect(rows[0]?.remarks).toEqual(['looked up axios while axios@1.14.1 was, or may still have been, there']);
  });

  it('led to the version that was fetched next', () => {
    expect(reach([lookedUp('00:31:00'), fetched('00:31:01', '1.14.0')])).toEqual([]);
    expect(reach([lookedUp('00:31:00'), fetched('00:51:01', '1.14.0')]).map(brief)).toEqual([
      ['acme-ci', 'possible', 1, ['axios@1.14.1']],
    ]);
    expect(reach([lookedUp('00:31:00'), fetched('00:31:01', '1.14.0', BOB)])).toHaveLength(1);
  });

  it('adds nothing to a fetch', () => {
    expect(reach([lookedUp('00:31:00'), fetched('00:31:01', '1.14.1')]).map(brief)).toEqual([
      ['acme-ci', 'confirmed', 1, ['axios@1.14.1']],
    ]);
  });
});

it('asks for nothing where nothing is bad', () => {
  expect(reachOf(ruleView({}), [])).toEqual({ fetches: [], coverage: [] });
});
