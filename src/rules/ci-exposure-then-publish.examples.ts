import { type Audit, githubAudit } from './examples/acts.ts';
import { runList, webhooks } from './examples/ci.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const REPO = 'acme/widget';

function published(at: string) {
  const by = 'acme-release <release@example.test>';
  return snapshot('widget', '2026-06-20T00:00:00Z', {
    '1.4.3': { at, by, repository: `git+https://github.com/${REPO}.git` },
  });
}

function run(at: string, id: number, branch: string, event: string, more: Partial<Audit> = {}): Audit {
  const about = { workflow_run_id: id, head_branch: branch, event, name: 'publish', head_sha: 'a'.repeat(40) };
  return { at, action: 'workflows.created_workflow_run', actor: 'alice', repo: REPO, more: about, ...more };
}

function deleted(at: string, id: number, branch: string, actor = 'acme-bot'): Audit {
  return { ...run(at, id, branch, 'push'), action: 'workflows.delete_workflow_run', actor };
}

const examples: Examples = [
  {
    name: 'a run is deleted half a day before the publish, and another after it took the secrets',
    source: 'PostHog 2025-11-23 and 24: 15:28, 15:45, publish at 04:11; names and ids are made up',
    files: {
      ...published('2025-11-24T04:11:00.000Z'),
      'github-audit.ndjson': githubAudit([
        deleted('2025-11-23T15:28:00.000Z', 8801, 'main'),
        run('2025-11-23T15:45:00.000Z', 8802, 'lint-pr', 'push', { actor: 'acme-bot' }),
        deleted('2025-11-23T15:47:00.000Z', 8802, 'lint-pr'),
      ]),
    },
    expect: [{ subject: REPO, severity: 'high' }],
  },
  {
    name: 'a planted branch, a run by hand on it, and both deleted',
    source: 'Nx 2025-08-24, published two days later at 22:32:25; the times of that day are made up',
    files: {
      ...published('2025-08-26T22:32:25.000Z'),
      'github-audit.ndjson': githubAudit([deleted('2025-08-24T16:50:00.000Z', 8803, 'planted', 'mallory')]),
      'webhooks.ndjson': webhooks(REPO, [
        { event: 'push', at: '2025-08-24T16:40:00Z', actor: 'mallory', ref: 'refs/heads/planted', created: true },
        { event: 'workflow_run', at: '2025-08-24T16:45:00Z', actor: 'mallory', ref: 'planted', run: 8803 },
        { event: 'push', at: '2025-08-24T16:52:00Z', actor: 'mallory', ref: 'refs/heads/planted', deleted: true },
      ]),
    },
    expect: [
      { subject: REPO, severity: 'high' },
      { subject: REPO, severity: 'info' },
    ],
  },
  {
    name: 'a stranger opens a pull request, its workflow runs, and it is closed within the minute',
    source: 'PostHog 2025-11-18 at 17:40; names are made up',
    files: {
      ...published('2025-11-24T04:11:00.000Z'),
      'webhooks.ndjson': webhooks(REPO, [
        { event: 'pull_request', at: '2025-11-18T17:40:00Z', actor: 'mallory', number: 7, closed: false },
        {
          event: 'workflow_run',
          at: '2025-11-18T17:40:10Z',
          actor: 'mallory',
          ref: 'main',
          run: 8804,
          trigger: 'pull_request_target',
        },
        { event: 'pull_request', at: '2025-11-18T17:40:50Z', actor: 'mallory', number: 7, closed: true },
      ]),
    },
    expect: [{ subject: REPO, severity: 'info' }],
  },
  {
    name: 'a bot changes a workflow on the main branch',
    source: 'made up, after Shai-Hulud 2025',
    files: {
      ...published('2025-09-15T04:11:00.000Z'),
      'webhooks.ndjson': webhooks(REPO, [
        {
          event: 'push',
          at: '2025-09-14T17:00:00Z',
          actor: 'acme-bot',
          ref: 'refs/heads/main',
          files: ['.github/workflows/x.yml'],
        },
      ]),
    },
    expect: [{ subject: REPO, severity: 'high' }],
  },
  {
    name: 'merged branches are deleted, updates of actions are pushed, old runs are tidied up',
    source: 'made up: an ordinary week',
    files: {
      ...published('2025-09-15T04:11:00.000Z'),
      'github-audit.ndjson': githubAudit([
        run('2025-08-01T09:00:00.000Z', 8805, 'main', 'push'),
        deleted('2025-09-12T09:00:00.000Z', 8805, 'main', 'alice'),
      ]),
      'webhooks.ndjson': webhooks(REPO, [
        { event: 'push', at: '2025-09-13T09:00:00Z', actor: 'alice', ref: 'refs/heads/fix', created: true },
        { event: 'workflow_run', at: '2025-09-13T09:00:10Z', actor: 'alice', ref: 'fix', run: 8806, trigger: 'push' },
        { event: 'push', at: '2025-09-13T11:00:00Z', actor: 'alice', ref: 'refs/heads/fix', deleted: true },
        {
          event: 'push',
          at: '2025-09-14T09:00:00Z',
          actor: 'dependabot[bot]',
          ref: 'refs/heads/dependabot/actions',
          files: ['.github/workflows/release.yml'],
        },
      ]),
    },
    expect: [],
  },
  {
    name: 'a run is deleted three weeks before the publish',
    source: 'made up: cline 2026, outside the window',
    files: {
      ...published('2026-06-09T03:41:27.498Z'),
      'github-audit.ndjson': githubAudit([
        deleted('2026-05-17T03:24:51.730Z', 8807, 'main', 'alice'),
        { at: '2026-06-09T03:00:00.000Z', action: 'git.push', actor: 'alice', repo: REPO },
      ]),
    },
    expect: [],
  },
  {
    name: 'a list of runs of another repository',
    source: 'made up',
    files: {
      ...published('2026-06-09T03:41:27.498Z'),
      'runs.json': runList('acme/other', [{ id: 1, from: '2026-06-09T00:00:00Z', to: '2026-06-09T00:01:00Z' }]),
    },
    expect: 'no-evidence',
  },
  {
    name: 'nothing but the document of the package',
    source: 'most cases',
    files: published('2026-06-09T03:41:27.498Z'),
    expect: 'no-evidence',
  },
];

export default examples;
