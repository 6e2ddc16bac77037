import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import type { Step } from '../../src/core/step.ts';
import { reachOf } from '../../src/timeline/reach.ts';
import { packument } from '../inference/support.ts';
import { at, BOB, brief, CRYPTO, fetched, pinned, reach } from './reach-support.ts';
import { file, ruleView } from './rule-view.ts';
import { citation, step } from './support.ts';

describe('what machines and projects say of themselves', () => {
  const files = [
    file('package-lock.json', 'npm-lock'),
    file('npm-ls.json', 'npm-ls'),
    file('cache.txt', 'npm-cacache-index'),
  ];

  it('is confirmed where it was installed or fetched, likely where a file names it', () => {
    const rows = reach(
      [
        pinned('package-lock.json', { package: 'axios', version: '1.14.1' }),
        pinned('npm-ls.json', {
          package: 'axios',
          version: '1.14.1',
          text: 'installed: npm ls read it in node_modules',
        }),
        step(
          {
            action: 'other',
            grade: 'client',
            native_action: 'pacote:tarball',
            package: 'axios',
            version: '1.14.1',
            time: at('00:30:00'),
          },
          { citations: [citation('cache.txt')] },
        ),
      ],
      files,
    );
    expect(rows.map(brief)).toEqual([
      ['npm-ls.json', 'confirmed', 1, ['axios@1.14.1']],
      ['cache.txt', 'likely', 1, ['axios@1.14.1']],
      ['package-lock.json', 'likely', 1, ['axios@1.14.1']],
    ]);
    expect(rows[0]?.first).toBeUndefined();
    expect(rows[2]?.remarks).toEqual(['a lockfile names axios@1.14.1']);
  });

  it('does not take a version from elsewhere for the release', () => {
    const [row] = reach([pinned('l', { package: 'axios', version: '1.14.1', text: 'from git, not from a registry' })]);
    expect(row).toMatchObject({ grade: 'possible' });
  });

  it('doubts a file that is older than the release', () => {
    const [row] = reach([pinned('l', { package: 'axios', version: '1.14.1', not_after: at('00:10:00') })]);
    expect(row).toMatchObject({ grade: 'possible' });
    expect(row?.remarks[1]).toMatch(/older than the release/);
  });

  it('says that a payload can rewrite what npm ls reads, where the bad version runs scripts', () => {
    const scripts = { scripts: { postinstall: 'node setup.js' }, maintainers: [{ name: 'n', email: 'n@x.example' }] };
    const document = { name: 'plain-crypto-js', versions: { '4.2.1': scripts }, time: { '4.2.1': at('00:00:00') } };
    const publish = step({
      action: 'package.published',
      package: 'plain-crypto-js',
      version: '4.2.1',
      time: at('00:00:00'),
    });
    const told = pinned('npm-ls.json', {
      package: 'plain-crypto-js',
      version: '4.2.0',
      text: 'installed: npm ls read it in node_modules',
    });
    const states = [packument(JSON.stringify(document), { evidence: 'p' })];
    const [row] = reachOf(ruleView({ states, steps: [publish, told] }), [CRYPTO]).fetches;
    expect(row).toMatchObject({ grade: 'possible', releases: ['plain-crypto-js@4.2.0'] });
    expect(row?.remarks).toEqual([
      'the machine says plain-crypto-js@4.2.0, but a payload can rewrite the package.json that is read there: plain-crypto-js@4.2.1 is not ruled out',
    ]);
    expect(reachOf(ruleView({ steps: [publish, told] }), [CRYPTO]).fetches).toEqual([]);
  });
});

describe('an install in a job log', () => {
  const files = [file('job.log', 'github-actions-log')];
  const inJob = (members: Partial<EventMembers>): Step =>
    step({ grade: 'client', ...members }, { citations: [citation('job.log', `:${members.time?.slice(17, 19) ?? 1}`)] });
  const job = inJob({
    action: 'ci.job_started',
    time: at('00:30:14'),
    repo: 'acme/shop',
    resource: 'nightly',
    host: 'ci-3',
  });
  const run = (resource: string): Step =>
    inJob({ action: 'ci.step', native_action: 'Run', resource, time: at('00:31:05') });

  it('is possible where the log does not say what it fetched', () => {
    const [row] = reach([job, run('npm ci')], files);
    expect(row).toMatchObject({ grade: 'possible', client: 'acme/shop job nightly', host: 'ci-3', file: 'job.log' });
    expect(row?.remarks).toEqual([
      'npm ci ran while axios@1.14.1 was, or may still have been, there; the job log does not say what it fetched',
    ]);
  });

  it('is likely where what it asked for would have been the bad version', () => {
    const publishes = ['1.14.0', '1.14.1'].map((version, i) =>
      step({ action: 'package.published', package: 'axios', version, time: at(`00:2${i}:58`) }),
    );
    const graded = (command: string) => reach([...publishes, job, run(command)], files).map(({ grade }) => grade);
    expect(graded('npm install axios@^1')).toEqual(['likely']);
    expect(graded('cd app && npm i --no-save axios')).toEqual(['likely']);
    expect(graded('npm i axios@1.14.0')).toEqual(['possible']);
    expect(graded('npm test')).toEqual([]);
    expect(graded('npm run install-hooks')).toEqual([]);
  });

  it('explains the fetches of the only client in CI that began right then', () => {
    const [row, ...others] = reach([job, run('npm ci'), fetched('00:31:07', '1.14.1')], files);
    expect(others).toEqual([]);
    expect(row?.remarks).toEqual(['likely the install that acme/shop job nightly on ci-3 began 2 s before']);
    expect(row?.citations).toEqual([citation('log'), citation('job.log', ':05')]);
    expect(reach([job, run('npm ci'), fetched('00:31:07', '1.14.1', BOB)], files)).toHaveLength(2);
    const two = [fetched('00:31:07', '1.14.1'), fetched('00:31:08', '1.14.1', { ip: '203.0.113.8' })];
    expect(reach([job, run('npm ci'), ...two], files).map(({ grade }) => grade)).toEqual([
      'confirmed',
      'confirmed',
      'possible',
    ]);
  });

  it('was not in the time in question', () => {
    const early = inJob({ action: 'ci.step', native_action: 'Run', resource: 'npm ci', time: at('00:10:00') });
    expect(reach([job, early], files)).toEqual([]);
    const publish = step({ action: 'package.published', package: 'axios', version: '1.14.1', time: at('00:21:58') });
    const named = inJob({ ...early.members, resource: 'npm install axios' });
    expect(reach([publish, job, named], files)).toEqual([]);
  });
});
