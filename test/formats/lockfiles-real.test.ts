import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../../src/core/event.ts';
import type { Format } from '../../src/core/format.ts';
import bun from '../../src/formats/bun-lock.ts';
import { FORMATS } from '../../src/formats/index.ts';
import npm from '../../src/formats/npm-lock.ts';
import pnpm from '../../src/formats/pnpm-lock.ts';
import berry from '../../src/formats/yarn-berry-lock.ts';
import yarn from '../../src/formats/yarn-lock.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLES = '../shared/samples';

/** Of each real sample: its format, and what it names. */
const REAL: readonly (readonly [string, Format, readonly string[]])[] = [
  [
    'lockfiles/bunlock-scoped-packages-mixed.json5',
    bun,
    [
      '@babel/code-frame@7.26.2',
      '@babel/helper-validator-identifier@7.25.9',
      'js-tokens@4.0.0',
      'picocolors@1.1.1',
      'wrappy@1.0.2',
    ],
  ],
  [
    'lockfiles/packagelockjson-alias.v2.json',
    npm,
    ['@babel/code-frame@7.0.0', 'string-width@5.1.2', 'string-width@4.2.0'],
  ],
  [
    'lockfiles/packagelockjson-bundled-dependencies.v3.json',
    npm,
    ['ansi-regex@6.2.2', 'semver@7.7.2', 'strip-ansi@7.1.2'],
  ],
  [
    'lockfiles/packagelockjson-nested-dependencies.v2.json',
    npm,
    ['postcss@6.0.23', 'postcss-calc@7.0.1', 'postcss@7.0.16', 'supports-color@6.1.0', 'supports-color@5.5.0'],
  ],
  ['lockfiles/packagelockjson-scoped-packages.v1.json', npm, ['@babel/code-frame@7.0.0', 'wrappy@1.0.2']],
  ['lockfiles/packagelockjson-scoped-packages.v2.json', npm, ['@babel/code-frame@7.0.0', 'wrappy@1.0.2']],
  ['lockfiles/pnpmlock-mixed-groups.v53.yaml', pnpm, ['ansi-regex@5.0.1', 'is-number@7.0.0', 'uuid@8.3.2']],
  ['lockfiles/pnpmlock-mixed-groups.v54.yaml', pnpm, ['ansi-regex@5.0.1', 'is-number@7.0.0', 'uuid@8.3.2']],
  ['lockfiles/pnpmlock-mixed-groups.v6.yaml', pnpm, ['ansi-regex@5.0.0', 'is-number@7.0.0', 'uuid@8.0.0']],
  ['lockfiles/pnpmlock-mixed-groups.v9.yaml', pnpm, ['ansi-regex@5.0.1', 'is-number@7.0.0', 'uuid@8.3.2']],
  [
    'lockfiles/yarnlock-multiple-versions.v1.lock',
    yarn,
    ['define-properties@1.1.3', 'define-property@0.2.5', 'define-property@1.0.0', 'define-property@2.0.2'],
  ],
  ['lockfiles/yarnlock-multiple-versions.v2.lock', berry, ['debug@4.3.3', 'debug@2.6.9', 'debug@3.2.7']],
  ['npm-lockfiles/hidden-node_modules-.package-lock.json', npm, ['@acme/w9@1.0.0']],
  ['npm-lockfiles/package-lock-v3-npm11.json', npm, ['@acme/w9@1.0.0']],
];

function triesSamples(): void {
  it.each(REAL)('%s', (name, format, packages) => {
    const text = readFileSync(`${SAMPLES}/${name}`, 'utf8');
    const sample = sampleOf(parseNaively(text));
    expect(FORMATS.filter(({ recognise }) => recognise(sample) > 0)).toEqual([format]);
    const outs = readNaively(format, text);
    expect(outs.filter(({ kind }) => kind === 'problem')).toEqual([]);
    const events = outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
    expect(events.map((event) => `${event.package}@${event.version}`)).toEqual(packages);
    const withIntegrity = events.filter(({ integrity }) => /^sha(?:512|1)-/.test(integrity ?? ''));
    expect(withIntegrity.length).toBe(format === berry ? 0 : packages.length);
  });
}

describe('what is expected of the samples', () => {
  it('names each file once, and formats that say they were tried on real files', () => {
    expect(new Set(REAL.map(([name]) => name)).size).toBe(REAL.length);
    expect([...new Set(REAL.map(([, { about }]) => about.tried))]).toEqual(['real']);
  });
});

// A test that is left out would look like one that was passed over: without samples there is none.
if (existsSync(SAMPLES)) describe('the samples', triesSamples);
