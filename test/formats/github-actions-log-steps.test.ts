import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import format from '../../src/formats/github-actions-log.ts';
import { readNaively } from '../support/naive.ts';

const RUN = '##[group]Run npm publish';
const PUBLISHING = 'npm notice Publishing to https://registry.example/ with tag latest and public access';

/** The lines of a log, a tenth of a microsecond apart. */
function log(...lines: readonly string[]): string {
  return lines.map((line, n) => `2026-03-27T19:00:00.${String(n).padStart(7, '0')}Z ${line}`).join('\n');
}

function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

function read(text: string): EventMembers[] {
  return eventsOf(readNaively(format, text));
}

describe('a step', () => {
  it.each([
    [
      "Download action repository 'acme/checkout@v4' (SHA:c1ab1a8955f5304287065da6d3cde4aadc323b53)",
      { resource: 'acme/checkout@v4', commit: 'c1ab1a8955f5304287065da6d3cde4aadc323b53', outcome: 'success' },
    ],
    ['changed 3 packages in 1s', { count: 3, native_action: 'npm install' }],
    ['Terminate orphan process: pid (2283) (node)', { native_action: 'Terminate orphan process', resource: 'node' }],
    [
      'Artifact dist has been successfully uploaded! Final size is 1024 bytes. Artifact ID is 77',
      { native_action: 'upload artifact', resource: 'dist', bytes: 1024 },
    ],
    ['added 1 package in 2s', { count: 1, text: 'added 1 package in 2s', outcome: 'success' }],
    ['\x1b[1madded 12 packages\x1b[22m', { count: 12, text: 'added 12 packages' }],
    ['npm notice publish Signed provenance statement with source', { resource: 'provenance' }],
    [
      'npm notice publish Provenance statement published to transparency log: https://log.example/?logIndex=1',
      { resource: 'provenance', url: 'https://log.example/?logIndex=1' },
    ],
    [
      '##[error]Process completed with exit code 1.',
      { outcome: 'failure', text: 'Process completed with exit code 1.' },
    ],
    ['\x1b[31m##[error]a\u2028b\x1b[0m', { outcome: 'failure', text: 'a\u2028b' }],
  ])('%j is an event', (line, members) => {
    expect(read(log(line))).toMatchObject([{ action: 'ci.step', grade: 'client', ...members }]);
  });

  it.each([
    '',
    'hello',
    'added many packages',
    '+ axios@1.14.0',
    '##[warning]x',
    'npm warn added 1 package',
  ])('%j is none', (line) => expect(read(log(line))).toEqual([]));
});

describe('the start of a step', () => {
  const SECRETS = ['env:', '  NODE_AUTH_TOKEN: ***', '  REGISTRY: https://registry.example/', '  npm-auth: Bearer ***'];

  it('tells what it runs, and which secrets it is given', () => {
    const outs = readNaively(
      format,
      log(RUN, 'npm publish', 'shell: bash', ...SECRETS, '##[endgroup]', '  LATER: ***'),
    );
    expect(eventsOf(outs)).toMatchObject([
      {
        action: 'ci.step',
        native_action: 'Run',
        resource: 'npm publish',
        outcome: 'unknown',
        text: 'secrets: NODE_AUTH_TOKEN, npm-auth',
      },
    ]);
    expect(outs.find(({ kind }) => kind === 'event')).toMatchObject({ records: [0, 4, 6] });
  });

  it('has the commit of an action that is pinned to one', () => {
    const pinned = `actions/checkout@${'c1'.repeat(20)}`;
    expect(read(log(`##[group]Run ${pinned}`))).toMatchObject([{ resource: pinned, commit: 'c1'.repeat(20) }]);
    expect(read(log('##[group]Run actions/checkout@v4'))[0]).not.toHaveProperty('commit');
  });

  it('hides no publish that it imitates to begin', () => {
    expect(read(log(RUN, PUBLISHING, '+ widget@1.0.0'))).toMatchObject([
      { action: 'package.published', outcome: 'success' },
      { action: 'ci.step', native_action: 'Run' },
    ]);
  });

  it('stands on a bounded number of lines', () => {
    const lines = Array.from({ length: 500 }, (_, n) => `  S${n}: ***`);
    const outs = readNaively(format, log(RUN, ...lines));
    expect(outs.find(({ kind }) => kind === 'event')).toMatchObject({ records: { length: 101 } });
  });
});

describe('a publish', () => {
  it.each([
    ['+ @acme/widget@1.1.0', { outcome: 'success', package: '@acme/widget', version: '1.1.0', tag: 'latest' }],
    ['npm error code E403', { outcome: 'denied', error: 'E403' }],
    ['npm ERR! code E401', { outcome: 'denied', error: 'E401' }],
    ['npm error code EOTP', { outcome: 'denied', error: 'EOTP' }],
    ['npm error code E409', { outcome: 'failure', error: 'E409' }],
    ['Post job cleanup.', { outcome: 'unknown' }],
  ])('that ends in %s', (line, members) => {
    expect(read(log(PUBLISHING, line))).toMatchObject([
      { action: 'package.published', grade: 'client', url: 'https://registry.example/', ...members },
    ]);
  });

  it('has the checksum of its own tarball only', () => {
    const pack = ['npm notice package: widget@1.0.0', `npm notice shasum: ${'0a'.repeat(20)}`, PUBLISHING];
    expect(read(log(...pack, '+ widget@1.0.0'))).toMatchObject([{ shasum: '0a'.repeat(20) }]);
    expect(read(log(...pack, '+ gadget@1.0.0'))[0]).not.toHaveProperty('shasum');
  });

  it('of a later step is not that of an earlier', () => {
    expect(read(log(PUBLISHING, RUN, '+ widget@1.0.0'))).toMatchObject([
      { action: 'package.published', outcome: 'unknown' },
      { action: 'ci.step', resource: 'npm publish' },
    ]);
  });
});

describe('tokens', () => {
  it('join with the audit log', () => {
    const folder = 'fixtures/incidents/acme-2026';
    const audit = readFileSync(`${folder}/github-audit-acme.ndjson`, 'utf8');
    const printed = read(readFileSync(`${folder}/lint-job.log`, 'utf8')).find(({ token_fp }) => token_fp !== undefined);
    expect(printed).toMatchObject({ action: 'ci.step', time: '2026-06-09T03:18:44.0165207Z' });
    expect(printed?.text).toMatch(/^GH_TOKEN: \[github-token sha256:/);
    expect(audit).toContain(`"hashed_token":"${printed?.token_fp?.replace('sha256:', '')}"`);
  });

  it('in a command end what was before all the same', () => {
    const run = '##[group]Run echo ghp_Fixture0ActionsLog0NotARealToken0001';
    const events = read(log("Current runner version: '2.333.1'", PUBLISHING, run, '+ widget@1.0.0'));
    expect(events.map(({ action }) => action)).toEqual(['ci.job_started', 'package.published', 'ci.step']);
  });
});
