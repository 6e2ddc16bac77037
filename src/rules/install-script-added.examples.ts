import { AXIOS_FILES, AXIOS_SOURCE, CRYPTO_FILES, GONE_FILES } from './examples/axios-takeover.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-30T00:00:00Z';
const ALICE = 'alice <alice@example.test>';
const FAISAL = 'faisalman <f@example.test>';

const examples: Examples = [
  {
    name: 'the script stands in the dependency, and in a patch of the dependency itself',
    source: AXIOS_SOURCE,
    files: { ...AXIOS_FILES, ...CRYPTO_FILES },
    expect: [
      { subject: 'axios@1.14.1', severity: 'high' },
      { subject: 'axios@0.30.4', severity: 'high' },
      { subject: 'plain-crypto-js@4.2.1', severity: 'medium' },
    ],
  },
  {
    name: 'three versions on two lines within minutes, by the usual account',
    source: 'ua-parser-js 2021-10-22; 0.7.29 to the second, the other times and earlier versions made up',
    files: snapshot('ua-parser-js', TAKEN, {
      '0.7.27': { at: '2021-03-01T00:00:00.000Z', by: FAISAL },
      '0.7.28': { at: '2021-04-10T00:00:00.000Z', by: FAISAL },
      '0.7.29': {
        at: '2021-10-22T12:15:21.378Z',
        by: FAISAL,
        scripts: { preinstall: 'start /B node preinstall.js & node preinstall.js' },
      },
      '0.8.0': {
        at: '2021-10-22T12:16:00.000Z',
        by: FAISAL,
        scripts: { preinstall: 'start /B node preinstall.js & node preinstall.js' },
      },
      '1.0.0': {
        at: '2021-10-22T12:17:00.000Z',
        by: FAISAL,
        scripts: { preinstall: 'start /B node preinstall.js & node preinstall.js' },
      },
      '0.7.30': { at: '2021-10-22T16:16:08.807Z', by: FAISAL },
    }),
    expect: ['0.7.29', '0.8.0', '1.0.0'].map((version) => ({ subject: `ua-parser-js@${version}`, severity: 'high' })),
  },
  {
    name: 'the versions before had provenance, this one has a script instead',
    source: 'nx 2025-08-26: attestations and times; accounts and the text of the script made up',
    files: snapshot('nx', TAKEN, {
      '21.4.0': { at: '2025-08-15T20:07:43.000Z', by: ALICE, provenance: true },
      '21.4.1': { at: '2025-08-22T19:16:43.000Z', by: ALICE, provenance: true },
      '21.5.0': { at: '2025-08-26T22:32:25.000Z', by: ALICE, scripts: { postinstall: 'node telemetry.js' } },
    }),
    expect: [{ subject: 'nx@21.5.0', severity: 'high' }],
  },
  {
    name: 'a script in a patch; one that installs something else; the short form of a document',
    source: 'after eslint-scope 3.7.2 (2018) and cline 2.3.0 (2026); the third made up',
    files: {
      ...snapshot('eslint-scope', TAKEN, {
        '3.7.1': { at: '2017-04-12T00:00:00.000Z', by: ALICE },
        '3.7.2': { at: '2018-07-12T10:40:00.000Z', by: ALICE, scripts: { postinstall: 'node ./lib/build.js' } },
      }),
      ...snapshot('cline', TAKEN, {
        '2.2.3': { at: '2026-02-10T00:00:00.000Z', by: ALICE },
        '2.3.0': {
          at: '2026-02-17T00:00:00.000Z',
          by: ALICE,
          scripts: { postinstall: 'npm install -g openclaw@latest' },
        },
      }),
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE, more: { hasInstallScript: true } },
      }),
    },
    expect: [
      { subject: 'eslint-scope@3.7.2', severity: 'medium' },
      { subject: 'cline@2.3.0', severity: 'medium' },
      { subject: 'widget@1.0.1', severity: 'medium' },
    ],
  },
  {
    name: 'a tool sets something up; a native module is built in a patch: info, once',
    source: 'husky 5.0.9 to 5.1.0: that a hook was added; its text, accounts and times made up',
    files: {
      ...snapshot('husky', TAKEN, {
        '5.0.8': { at: '2021-01-28T00:00:00.000Z', by: ALICE },
        '5.0.9': { at: '2021-02-01T00:00:00.000Z', by: ALICE },
        '5.1.0': { at: '2021-02-20T00:00:00.000Z', by: ALICE, scripts: { install: 'node husky.js install' } },
        '5.1.1': { at: '2021-03-20T00:00:00.000Z', by: ALICE, scripts: { install: 'node husky.js install' } },
      }),
      ...snapshot('native', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': {
          at: '2026-01-02T00:00:00.000Z',
          by: ALICE,
          scripts: { install: 'prebuild-install || node-gyp rebuild' },
        },
      }),
    },
    expect: [
      { subject: 'husky@5.1.0', severity: 'info' },
      { subject: 'native@1.0.1', severity: 'info' },
    ],
  },
  {
    name: 'it was always there; scripts that do not run on install',
    source: 'made up',
    files: {
      ...snapshot('native', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE, scripts: { install: 'node-gyp rebuild' } },
        '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE, scripts: { install: 'node-gyp rebuild' } },
      }),
      ...snapshot('plain', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', by: ALICE },
        '1.0.1': { at: '2026-01-02T00:00:00.000Z', by: ALICE, scripts: { prepare: 'husky', test: 'node test.js' } },
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
