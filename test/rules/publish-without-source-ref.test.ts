import { describe, expect, it } from 'vitest';
import { commitOf, gitLog, gitRefs } from '../../src/rules/examples/git-refs.ts';
import { longHistory } from '../../src/rules/examples/long-history.ts';
import { namesOf, packages } from '../../src/rules/examples/monorepo.ts';
import { type PublishLook, snapshot } from '../../src/rules/examples/packument.ts';
import rule from '../../src/rules/publish-without-source-ref.ts';
import { tagNames } from '../../src/rules/source-refs.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const ALICE = { by: 'alice <alice@example.test>' };
const TAKEN = '2026-06-01T00:00:00Z';
const AT = '2026-01-01T00:00:00Z';

/** Three versions that are tagged, and one that is not. */
function versions(look: Partial<PublishLook> = {}): Record<string, PublishLook> {
  return {
    '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...ALICE },
    '1.0.1': { at: '2026-02-01T00:00:00.000Z', ...ALICE },
    '1.0.2': { at: '2026-03-01T00:00:00.000Z', ...ALICE },
    '1.0.3': { at: '2026-04-01T00:00:00.000Z', ...ALICE, ...look },
  };
}

const TAGS = { 'v1.0.0': AT, 'v1.0.1': AT, 'v1.0.2': AT };

async function saidOf(files: Readonly<Record<string, string>>) {
  const { findings, missing, judged } = await resultOf(rule, files);
  return {
    judged,
    findings: findings.map(({ subject, severity, certainty }) => `${severity} ${certainty} ${subject}`),
    missing: missing.map(({ subject, why }) => `${subject}: ${why}`),
  };
}

it('is high on both versions of axios, also with the actor unknown', async () => {
  const { findings, missing } = await resultOf(rule, filesOf('axios-2026'));
  expect(findings.map(({ subject, severity, fact }) => [subject, severity, fact])).toEqual([
    ['axios@1.14.1', 'high', 'no tag or release of it 4 h 13 min 2 s after its publish; all 2 before it had one'],
    ['axios@0.30.4', 'high', 'no tag or release of it 3 h 34 min 3 s after its publish; all 2 before it had one'],
  ]);
  expect(missing.map(({ subject }) => subject)).toEqual(['plain-crypto-js']);
  expect((await saidOf(filesOf('axios-2026-morning-after'))).findings).toEqual([
    'high possible axios@1.14.1',
    'high possible axios@0.30.4',
  ]);
});

describe('when the export was taken', () => {
  it('is too early for a version published less than 15 minutes before', async () => {
    const files = { ...snapshot('widget', TAKEN, versions()), ...gitRefs('widget', '2026-04-01T00:14:59Z', TAGS) };
    expect(await saidOf(files)).toEqual({
      judged: 3,
      findings: [],
      missing: ['widget@1.0.3: the refs in evidence were taken before, or less than 15 min 0 s after its publish'],
    });
  });

  it('is late enough at 15 minutes', async () => {
    const files = { ...snapshot('widget', TAKEN, versions()), ...gitRefs('widget', '2026-04-01T00:15:00Z', TAGS) };
    expect((await saidOf(files)).findings).toEqual(['high certain widget@1.0.3']);
  });

  it('is not known: nothing can be said of what is not there', async () => {
    const [text = ''] = Object.values(gitRefs('widget', TAKEN, { 'v1.0.0': '', 'v1.0.1': '', 'v1.0.2': '' }));
    const undated = text.replaceAll(/\t2\d\d\d-\S+/g, '\t');
    expect(await saidOf({ ...snapshot('widget', TAKEN, versions()), 'refs.tsv': undated })).toEqual({
      judged: 3,
      findings: [],
      missing: ['widget@1.0.3: when the refs in evidence were taken is not known'],
    });
  });
});

describe('a commit in the manifest', () => {
  const refs = gitRefs('widget', TAKEN, TAGS);

  it('leaves it open as long as no log of commits is there', async () => {
    const files = { ...snapshot('widget', TAKEN, versions({ commit: commitOf(70) })), ...refs };
    expect((await saidOf(files)).findings).toEqual(['high possible widget@1.0.3']);
  });

  it('that the log has is enough', async () => {
    const files = { ...snapshot('widget', TAKEN, versions({ commit: commitOf(70) })), ...refs };
    const log = gitLog('widget', TAKEN, [commitOf(69), commitOf(70)]);
    expect((await saidOf({ ...files, ...log })).findings).toEqual([]);
  });

  it('that the log lacks says that it came from elsewhere', async () => {
    const files = { ...snapshot('widget', TAKEN, versions({ commit: commitOf(70) })), ...refs };
    const { findings } = await resultOf(rule, { ...files, ...gitLog('widget', TAKEN, [commitOf(1)]) });
    expect(findings).toMatchObject([{ certainty: 'certain' }]);
    expect(findings[0]?.details?.[0]).toMatch(/is not in the repository$/);
  });
});

describe('whose refs they are', () => {
  it('follows from the package whose versions they name most', async () => {
    const files = {
      ...snapshot('widget', TAKEN, versions()),
      ...snapshot('other', TAKEN, {
        '1.0.0': { at: '2026-01-01T00:00:00.000Z', ...ALICE },
        '1.0.1': { at: '2026-02-01T00:00:00.000Z', ...ALICE },
        '9.9.9': { at: '2026-03-01T00:00:00.000Z', ...ALICE },
      }),
      ...gitRefs('acme', TAKEN, TAGS),
    };
    expect(await saidOf(files)).toEqual({
      judged: 4,
      findings: ['high certain widget@1.0.3'],
      missing: ['other: no refs or releases of its repository are in evidence'],
    });
  });

  it('is said by ls-remote, and those of another repository do not count', async () => {
    const listed = (repo: string) =>
      `From https://github.com/${repo}.git\n${Object.keys(TAGS)
        .map((tag, i) => `${commitOf(i)}\trefs/tags/${tag}\n`)
        .join('')}`;
    const look = { repository: 'git+https://github.com/acme/widget.git' };
    const all = Object.fromEntries(
      Object.entries(versions()).map(([version, each]) => [version, { ...each, ...look }]),
    );
    const run = (repo: string) =>
      saidOf({ ...snapshot('widget', TAKEN, all), 'refs.20260601T000000Z.txt': listed(repo) });
    expect((await run('Acme/Widget')).findings).toEqual(['high certain widget@1.0.3']);
    expect((await run('acme/fork')).missing).toEqual([
      'widget: no refs or releases of its repository acme/widget are in evidence',
    ]);
  });

  it('may be sixty packages at once, each with its own tags', async () => {
    const names = namesOf(60);
    const look = { oidc: true, provenance: true, repository: 'github:acme/parts' };
    const tags = names.flatMap((name) => ['2.0.0', '2.0.1', '2.0.2'].map((version) => [`${name}@${version}`, AT]));
    const files = packages(names, TAKEN, {
      '2.0.0': { at: '2026-01-01T00:00:00.000Z', ...look },
      '2.0.1': { at: '2026-02-01T00:00:00.000Z', ...look },
      '2.0.2': { at: '2026-03-01T00:00:00.000Z', ...look },
    });
    const said = await saidOf({ ...files, ...gitRefs('parts', TAKEN, Object.fromEntries(tags)) });
    expect(said).toEqual({ judged: 180, findings: [], missing: [] });
  });
});

it('knows the usual names of tags', () => {
  const names = tagNames('@acme/widget', '1.2.3');
  for (const tag of ['1.2.3', 'v1.2.3', '@acme/widget@1.2.3', 'widget@1.2.3', 'widget-v1.2.3', 'widget/v1.2.3']) {
    expect(names).toContain(tag);
  }
  expect(names).not.toContain('other-v1.2.3');
});

it('stops to wonder when tags are given up, and judges thousands', async () => {
  const files = {
    ...snapshot(
      'widget',
      '2027-01-01T00:00:00Z',
      longHistory(5000, 3600, () => ALICE),
    ),
    ...gitRefs(
      'widget',
      '2027-01-01T00:00:00Z',
      Object.fromEntries([...Array(100).keys()].map((i) => [`1.0.${i}`, AT])),
    ),
  };
  const { findings, judged } = await resultOf(rule, files);
  expect(judged).toBe(5000);
  expect(findings.map(({ subject }) => subject).slice(0, 2)).toEqual(['widget@1.0.100', 'widget@1.0.101']);
  expect(findings.length).toBeLessThan(180);
});
