import { githubAudit } from './examples/acts.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const REPO = 'acme/widget';

const PUBLISHED = snapshot('widget', '2026-06-10T00:00:00Z', {
  '1.4.3': { at: '2026-06-09T03:41:27.498Z', by: 'alice <alice@example.test>', repository: 'github:acme/widget' },
});

function deleted(at: string, run: number, actor: string) {
  const more = { workflow_run_id: run, head_branch: 'main', event: 'push' };
  return { at, action: 'workflows.delete_workflow_run', actor, repo: REPO, more };
}

const examples: Examples = [
  {
    name: 'a run was deleted 17 minutes before a publish: high with another finding',
    source: 'made up, as fixtures/incidents/acme-2026; PostHog 2025-11-23',
    files: {
      ...PUBLISHED,
      'github-audit.ndjson': githubAudit([deleted('2026-06-09T03:24:51.730Z', 8800, 'alice')]),
    },
    expect: [{ subject: REPO, severity: 'info' }],
  },
  {
    name: 'a run was deleted by an account that made a token two days before',
    source: 'made up',
    files: {
      'github-audit.ndjson': githubAudit([
        {
          at: '2026-06-07T03:00:00.000Z',
          action: 'personal_access_token.create',
          actor: 'alice',
          more: { user: 'alice' },
        },
        deleted('2026-06-09T03:24:51.730Z', 8800, 'alice'),
      ]),
    },
    expect: [{ subject: REPO, severity: 'high' }],
  },
  {
    name: 'issues that warn are deleted after the publish: high with another finding',
    source: 'axios 2026-03-31: about 01:00, with the stolen account; the records are made up',
    files: {
      ...snapshot('axios', '2026-03-31T02:10:00Z', {
        '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: 'jasonsaayman <ifstap@proton.me>', repository: 'axios/axios' },
      }),
      'github-audit.ndjson': githubAudit([
        { at: '2026-03-31T01:02:00.000Z', action: 'issue.destroy', actor: 'jasonsaayman', repo: 'axios/axios' },
      ]),
    },
    expect: [{ subject: 'axios/axios', severity: 'info' }],
  },
  {
    name: 'a machine deletes runs and artifacts every night',
    source: 'made up: tidying up',
    files: {
      ...PUBLISHED,
      'github-audit.ndjson': githubAudit([
        deleted('2026-06-08T03:00:00.000Z', 8001, 'github-actions[bot]'),
        deleted('2026-06-08T03:00:01.000Z', 8002, 'github-actions[bot]'),
        { at: '2026-06-08T03:00:02.000Z', action: 'artifact.destroy', actor: 'github-actions[bot]', repo: REPO },
      ]),
    },
    expect: [{ subject: REPO, severity: 'info' }],
  },
  {
    name: 'a run was deleted, and nothing odd is near it',
    source: 'made up',
    files: { 'github-audit.ndjson': githubAudit([deleted('2026-05-01T03:24:51.730Z', 8800, 'alice')]) },
    expect: [{ subject: REPO, severity: 'info' }],
  },
  {
    name: 'an owner deletes a failed run three days after a release',
    source: 'made up, as fixtures/incidents/control-tidied-runs: tidying up',
    files: { ...PUBLISHED, 'github-audit.ndjson': githubAudit([deleted('2026-06-12T03:24:51.730Z', 8800, 'alice')]) },
    expect: [{ subject: REPO, severity: 'info' }],
  },
  {
    name: 'a log without deletions',
    source: 'made up',
    files: {
      ...PUBLISHED,
      'github-audit.ndjson': githubAudit([
        { at: '2026-06-09T03:00:00.000Z', action: 'git.push', actor: 'alice', repo: REPO },
      ]),
    },
    expect: [],
  },
  {
    name: 'no log of the code host',
    source: 'most cases',
    files: PUBLISHED,
    expect: 'no-evidence',
  },
];

export default examples;
