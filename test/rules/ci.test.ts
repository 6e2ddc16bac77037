import { describe, expect, it } from 'vitest';
import { repositoryPath } from '../../src/registry/repository.ts';
import ciExposureThenPublish from '../../src/rules/ci-exposure-then-publish.ts';
import { githubAudit } from '../../src/rules/examples/acts.ts';
import { attestations, runList } from '../../src/rules/examples/ci.ts';
import { longHistory } from '../../src/rules/examples/long-history.ts';
import { snapshot } from '../../src/rules/examples/packument.ts';
import publishFromAnomalousRun from '../../src/rules/publish-from-anomalous-run.ts';
import tracesDeleted from '../../src/rules/traces-deleted.ts';
import { filesOf, resultOf } from '../support/rule-results.ts';

const REPO = 'acme/widget';

describe('acme', () => {
  it('has a run deleted before the publish', async () => {
    const { findings } = await resultOf(ciExposureThenPublish, filesOf('acme-2026'));
    expect(findings).toMatchObject([
      {
        subject: REPO,
        severity: 'high',
        fact: 'run 15501234567 deleted by alice; @acme/widget@1.4.3 was published 16 min 36 s later',
        about: { runs: ['15501234567'], releases: ['@acme/widget@1.4.3'] },
      },
    ]);
  });

  it('has its traces deleted near two odd acts', async () => {
    const { findings } = await resultOf(tracesDeleted, filesOf('acme-2026'));
    expect(findings).toMatchObject([{ subject: REPO, severity: 'high', certainty: 'certain' }]);
    expect(findings[0]?.details).toEqual([
      '@acme/widget@1.4.3 was published 16 min 36 s later',
      'alice recovered the second factor 21 min 21 s before',
    ]);
  });
});

it.each([
  ciExposureThenPublish,
  publishFromAnomalousRun,
  tracesDeleted,
])('$id needs files of a code host', async (rule) => {
  const { missing, status } = await resultOf(rule, filesOf('axios-2026'));
  expect(status).toBe('no-evidence');
  expect(missing[0]?.bring).toMatch(/gh (?:run list|api)/);
});

describe('publish-from-anomalous-run', () => {
  const published = (run: number, more = {}) => ({
    ...snapshot('widget', '2026-05-12T00:00:00Z', {
      '1.0.1': { at: '2026-05-11T19:20:39.000Z', oidc: true, provenance: true },
    }),
    'widget.attestations.json': attestations('widget', '1.0.1', {
      repo: REPO,
      run,
      at: '2026-05-11T19:20:39Z',
      ...more,
    }),
  });

  it('judges the attempt that the attestation names', async () => {
    const run = { id: 8800, from: '2026-05-11T19:15:00Z', to: '2026-05-11T19:25:00Z' };
    const first = runList(REPO, [{ ...run, conclusion: 'failure', to: '2026-05-11T19:16:00Z' }]);
    const second = runList(REPO, [{ ...run, attempt: 2 }]);
    const files = { 'first.json': first, 'second.json': second };
    const again = await resultOf(publishFromAnomalousRun, { ...published(8800, { attempt: 2 }), ...files });
    expect([again.status, again.judged]).toEqual(['silent', 1]);
    const failed = await resultOf(publishFromAnomalousRun, { ...published(8800, { attempt: 1 }), ...files });
    expect(failed.findings.map(({ fact }) => fact)).toEqual(['run 8800 ended with failure']);
  });

  it('needs the attestation to know the run', async () => {
    const files = snapshot('widget', '2026-05-12T00:00:00Z', {
      '1.0.1': { at: '2026-05-11T19:20:39.000Z', oidc: true, provenance: true },
    });
    const { missing } = await resultOf(publishFromAnomalousRun, files);
    expect(missing).toMatchObject([{ subject: 'widget@1.0.1', why: expect.stringContaining('attestation') }]);
  });
});

it('judges 5,000 versions and as many deletions', { timeout: 120_000 }, async () => {
  const versions = longHistory(5000, 3600, () => ({
    by: 'alice <alice@example.test>',
    repository: `git+https://github.com/${REPO}.git`,
  }));
  const deletions = Array.from({ length: 5000 }, (_, i) => ({
    at: new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString(),
    action: 'workflows.delete_workflow_run',
    actor: '__proto__',
    repo: REPO,
    more: { workflow_run_id: i },
  }));
  const files = { ...snapshot('widget', '2026-12-01T00:00:00Z', versions), 'audit.ndjson': githubAudit(deletions) };
  const { findings } = await resultOf(ciExposureThenPublish, files);
  expect(findings.length).toBeGreaterThan(100);
  expect(Math.max(...findings.map(({ about }) => about.releases?.length ?? 0))).toBe(50);
});

it.each([
  ['git+https://github.com/acme/widget.git', 'acme/widget'],
  ['https://github.com/acme/widget/tree/main/packages/x#readme', 'acme/widget'],
  ['git@github.com:acme/widget.git', 'acme/widget'],
  ['git+ssh://git@github.com/acme/widget.git', 'acme/widget'],
  ['git://github.com/acme/widget.js.git', 'acme/widget.js'],
  ['github:acme/widget', 'acme/widget'],
  ['acme/widget', 'acme/widget'],
  ['gitlab:acme/group/widget', 'acme/group/widget'],
  ['https://gitlab.com/acme/group/widget/-/tree/main', 'acme/group/widget'],
  ['https://example.test', undefined],
  ['__proto__', undefined],
  [undefined, undefined],
])('reads %s as %s', (said, path) => {
  expect(repositoryPath(said)).toBe(path);
});
