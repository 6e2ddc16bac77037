import { GONE_FILES } from './examples/axios-takeover.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-30T00:00:00Z';
const ALICE = 'alice <alice@example.test>';
const GIT = 'github:acme/setup#0123456789abcdef0123456789abcdef01234567';

const examples: Examples = [
  {
    name: 'two versions within minutes with an optional dependency from git',
    source: 'TanStack 2026-05-11: a git dependency in all 84 versions; names and times made up',
    files: snapshot('@acme/router', TAKEN, {
      '1.0.0': { at: '2026-05-01T00:00:00.000Z', by: ALICE },
      '1.0.1': { at: '2026-05-11T19:20:00.000Z', by: ALICE, optionalDependencies: { '@acme/setup': GIT } },
      '1.0.2': { at: '2026-05-11T19:25:35.000Z', by: ALICE, optionalDependencies: { '@acme/setup': GIT } },
    }),
    expect: [
      { subject: '@acme/router@1.0.1', severity: 'high' },
      { subject: '@acme/router@1.0.2', severity: 'high' },
    ],
  },
  {
    name: 'an address, a short name of a repository, and a folder left in by mistake',
    source: 'made up',
    files: {
      ...snapshot('one', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': {
          at: '2026-01-02T00:00:00.000Z',
          by: ALICE,
          dependencies: { glue: 'https://files.example/glue.tgz' },
        },
      }),
      ...snapshot('two', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, dependencies: { glue: '^1.0.0' } },
        '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE, dependencies: { glue: 'acme/glue#main' } },
      }),
      ...snapshot('three', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE, dependencies: { glue: 'file:../glue' } },
      }),
    },
    expect: [
      { subject: 'one@1.0.1', severity: 'high' },
      { subject: 'two@1.0.1', severity: 'high' },
      { subject: 'three@1.0.1', severity: 'medium' },
    ],
  },
  {
    name: 'it was always there, or is of the registry under another name',
    source: 'made up',
    files: {
      ...snapshot('old', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, dependencies: { glue: GIT } },
        '1.0.1': { at: '2026-03-01T00:00:00.000Z', by: ALICE, dependencies: { glue: GIT } },
      }),
      ...snapshot('alias', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': {
          at: '2026-03-01T00:00:00.000Z',
          by: ALICE,
          dependencies: { a: 'npm:@acme/glue@1', b: '~1.2.3', c: 'latest', d: '>=1 <3 || 4.x', e: '*', f: '' },
        },
      }),
    },
    expect: [],
  },
  {
    name: 'the takedown left only the times',
    source: 'axios, the morning after',
    files: GONE_FILES,
    expect: 'no-evidence',
  },
];

export default examples;
