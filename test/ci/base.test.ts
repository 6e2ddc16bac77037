import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/cases.ts';
import { runAction } from './action.ts';
import { Incident } from './incident.ts';
import { script } from './readme.ts';
import type { Build } from './repositories.ts';

/** Where the recipe takes its trust from, and the other options of the action. */
const incident = new Incident(temporaryFolder());
const check = incident.script('check.sh', script('ci-recipe'));

beforeAll(() => incident.begin(), 120_000);

describe('the base', { timeout: 60_000 }, () => {
  /** A checkout of `main`, as after a push or for a change of nothing. */
  const main = (): string => incident.checkout('main', '--no-local');

  function byBase(base: string, folder = main()): Build {
    return incident.build(folder, 'sh', [check], { BASE: base });
  }

  it('without a checkpoint is a first use, and red', () => {
    const folder = incident.branch('empty');
    incident.sh(folder, 'git rm -rq . && git commit -qm nothing && git push -q origin HEAD:refs/heads/empty');
    const { exitCode, log } = byBase('empty');
    expect([exitCode, log]).toEqual([3, expect.stringContaining('FIRST USE: empty has no .audit/vkey')]);
  });

  it('of a first push is a first use', () => {
    const { exitCode, log } = byBase('0'.repeat(40));
    expect([exitCode, log]).toEqual([3, expect.stringContaining('FIRST USE')]);
  });

  it('that is not there could not be asked', () => {
    const { exitCode, log } = byBase('gone');
    expect([exitCode, log]).toEqual([2, expect.stringContaining('cannot fetch refs/heads/gone from origin')]);
  });

  it('is a name and never a command', () => {
    const folder = main();
    for (const base of ['$(touch planted)', '`touch planted`', '"; touch planted; "', '--upload-pack=touch planted'])
      expect(byBase(base, folder).exitCode).toBe(2);
    expect(incident.sh(folder, 'git status --porcelain')).toBe('');
  });

  it('is the branch, not a tag that is called like it', () => {
    const folder = incident.branch('tagged');
    const tags = ['origin/main', 'main', 'heads/main', 'refs/heads/main'];
    for (const tag of tags) incident.sh(folder, 'git tag "$TAG" "$THEN"', { TAG: tag, THEN: incident.yesterday });
    incident.sh(folder, 'git checkout --quiet "$THEN" -- incident.db .audit', { THEN: incident.yesterday });
    incident.push(folder, 'tagged');
    incident.sh(folder, 'git push --quiet origin --tags');
    const checkout = incident.checkout('tagged', '--no-single-branch');
    expect(incident.sh(checkout, 'git rev-parse origin/main 2>/dev/null')).toBe(incident.yesterday);
    for (const base of ['main', 'refs/heads/main', 'refs/remotes/origin/main']) {
      const { exitCode, log } = byBase(base, checkout);
      expect([base, exitCode, log]).toEqual([base, 1, expect.stringContaining('F-TRUNCATED')]);
    }
    for (const tag of tags) incident.sh(folder, 'git push --quiet origin --delete "refs/tags/$TAG"', { TAG: tag });
  });

  it('as it was checked out needs no fetch', () => {
    const checkout = main();
    incident.sh(checkout, 'git remote set-url origin /nowhere');
    expect(byBase('refs/remotes/origin/main', checkout).exitCode).toBe(0);
    expect(byBase('main', checkout).exitCode).toBe(2);
  });

  it('of a push is the commit before it', () => {
    const before = { 'github.event.before': incident.yesterday, 'github.ref': 'refs/heads/main' };
    const { exitCode, log } = runAction(incident, main(), {}, before);
    expect([exitCode, log]).toEqual([0, expect.stringContaining(`begins with what ${incident.yesterday} vouches for`)]);
  });

  it.each([
    ['github.event.merge_group.base_ref', 'refs/heads/main'],
    ['github.ref', 'refs/heads/main'],
    ['inputs.base-ref', 'main'],
  ])('comes from %s', (name, value) => {
    const { exitCode, log } = runAction(incident, main(), {}, { [name]: value });
    expect([exitCode, log]).toEqual([0, expect.stringContaining(`begins with what ${value} vouches for`)]);
  });

  it('does not make a whole clone a shallow one', () => {
    const checkout = main();
    expect(byBase('main', checkout).exitCode).toBe(0);
    expect(incident.sh(checkout, 'git rev-parse --is-shallow-repository')).toBe('false');
  });
});

describe('the line that starts it', { timeout: 60_000 }, () => {
  it('runs the script of the base, whatever the change has made of it', () => {
    const start = script('ci-start').replace('BASE=main', 'BASE=checked').replaceAll('/tmp/', '"$TMPDIR"/');
    const folder = incident.branch('checked');
    incident.sh(folder, 'cp "$CHECK" .audit/check', { CHECK: check });
    incident.push(folder, 'checked');
    incident.sh(folder, 'echo "exit 0" > .audit/check');
    incident.putBack(folder, 'incident.db .audit/checkpoint');
    incident.push(folder, 'unchecked');
    const run = (name: string): Build => incident.build(incident.checkout(name), 'sh', ['-c', start]);
    expect([run('checked').exitCode, run('unchecked').exitCode]).toEqual([0, 1]);
    incident.sh(folder, 'git push --quiet origin --delete checked');
    expect(run('unchecked').exitCode).toBeGreaterThan(1);
  });
});

describe('options', { timeout: 60_000 }, () => {
  const inputs = (given: Readonly<Record<string, string>>): Build =>
    runAction(incident, incident.checkout('main', '--no-local'), given, { 'github.base_ref': 'main' });

  it('another version is not run', () => {
    const { exitCode, log } = inputs({ version: '99.0.0' });
    expect([exitCode, log]).toEqual([2, expect.stringContaining('not the one that was asked for')]);
  });

  it('the age of the checkpoint is asked for', () => {
    const { exitCode, log } = inputs({ 'max-age': '30d' });
    expect([exitCode, log]).toEqual([3, expect.stringContaining('I-STALE')]);
  });

  it('the original files are hashed again', () => {
    const { exitCode, log } = inputs({ evidence: 'evidence' });
    expect([exitCode, log]).toEqual([2, expect.stringContaining('audit-timeline verify could not run')]);
  });

  it('a case elsewhere, also one whose name looks like an option, is found', () => {
    const { exitCode, log } = inputs({ case: './--strict' });
    expect([exitCode, log]).toEqual([2, expect.stringContaining('E-NOT-A-LOG')]);
  });
});
